// What a long recording costs to look at: a day of 100 processes at 10 Hz, made up so that it is recorded in a minute, opened in
// the window and zoomed into. Wall time, since somebody waits for it; CPU of main and page beside it, which the neighbours leave alone.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { closeWhole, openToWrite } from '../../src/main/engine/recording/writing/connection.ts'
import { RunWriter } from '../../src/main/engine/recording/writing/writer.ts'
import { unknownPeaks } from '../../src/shared/model/run.ts'
import { endOf, headerOf } from '../../test/unit/drawRun.ts'
import { atMost, type Case, type Figure, plain } from '../case.ts'
import { type BenchWindow, openBenchWindow } from '../desktop.ts'
import { type CpuReading, deriveCpuNs, listDescendants, readCpu } from '../meter.ts'
import { simulateTree, type TreeSpec } from './recordingTree.ts'

const DAY_SECONDS = 86_400
/** So many times closer with each step of the keyboard. */
const ZOOM_STEP = 1.5
const STEPS = 3

export const reopening: Case = {
  name: 'reopening',
  title: 'A long recording in the window: 100 processes at 10 Hz, 15 of them busy',
  run: async kit => {
    const folder = mkdtempSync(join(tmpdir(), 'forkscope-bench-'))
    try {
      const seconds = kit.isQuick ? 3 * 3600 : DAY_SECONDS
      kit.say(`recording ${seconds / 3600} hours`)
      record(join(folder, 'long.fscope'), { processes: 100, busy: 15, rateHz: 10, seconds, cores: 8 })
      return await lookAt(folder, seconds)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function record(path: string, tree: TreeSpec): void {
  const database = openToWrite(path)
  const writer = new RunWriter(database, headerOf({ cores: 8, rateHz: tree.rateHz, command: ['python3', 'work.py'] }), { experiment: null, variant: null, round: null })
  let count = 0
  for (const batch of simulateTree(tree)) {
    writer.append(batch)
    if (++count % (100 * tree.rateHz) === 0) writer.commit()
  }
  writer.end(endOf(headerOf({}), { wallNs: tree.seconds * 1e9, cpuMs: null }), unknownPeaks)
  closeWhole(database)
}

async function lookAt(folder: string, seconds: number): Promise<Figure[]> {
  const opened = await openBenchWindow([], { FORKSCOPE_LIBRARY: folder })
  try {
    const { page } = opened
    await page.getByRole('textbox', { name: 'Command' }).waitFor()
    await page.keyboard.press('Control+4')
    const row = page.getByText('work.py').first()
    await row.waitFor()
    await sleep(1000) // the window itself is up
    const first = await timed(opened, async () => {
      await row.dblclick()
      await waitFor(page, FIRST_CHART)
    })
    const whole = await timed(opened, () => waitFor(page, IS_WHOLE))
    const zooms: Figure[] = []
    for (let round = 1; round <= 6; round++) zooms.push(await zoom(opened, seconds / 60 / ZOOM_STEP ** (STEPS * round)))
    return [
      atMost('double click to the first chart, in outline', ...goal(first)),
      plain('… until all of it has been read', say(whole)),
      ...zooms,
      plain('memory of the page (PSS), rubbish collected', await memoryOf(opened, 'renderer')),
      plain('memory of main (PSS)', await memoryOf(opened, null))
    ]
  } finally {
    await opened.close()
  }
}

/** A chart is there when its canvas has more colours than an empty one. */
const FIRST_CHART = `(() => {
  const canvas = document.querySelector('.track-overview canvas')
  if (!canvas?.width) return false
  const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)
  return new Set(pixels.filter((_, i) => i % 37 === 0)).size > 3
})()`
const IS_WHOLE = `![...document.querySelectorAll('[role=tab]')].some(tab => /^Warnings[1-9]/.test(tab.textContent))`
/** The question is asked when the hand rests, and its sign goes with the answer; it says so in the header while it waits. */
const IS_SHARP = `!document.querySelector('.reading')`
const REST_MS = 150

async function zoom(opened: BenchWindow, minutes: number): Promise<Figure> {
  for (let step = 0; step < STEPS; step++) await opened.page.keyboard.press('+')
  const spent = await timed(opened, async () => {
    await sleep(REST_MS)
    await waitFor(opened.page, IS_SHARP)
  })
  return plain(`zoomed to ${minutes.toFixed(1)} minutes, until it is sharp`, say(spent))
}

interface Spent {
  readonly wallMs: number
  readonly cpuMs: number
}

async function timed({ pid }: BenchWindow, act: () => Promise<void>): Promise<Spent> {
  const before = readAll([pid, ...listDescendants(pid, null)])
  const beganMs = performance.now()
  await act()
  const wallMs = performance.now() - beganMs
  const after = readAll([...before.keys()])
  const cpuNs = [...after].reduce((sum, [each, reading]) => sum + deriveCpuNs(before.get(each) ?? reading, reading), 0)
  return { wallMs, cpuMs: cpuNs / 1e6 }
}

/** Chromium lets helpers go as it likes: who has left is not counted. */
function readAll(pids: readonly number[]): ReadonlyMap<number, CpuReading> {
  const readings = new Map<number, CpuReading>()
  for (const each of pids) {
    try {
      readings.set(each, readCpu(each))
    } catch {
      // a normal ending
    }
  }
  return readings
}

const say = ({ wallMs, cpuMs }: Spent): string => `${(wallMs / 1000).toFixed(2)} s (CPU ${(cpuMs / 1000).toFixed(2)} s)`
const goal = (spent: Spent): [string, { is: number; most: number; text: string }] => [say(spent), { is: spent.wallMs, most: 1000, text: '1 s' }]

async function waitFor(page: Page, script: string): Promise<void> {
  while (!(await page.evaluate<boolean>(script))) await sleep(10)
}

/** `type` null: main itself. The largest of its kind. */
async function memoryOf({ pid, page }: BenchWindow, type: string | null): Promise<string> {
  await page.requestGC()
  await sleep(1000)
  const pids = type === null ? [pid] : listDescendants(pid, null).filter(each => readFileSync(`/proc/${each}/cmdline`, 'latin1').includes(`--type=${type}`))
  const kib = pids.map(each => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/smaps_rollup`, 'latin1'))?.[1] ?? NaN))
  return `${(Math.max(...kib) / 1024).toFixed(0)} MiB`
}
