// The lab in the real window: a question from the first screen, its programs read and run on this machine's interpreters,
// the runs side by side; by keyboard and with axe; pictures of it are kept in artifacts/.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseXml, textsOf } from '../unit/charts/strictXml.ts'
import { findBarriers } from './axe.ts'
import { answerSaveDialog } from './desk.ts'
import { type OpenProgram, openProgram, ROOT, runtimes } from './launch.ts'

/** Interpreters are asked, and programs run, on cores that are shared with whatever else runs. */
const PATIENCE = { timeout: 60_000, interval: 200 }

describe.each(runtimes)('on $name', runtime => {
  let program: OpenProgram
  let page: Page
  const pictures = join(ROOT, 'artifacts', 'e2e', runtime.name)
  const press = (keys: string): Promise<void> => page.keyboard.press(keys)
  const heading = (): Promise<string | null> => page.getByRole('heading', { level: 1 }).textContent()
  const results = (): Locator => page.getByRole('region', { name: 'Results', exact: true })
  const state = (): Promise<string | null> => results().getByRole('status').first().textContent()
  /** Cells of a variant in the table of figures, its title first. */
  const rowOf = (title: string): Promise<string[]> => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: title, exact: true }) }).first().locator('th, td').allTextContents()

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    program = await openProgram(runtime, ROOT)
    page = program.page
    await page.getByRole('textbox', { name: 'Command' }).waitFor()
  })
  afterAll(() => program.close())

  async function lookInBothThemes(name: string | null = null): Promise<string[]> {
    const found: string[] = []
    for (const theme of ['light', 'dark'] as const) {
      await program.app.evaluate(({ nativeTheme }, source) => (nativeTheme.themeSource = source), theme)
      await expect.poll(() => page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(theme === 'dark')
      await expect.poll(() => page.evaluate<number>(`document.getAnimations().length`)).toBe(0)
      if (name !== null) await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) })
      found.push(...(await findBarriers(page)).map(barrier => `${theme}: ${barrier}`))
    }
    return found
  }

  test('the first screen asks the lab’s questions', async () => {
    const questions = page.getByRole('region', { name: 'Or ask the lab' }).getByRole('button')
    await expect.poll(() => questions.count(), PATIENCE).toBe(5)
    await questions.first().click()
    expect(await heading()).toBe('The lab')
  })

  test('the gallery has no barriers, nor has it when the interpreters are found', async () => {
    await expect.poll(() => page.getByRole('columnheader', { name: 'Found by' }).isVisible(), PATIENCE).toBe(true)
    expect(await lookInBothThemes('lab')).toEqual([])
  })

  test('an experiment opens by the keyboard, with its program to read', async () => {
    const card = page.getByRole('button', { name: /^Do threads use my cores\?/ })
    await card.focus()
    await press('Enter')
    await expect.poll(heading).toBe('Do threads use my cores?')
    await page.getByRole('button', { name: 'Read: Threads, Python code' }).press('Enter')
    const text = page.getByRole('region', { name: 'Program: Threads, Python code' })
    await expect.poll(() => text.textContent(), PATIENCE).toContain('threading.Thread(')
    expect(await lookInBothThemes('lab-experiment')).toEqual([])
  })

  test('what makes no sense is said beside its field, and nothing is run', async () => {
    const workers = page.getByRole('textbox', { name: 'Workers' })
    await workers.fill('1000')
    await press('Control+Enter')
    await expect.poll(() => page.getByRole('form', { name: 'Run the experiment' }).getByRole('alert').textContent()).toMatch(/from 1 to 64/)
    expect(await results().count()).toBe(0)
    await workers.fill('2')
  })

  test('the ticked variants run one after another, each live', async () => {
    await page.getByRole('button', { name: 'None', exact: true }).click()
    for (const title of ['One after another', 'Threads, Python code', 'os.fork', 'InterpreterPoolExecutor']) await page.getByRole('checkbox', { name: title, exact: true }).check()
    await page.getByRole('textbox', { name: 'Work per worker' }).fill('400')
    await press('Control+Enter')
    await expect.poll(() => page.getByRole('region', { name: 'Now: One after another' }).isVisible(), PATIENCE).toBe(true)
    expect(await page.getByRole('img', { name: /^Core lanes/ }).isVisible()).toBe(true)
    expect(await heading()).toBe('Do threads use my cores?')
    expect(await lookInBothThemes('lab-live')).toEqual([])
  })

  test('and stand side by side, in figures and in words', async () => {
    await expect.poll(state, PATIENCE).toBe('done')
    const [, , cores, demand, wall, cpu, , , pss, processes, threads, startUp] = await rowOf('Threads, Python code')
    expect(Number(cores)).toBeLessThanOrEqual(1.05) // one lock: one thread at a time, at any load
    expect(Number(demand)).toBeGreaterThan(0.5)
    for (const figure of [wall, cpu, pss, startUp]) expect(figure).toMatch(/^[\d.]+ (ms|s|MiB)$/)
    expect([processes, threads]).toEqual(['1', '3'])
    expect((await rowOf('os.fork'))[9]).toBe('3')
    const said = page.getByRole('region', { name: 'What was seen' })
    expect(await said.getByRole('term').allTextContents()).toEqual(expect.arrayContaining(['One after another', 'Threads, Python code', 'os.fork']))
    expect(await page.getByRole('slider', { name: 'Time at which the curves are read' }).isVisible()).toBe(true)
    expect(await lookInBothThemes('lab-results')).toEqual([])
  })

  test('a variant that this machine cannot run says what it lacks', async () => {
    const row = await rowOf('InterpreterPoolExecutor')
    if (row[1] === 'done') return // a Python 3.14 is there
    expect(row.slice(0, 3)).toEqual(['InterpreterPoolExecutor', 'not run', expect.stringContaining('3.14')])
  })

  test('the curves are read by the keyboard', async () => {
    const reader = page.getByRole('slider', { name: 'Time at which the curves are read' })
    await reader.press('ArrowRight')
    await expect.poll(() => reader.getAttribute('aria-valuetext')).toMatch(/^\d.*: One after another [\d.–]+, Threads, Python code/)
  })

  test('the comparison is exported as a picture that explains itself', async () => {
    const path = join(pictures, 'lab-comparison.svg')
    rmSync(path, { force: true })
    await answerSaveDialog(program.app, path)
    await page.getByRole('region', { name: 'Cores used over time' }).getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Comparison as SVG' }).click()
    await expect.poll(() => existsSync(path), PATIENCE).toBe(true)
    const words = textsOf(parseXml(readFileSync(path, 'utf8'))).join('\n')
    for (const part of ['Do threads use my cores?', 'One after another', 'os.fork', 'Speed-up', 'Machine: ']) expect(words).toContain(part)
  })

  test('each run can be opened in the run view', async () => {
    await page.getByRole('button', { name: 'Show the run: os.fork' }).click()
    await expect.poll(heading, PATIENCE).toMatch(/fork\.py/)
    await expect.poll(() => page.getByRole('treegrid', { name: 'Processes' }).locator('[role=row][aria-level="2"]').count(), PATIENCE).toBe(2)
    await press('Control+3')
    await expect.poll(heading).toBe('Do threads use my cores?')
  })

  test('the keyboard alone stops, and nothing more is started', async () => {
    await page.getByRole('textbox', { name: 'Work per worker' }).fill('100000')
    await press('Control+Enter')
    await expect.poll(() => page.getByRole('region', { name: 'Now: One after another' }).isVisible(), PATIENCE).toBe(true)
    await press('Control+.')
    await expect.poll(state, PATIENCE).toMatch(/^stopped by you, 0 of /)
    expect((await rowOf('One after another'))[1]).toBe('stopped')
    expect((await rowOf('os.fork'))[1]).toBe('not reached')
    expect(await lookInBothThemes()).toEqual([])
  })

  test('a hazard stands beside its safe way', async () => {
    await page.getByRole('button', { name: 'All experiments' }).click()
    await page.getByRole('button', { name: /^A fork while a thread holds a lock/ }).click()
    await page.getByRole('button', { name: /^Run \d variants/ }).click()
    await expect.poll(state, PATIENCE).toBe('done')
    const said = page.getByRole('region', { name: 'What was seen' })
    expect(await said.textContent()).toMatch(/The hazard.*The hazard happened.*The safe way.*The hazard did not happen/s)
    expect(await lookInBothThemes('lab-hazard')).toEqual([])
  })
})
