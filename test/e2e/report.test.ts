// The report as its reader has it: a file in a browser that was never told of it, with nothing else at hand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../host/chromium.mjs'
import { exportReport } from '../../src/main/engine/exporting/report.ts'
import type { ExportSpec } from '../../src/shared/model/export.ts'
import { runId } from '../../src/shared/model/run.ts'
import { ns } from '../../src/shared/units.ts'
import { simulateRun } from '../unit/simulateRun.ts'
import { findBarriers } from './axe.ts'

const evil = `</title></style><script>document.title='run'</script><img src="http://localhost:1/x"/> "'&amp; ]]> \u0000\u202e`
const spec: ExportSpec = {
  ...{ run: runId('drawn'), what: { kind: 'report', format: 'html' }, fromNs: null, toNs: null, hidden: [] },
  ...{ theme: 'light', percentOf: 'core', width: 1100, scale: 2 }
}
const run = simulateRun({ cores: 2, processes: 8, threadsEach: 2, seconds: 10, nameOf: process => `${evil} ${process}`, command: ['python3', evil] })
run.warnings.set('late-ticks', { code: 'late-ticks', tNs: ns(9), text: evil, count: 2 })

let folder = ''
let browser: Browser
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('no Chromium')
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

interface Opened {
  readonly page: Page
  /** Everything the page asked for, and everything the browser complained of. */
  readonly requests: readonly string[]
  readonly complaints: readonly string[]
}

async function open(name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const path = join(folder, name)
  writeFileSync(path, exportReport(run, spec))
  const page = await browser.newPage({ colorScheme, viewport: { width: 1240, height: 900 } })
  const [requests, complaints]: [string[], string[]] = [[], []]
  page.on('request', request => requests.push(request.url()))
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(pathToFileURL(path).href)
  return { page, requests, complaints }
}

const ground = (page: Page): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor')

describe('a report', () => {
  test('opens without asking for anything, and breaks no rule of its own', async () => {
    const { page, requests, complaints } = await open('report.html')
    expect(requests).toEqual([page.url()])
    expect(complaints).toEqual([])
    expect(await page.title()).toContain('</title></style><script>') // what the program is called is text, and nothing has run
    expect(await page.locator('script, img, iframe, link, object, embed, [style], [onload]').count()).toBe(0)
  })

  test('is XML to the letter, whatever the programs are called', async () => {
    const { page } = await open('report.xhtml') // a browser stops at the first fault
    expect(await page.locator('parsererror').count()).toBe(0)
    expect(await page.locator('footer').textContent()).toContain('Forkscope')
  })

  test('refuses what somebody might put into it', async () => {
    const { page, complaints } = await open('report.html')
    await page.evaluate(`document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "run"' }), Object.assign(new Image(), { src: 'http://localhost:1/' }))`)
    await expect.poll(() => complaints.length).toBeGreaterThanOrEqual(2)
    expect(complaints.every(text => text.includes('Content Security Policy'))).toBe(true)
    expect(await page.title()).not.toBe('run')
  })

  test('follows the system into the dark, and the reader out of it', async () => {
    const { page } = await open('report.html', 'dark')
    expect(await ground(page)).toBe('rgb(15, 18, 22)')
    const ink = (): Promise<string> => page.evaluate(`getComputedStyle(document.querySelector('.chart text')).fill`)
    const dark = await ink()
    await page.getByLabel('light', { exact: true }).check()
    expect(await ground(page)).toBe('rgb(255, 255, 255)')
    expect(await ink()).not.toBe(dark)
  })

  test('has a tooltip wherever the hand is over a chart, and the same as a table', async () => {
    const { page } = await open('report.html')
    const chart = page.getByRole('figure', { name: 'Cores used' })
    const box = await chart.locator('.hover rect').nth(60).boundingBox()
    if (!box) throw new Error('nothing to hover over')
    const title = await page.evaluate<string>(`document.elementsFromPoint(${box.x + box.width / 2}, ${box.y + box.height / 2}).map(element => element.querySelector('title')?.textContent ?? '').find(text => text.startsWith('from'))`)
    expect(title).toMatch(/^from 5\.\d+ s\nThis run: \d+ %/)
    await chart.getByText('As a table').click()
    expect(await chart.getByRole('row').count()).toBe(13)
  })

  test.each(['light', 'dark'] as const)('has no barriers in the %s', async colorScheme => {
    const { page } = await open('report.html', colorScheme)
    expect(await findBarriers(page)).toEqual([])
  })

  test('lists processes, what happened and how each figure was measured', async () => {
    const { page } = await open('report.html')
    const text = (await page.locator('main').textContent()) ?? ''
    for (const wanted of ['Processes', 'was killed by SIGKILL', 'Test CPU', '/proc/stat', 'shared pages counted once', 'Doubt:']) expect(text).toContain(wanted)
  })
})
