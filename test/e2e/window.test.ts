// The main job in the real window: launch, lanes move, stop, export; pictures of it in both themes are kept in artifacts/.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { readPerfetto } from '../unit/exporting/readPerfetto.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenProgram, openProgram, ROOT, runtimes } from './launch.ts'
import { answerSaveDialog, forgetDialogs, saySelected } from './desk.ts'

const ARTIFACTS = join(ROOT, 'artifacts', 'e2e')
/** Debian's own where it is: a version manager's shim would put its shells into the tree. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
/** Two cores are shared with whatever else runs: generous, and never slept through. */
const PATIENCE = { timeout: 30_000, interval: 200 }

describe.each(runtimes)('on $name', runtime => {
  let program: OpenProgram
  let page: Page
  const pictures = join(ARTIFACTS, runtime.name)
  const badge = (): Locator => page.getByRole('main').getByRole('status').first()
  const lanes = (): Locator => page.getByRole('img', { name: /^Core lanes/ })
  /** Waits until the run's clock, beside its state, shows another second. */
  const clockGoesOn = async (): Promise<void> => {
    const second = async (): Promise<string | undefined> => /\d+:\d\d/.exec((await page.getByRole('main').textContent()) ?? '')?.[0]
    const now = await second()
    await expect.poll(second, PATIENCE).not.toBe(now)
  }
  const rows = (level: number): Locator => page.getByRole('treegrid', { name: 'Processes' }).locator(`[role=row][aria-level="${String(level)}"]`)

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    program = await openProgram(runtime, ROOT)
    page = program.page
  })
  afterAll(() => program.close())

  test('the first screen is a command line and programs that are ready to click', async () => {
    await expect.poll(() => page.getByRole('textbox', { name: 'Command' }).isVisible(), PATIENCE).toBe(true)
    expect(await page.getByRole('region', { name: 'Ready to run' }).getByRole('listitem').count()).toBe(4)
    expect(await page.title()).toBe('Forkscope')
  })

  test('a command that cannot be started says so beside its field', async () => {
    await page.getByRole('textbox', { name: 'Command' }).fill('no-such-program-anywhere')
    await page.getByRole('form', { name: 'Launch' }).getByRole('button', { name: 'Run' }).click()
    await expect.poll(() => page.getByRole('form', { name: 'Launch' }).getByRole('alert').textContent(), PATIENCE).toMatch(/no-such-program-anywhere/)
  })

  test('a command that is typed runs, and its folder is the one beside it', async () => {
    await page.getByRole('textbox', { name: 'Folder' }).fill(join(ROOT, 'lab', 'starters'))
    const command = page.getByRole('textbox', { name: 'Command' })
    await command.fill(`${PYTHON} processes.py 4 60`)
    await command.press('Enter')
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/running/)
    await expect.poll(() => page.title()).toMatch(/processes\.py 4 60 – running – Forkscope/)
  })

  test('the tree has the program and its four children', async () => {
    await expect.poll(() => rows(2).count(), PATIENCE).toBe(4)
    expect(await rows(1).count()).toBe(1)
    expect(await rows(1).textContent()).toContain('processes.py')
  })

  test('the lanes show the run, and move', async () => {
    // Four computing processes get a fair part of the cores, whoever else wants them: one lane shows at least a twentieth.
    await expect.poll(async () => Math.max(...saySelected(await lanes().getAttribute('aria-label'), /this run (\d+) %/g)), PATIENCE).toBeGreaterThanOrEqual(5)
    const before = await lanes().screenshot()
    await expect.poll(async () => before.equals(await lanes().screenshot()), PATIENCE).toBe(false)
  })

  test('memory is measured', async () => {
    await expect.poll(() => page.getByRole('img', { name: /^Memory/ }).getAttribute('aria-label'), PATIENCE).toMatch(/PSS: \d/)
  })

  test('a paused screen stands still while the run goes on', async () => {
    await page.getByRole('button', { name: 'Pause' }).click()
    await expect.poll(() => page.getByRole('button', { name: 'Resume' }).isVisible()).toBe(true)
    await clockGoesOn() // words follow their picture a little later, so that a screen reader can keep up
    await clockGoesOn()
    const before = await lanes().getAttribute('aria-label')
    await clockGoesOn()
    await clockGoesOn()
    expect(await lanes().getAttribute('aria-label')).toBe(before)
    await page.getByRole('button', { name: 'Resume' }).click()
    await expect.poll(() => lanes().getAttribute('aria-label'), PATIENCE).not.toBe(before)
  })

  test('the overview grows with the run', async () => {
    const length = (): Promise<number> => page.getByRole('img', { name: /^Overview/ }).getAttribute('aria-label').then(text => Math.max(0, ...saySelected(text, /([\d.]+) s long/g)))
    await expect.poll(length, PATIENCE).toBeGreaterThan(5) // seconds: enough to be worth a picture
  })

  test.each(['light', 'dark'] as const)('the window has its picture taken in the %s', async theme => {
    await program.app.evaluate(({ nativeTheme }, source) => (nativeTheme.themeSource = source), theme)
    await expect.poll(() => page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(theme === 'dark')
    const brightness = async (): Promise<number> => Math.max(...saySelected(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'), /(\d+)/g))
    await expect.poll(brightness)[theme === 'dark' ? 'toBeLessThan' : 'toBeGreaterThan'](theme === 'dark' ? 60 : 230) // of 255
    await page.mouse.move(800, 800) // over nothing that answers
    await page.screenshot({ path: join(pictures, `${theme}.png`) })
  })

  test('Stop ends the run and everybody in it', async () => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/stopped by you/)
    await expect.poll(() => page.title()).toMatch(/ended – Forkscope/)
    const pids = (await rows(2).allTextContents()).map(text => (/\d{2,}/.exec(text))?.[0])
    expect(pids.filter(pid => pid !== undefined && existsSync(`/proc/${pid}/exe`))).toEqual([])
  })

  test.each([
    ['Whole view as SVG', 'run.svg', checkSvg],
    ['Core lanes as PNG', 'cores.png', checkPng],
    ['Samples as CSV', 'samples.csv', checkCsv],
    ['Samples as JSON', 'samples.json', checkJson],
    ['Report as HTML', 'report.html', checkHtml],
    ['Trace for Perfetto', 'trace.perfetto-trace', checkPerfetto]
  ])('%s is written where the user wants it', async (title, name, check) => {
    const path = join(pictures, name)
    await answerSaveDialog(program.app, path)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: title }).click()
    await expect.poll(() => page.getByText(`Written: ${path}`).isVisible(), PATIENCE).toBe(true)
    check(readFileSync(path))
    await forgetDialogs(program.app)
  })

  test('what was run is at hand for the next time', async () => {
    await page.getByRole('button', { name: 'Launch' }).click()
    await expect.poll(() => page.getByRole('region', { name: 'Recent' }).getByText('processes.py 4 60').first().isVisible()).toBe(true)
  })
})

function checkSvg(content: Buffer): void {
  const text = content.toString()
  expect(text).toMatch(/^(<\?xml[^>]*>\s*)?<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(text).toContain('processes.py 4 60')
  expect(text.trimEnd()).toMatch(/<\/svg>$/)
}

function checkPng(content: Buffer): void {
  expect(content.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
  expect(content.readUInt32BE(16)).toBeGreaterThanOrEqual(1000) // pixels wide
}

/** Units stand in the names. */
function checkCsv(content: Buffer): void {
  const [names, first] = content.toString().split('\n').filter(line => !line.startsWith('#'))
  expect(names).toMatch(/Ns\b|_ns\b/)
  expect(first?.split(',').length).toBe(names?.split(',').length)
}

function checkJson(content: Buffer): void {
  expect(JSON.stringify(JSON.parse(content.toString()))).toContain('processes.py')
}

/** How it looks and behaves: report.test.ts. */
function checkHtml(content: Buffer): void {
  expect(content.toString()).toMatch(/^<!DOCTYPE html>[\s\S]*processes\.py 4 60[\s\S]*<\/html>\s*$/)
}

function checkPerfetto(content: Buffer): void {
  expect([...readPerfetto(content).tracks.keys()]).toEqual(expect.arrayContaining(['Run', 'Cores/core 0']))
}
