// Zoomed stretches of a long run: what a page holds, with sharp rows from the recording put into it, says what the samples say.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDetails } from '../../../src/main/engine/recording/details.ts'
import { openRecording } from '../../../src/main/engine/recording/reading/recording.ts'
import { openTurns } from '../../../src/main/engine/recording/turns.ts'
import { edgesOf, type TimeRange } from '../../../src/shared/derive/bins.ts'
import { appendBatch, emptyHistory, type RunHistory } from '../../../src/shared/derive/history.ts'
import { deriveLanes } from '../../../src/shared/derive/lanes.ts'
import { deriveMemory } from '../../../src/shared/derive/memory.ts'
import { spliceStretch } from '../../../src/shared/derive/splice.ts'
import { notThinned, stepAt } from '../../../src/shared/derive/thin.ts'
import { cpuUntil, deriveTree } from '../../../src/shared/derive/tree.ts'
import { deriveUsed } from '../../../src/shared/derive/used.ts'
import { formatDuration } from '../../../src/shared/format.ts'
import type { RunDetail } from '../../../src/shared/model/detail.ts'
import { runId } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { folderForTest, writeRecording } from './written.ts'

const tree = { processes: 12, busy: 5, rateHz: 10, seconds: 1300, cores: 4 }
const run = runId('reopened')

interface Both {
  /** With every sample. */
  readonly made: RunHistory
  /** As the page has it. */
  readonly held: RunHistory
  readonly read: (range: TimeRange, pixels: number) => Promise<RunDetail | null>
}

const folder = mkdtempSync(join(tmpdir(), 'forkscope-details-'))
afterAll(() => rmSync(folder, { recursive: true }))
let recorded: Both
beforeAll(() => (recorded = record(join(folder, 'run.fscope'))))

function record(path: string): Both {
  const { header, batches, end } = writeRecording(path, tree)
  const made = { ...emptyHistory(header), thinned: { ...notThinned, atNs: Infinity }, end }
  for (const batch of batches) appendBatch(made, batch)
  const recording = openRecording(path)
  const held = recording.readHistory(1)
  recording.close()
  const details = openDetails(openTurns())
  return { made, held, read: ({ fromNs, toNs }, pixels) => details.read({ path, number: 1, known: held }, { run, fromNs: ns(fromNs), toNs: ns(toNs), pixels }) }
}

/** A file keeps the times of slow ticks to the microsecond or so (writing/precision.ts). */
const CLOSE = 1e-3

const greatest = (a: Float64Array, b: Float64Array): number => a.reduce((most, value, i) => Math.max(most, Number.isNaN(value) && Number.isNaN(b[i]!) ? 0 : Math.abs(value - b[i]!)), 0)
const memoryOf = (history: RunHistory, edges: Float64Array): Float64Array[] => {
  const { pss, uss, rss } = deriveMemory(history, edges)
  return [pss, uss, ...rss.flatMap(({ least, most }) => [least, most])]
}

test('a zoomed stretch has the means, the least and the greatest of the samples, in every chart', async () => {
  const { made, held, read } = recorded
  const range = { fromNs: 603e9, toNs: 634e9 }
  const detail = await read(range, 600)
  expect(detail).toMatchObject({ ...range, extremes: null, batch: { run, events: [], past: { thinned: { stepNs: 0 } } } })
  const sharp = spliceStretch(held, { ...range, batch: detail!.batch! })
  const edges = edgesOf({ fromNs: 604e9, toNs: 633e9 }, 600)
  const used = (history: RunHistory): Float64Array => deriveUsed(history, edges, { budget: Infinity }).total
  expect(greatest(used(sharp), used(made))).toBeLessThan(CLOSE)
  expect(greatest(used(held), used(made))).toBeGreaterThan(0.1) // what the page held could not have told it
  memoryOf(made, edges).forEach((line, i) => expect(greatest(memoryOf(sharp, edges)[i]!, line)).toBe(0))
  const ours = (history: RunHistory): Float64Array[] => deriveLanes(history, edges).cores.map(lane => lane.ours)
  ours(made).forEach((lane, core) => expect(greatest(ours(sharp)[core]!, lane)).toBeLessThan(CLOSE))
  const at = (history: RunHistory): unknown => deriveTree(history, 620e9).map(({ cpuNs, rssBytes, pssBytes, threads, state, coresNow }) => ({ cpu: formatDuration(cpuNs), rssBytes, pssBytes, threads, state, coresNow: coresNow.toFixed(3) }))
  expect(at(sharp)).toEqual(at(made))
  expect([stepAt(sharp, 620e9), stepAt(sharp, 700e9)]).toEqual([0, held.thinned.stepNs])
})

test('at the edges of the stretch no CPU time is lost or made, and the run is as long as it was', async () => {
  const { made, held, read } = recorded
  const range = { fromNs: 603.3e9, toNs: 634.7e9 }
  const sharp = spliceStretch(held, { ...range, batch: (await read(range, 600))!.batch! })
  expect([sharp.tickNs.last(), sharp.end]).toEqual([held.tickNs.last(), held.end])
  for (const { process, cpu } of sharp.processes) {
    for (let row = 1; row < cpu.tNs.length; row++) expect(cpu.fromNs.at(row)).toBeGreaterThanOrEqual(cpu.tNs.at(row - 1))
    for (const atNs of [range.fromNs + 1, 620e9, range.toNs]) expect(Math.abs(cpuUntil(sharp.processes[process]!, atNs) - cpuUntil(made.processes[process]!, atNs))).toBeLessThan(1e6)
  }
  const edge = edgesOf({ fromNs: 602e9, toNs: 636e9 }, 34)
  expect(greatest(deriveUsed(sharp, edge).total, deriveUsed(made, edge).total)).toBeLessThan(0.5) // outside, what is held: means over its step
  expect(sharp.processes.reduce((rows, { cpu }) => rows + cpu.tNs.length, 0)).toBeLessThan(5000)
})

test('who did nothing within the stretch, but before and behind it, is still there', async () => {
  const { made, held, read } = recorded
  const idle = made.processes.find(({ cpu }) => cpu.tNs.length > 20 && cpu.tNs.length < 2000)!
  const gap = Array.from(cpuGaps(idle)).find(({ fromNs, toNs }) => toNs - fromNs > 8e9 && fromNs > 300e9)!
  const range = { fromNs: gap.fromNs + 1e9, toNs: gap.toNs - 1e9 }
  const sharp = spliceStretch(held, { ...range, batch: (await read(range, 600))!.batch! })
  const middleNs = (range.fromNs + range.toNs) / 2
  const node = (history: RunHistory): unknown => {
    const { cpuNs, coresNow, rssBytes, pssBytes } = deriveTree(history, middleNs)[idle.process]!
    return { cpu: formatDuration(cpuNs), coresNow, rssBytes, pssBytes }
  }
  expect(node(sharp)).toEqual(node(made))
})

/** The time between two rows: it is known not to have run. */
function* cpuGaps({ cpu }: RunHistory['processes'][number]): Generator<TimeRange> {
  for (let row = 1; row < cpu.tNs.length; row++) yield { fromNs: cpu.tNs.at(row - 1), toNs: cpu.fromNs.at(row) }
}

test('where a pixel is longer than a second, the overview tells the least and the greatest second in it', async () => {
  const { made, held, read } = recorded
  const range = { fromNs: 0, toNs: 1300e9 }
  const detail = await read(range, 100)
  expect(detail?.batch).toBeNull() // as many rows as the page holds are no sharper
  const { used } = detail!.extremes!
  const perTick = deriveUsed(made, edgesOf(range, 6500)).total // 0.2 s each: two ticks
  for (let pixel = 0; pixel < 99; pixel++) {
    const inPixel = perTick.slice(pixel * 65, pixel * 65 + 65)
    expect(used.most[pixel]!).toBeGreaterThanOrEqual(Math.max(...inPixel) - 0.06)
    expect(used.least[pixel]!).toBeLessThanOrEqual(Math.min(...inPixel) + 0.06)
  }
  const part = await read({ fromNs: 100e9, toNs: 500e9 }, 300)
  expect(part?.extremes?.used.most.length).toBe(300)
  expect([part?.batch, held.thinned.stepNs]).toEqual([null, 1e9]) // rows per pixel would be coarser than that
})

test('a newer question takes the place of an older one', async () => {
  const { read } = recorded
  const [older, newer] = await Promise.all([read({ fromNs: 100e9, toNs: 400e9 }, 1000), read({ fromNs: 700e9, toNs: 720e9 }, 1000)])
  expect(older).toBeNull()
  expect(newer).toMatchObject({ fromNs: 700e9 })
})

test('another file in the place of the recording tells nothing', async () => {
  const { held } = recorded
  const path = join(folderForTest(), 'other.fscope')
  writeRecording(path, { ...tree, seconds: 5 }, { startedAtUnixMs: 1_760_000_000_000 })
  expect(await openDetails(openTurns()).read({ path, number: 1, known: held }, { run, fromNs: ns(0), toNs: ns(1e9), pixels: 100 })).toBeNull()
})

test('a stretch that somebody waits for is read before what has time', async () => {
  const turns = openTurns()
  const done: string[] = []
  const pieces = function* (name: string): Generator<undefined, string> {
    for (let piece = 0; piece < 5; piece++) {
      done.push(name)
      yield
    }
    return name
  }
  const whole = turns.run(pieces('whole'))
  const stretch = turns.run(pieces('stretch'), { isUrgent: true })
  expect(await Promise.all([whole, stretch])).toEqual(['whole', 'stretch'])
  expect(done.slice(0, 6)).toEqual(['whole', ...Array<string>(5).fill('stretch')])
})
