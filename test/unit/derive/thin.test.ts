import { describe, expect, it } from 'vitest'
import { batchOf } from '../../../src/shared/derive/batchOf.ts'
import { Column } from '../../../src/shared/derive/columns.ts'
import { counterAt, deriveRate, deriveWaited } from '../../../src/shared/derive/cpu.ts'
import { appendBatch, emptyHistory, type RunHistory } from '../../../src/shared/derive/history.ts'
import { type CoreLane, deriveLanes } from '../../../src/shared/derive/lanes.ts'
import { listMeasuring } from '../../../src/shared/derive/measuring.ts'
import { heldAt } from '../../../src/shared/derive/memory.ts'
import { deriveSummary } from '../../../src/shared/derive/summary.ts'
import { notThinned, thinHistory } from '../../../src/shared/derive/thin.ts'
import { longBatches, longHeader, type LongRun } from '../fastClock.ts'

const threeHours: LongRun = { seconds: 10_900, rateHz: 2, busy: 3, idle: 2, ticksEach: 5 }

/** As it would be without thinning: `atNs` in the far future is never due. */
function wholeOf(run: LongRun): RunHistory {
  const history = emptyHistory(longHeader(run))
  history.thinned = { ...notThinned, atNs: Infinity }
  for (const batch of longBatches(run)) appendBatch(history, batch)
  return history
}

function thinnedOf(run: LongRun): RunHistory {
  const history = emptyHistory(longHeader(run))
  for (const batch of longBatches(run)) appendBatch(history, batch)
  return history
}

/** Columns as far as they are filled, without the room behind. */
const plain = (history: RunHistory): unknown =>
  JSON.parse(JSON.stringify({ ...history, warnings: [...history.warnings] }, (_, value: unknown) => (value instanceof Column ? [...value.view()].map(String) : value)))

const whole = wholeOf(threeHours)
const thinned = thinnedOf(threeHours)

/** Sums in another order differ in the last digits. */
const rounded = (value: number): number => Number(value.toFixed(9))

/** Of each bin, whose thread had which share of the core. */
const partsOf = ({ starts, thread, share }: CoreLane): (readonly [number, number])[][] =>
  Array.from({ length: starts.length - 1 }, (_, bin) => {
    const parts = Array.from({ length: starts[bin + 1]! - starts[bin]! }, (_, i) => [thread[starts[bin]! + i]!, rounded(share[starts[bin]! + i]!)] as const)
    return parts.filter(([, part]) => part > 0)
  })

/** Ends of the steps that are left, over all three zones. */
const edges = Float64Array.from([...Array.from({ length: 200 }, (_, i) => i * 16e9), ...Array.from({ length: 500 }, (_, i) => 8000e9 + i * 1e9), ...Array.from({ length: 500 }, (_, i) => 10_400e9 + i * 1e9)])

describe('old rows', () => {
  it('become one a second after ten minutes, and one per 16 s after two hours', () => {
    const { tNs } = thinned.processes[0]!.cpu
    const between = (from: number, to: number): number => [...tNs.view()].filter(t => t > from * 1e9 && t <= to * 1e9).length
    expect({ coarse: between(1600, 3200), seconds: between(8000, 9000), fine: between(10_400, 10_800) }).toEqual({ coarse: 100, seconds: 1000, fine: 800 })
  })

  it('keep every total and every mean between the ends of steps', () => {
    for (const [id, process] of thinned.processes.entries()) {
      const before = whole.processes[id]!
      expect([...deriveRate(process.cpu, process.cpu.ranNs, edges)]).toEqual([...deriveRate(before.cpu, before.cpu.ranNs, edges)])
      expect([...deriveWaited(thinned, process, edges)]).toEqual([...deriveWaited(whole, before, edges)])
      for (const edge of edges) expect(counterAt(process.cpu, process.cpu.ranNs, edge)).toBe(counterAt(before.cpu, before.cpu.ranNs, edge))
    }
  })

  it('keep what memory held at the ends of steps, also where the last look could not read it', () => {
    for (const [id, process] of thinned.processes.entries()) {
      const pssAt = ({ processes }: RunHistory, t: number): number => heldAt(process, { tNs: processes[id]!.memory.tNs, values: processes[id]!.memory.pssBytes }, t)
      expect([...edges].map(t => pssAt(thinned, t))).toEqual([...edges].map(t => pssAt(whole, t)))
    }
  })

  it('keep who ran how long on which core, and what the rest of the machine had', () => {
    const steps = Float64Array.from({ length: 51 }, (_, i) => 1600e9 + i * 16e9)
    const seconds = Float64Array.from({ length: 51 }, (_, i) => 8000e9 + i * 1e9)
    for (const view of [steps, seconds]) {
      const [after, before] = [deriveLanes(thinned, view), deriveLanes(whole, view)]
      expect(after.cores.map(partsOf)).toEqual(before.cores.map(partsOf))
      expect(after.cores.flatMap(({ rest }) => [...rest].map(rounded))).toEqual(before.cores.flatMap(({ rest }) => [...rest].map(rounded)))
    }
  })

  it('say no gap where a finer look sees none', () => {
    const view = Float64Array.from({ length: 101 }, (_, i) => 1603e9 + i * 1e8)
    expect(deriveLanes(thinned, view).cores.every(({ rest }) => rest.every(value => !Number.isNaN(value)))).toBe(true)
  })

  it('are the same rows however often they were thinned', () => {
    const once = wholeOf(threeHours)
    once.thinned = notThinned
    thinHistory(once, thinned.thinned.atNs)
    expect(plain(once)).toEqual(plain(thinned))
    const again = plain(once)
    thinHistory(once, thinned.thinned.atNs)
    expect(plain(once)).toEqual(again)
    once.thinned = { ...once.thinned, secondsUntilNs: 0, coarseUntilNs: 0 } // as if none of it had ever been thinned
    thinHistory(once, thinned.thinned.atNs)
    expect(plain(once)).toEqual(again)
  })

  it('are left alone for ten minutes', () => {
    const short = { ...threeHours, seconds: 600 }
    const rows = (history: RunHistory): unknown => plain({ ...history, thinned: notThinned })
    expect(rows(thinnedOf(short))).toEqual(rows(wholeOf(short)))
    expect(thinnedOf({ ...short, seconds: 720 }).tickNs.length).toBeLessThan(2 * 720 - 50) // or nothing is ever thinned
  })

  it('are said to be averaged, as far as they are', () => {
    const words = listMeasuring(thinned).at(-1)
    expect(words?.resolution).toMatch(/averaged over 16 s up to .*, averaged over 1 s up to /)
    expect(listMeasuring(wholeOf({ ...threeHours, seconds: 60 })).some(({ resolution }) => resolution.includes('averaged'))).toBe(false)
  })
})

describe('the summary of a long run', () => {
  it('is the same with and without thinning, its peaks too', () => {
    const expected = deriveSummary(whole)
    expect(deriveSummary(thinned)).toEqual(expected)
    expect(expected.coresUsedPeak).toBe(3) // the burst of two ticks in the eleventh minute, long since averaged
    expect(deriveRate(thinned.processes[0]!.cpu, thinned.processes[0]!.cpu.ranNs, edges).every(rate => rate < 0.8)).toBe(true)
  })

  it.each([1, 3, 10, 30])('has the same peaks at %i ticks a second, whose windows need not fit the steps', rateHz => {
    const run = { seconds: 1500, rateHz, busy: 2, idle: 1, ticksEach: 7 }
    expect(deriveSummary(thinnedOf(run))).toEqual(deriveSummary(wholeOf(run)))
  })
})

describe('a history as one batch', () => {
  it.each([60, 900, 7900])('is the same history again, after %i s', seconds => {
    const run = { ...threeHours, seconds }
    const history = thinnedOf(run)
    const again = emptyHistory(history.header)
    appendBatch(again, structuredClone(batchOf(history)))
    expect(plain(again)).toEqual(plain(history))
    expect(deriveSummary(again)).toEqual(deriveSummary(history))
  })

  it('goes on like the one it was made of', () => {
    const all = [...longBatches({ ...threeHours, seconds: 1800 })]
    const [one, other] = [emptyHistory(longHeader(threeHours)), emptyHistory(longHeader(threeHours))]
    for (const batch of all.slice(0, 1000)) appendBatch(one, batch)
    appendBatch(other, batchOf(one))
    for (const batch of all.slice(1000)) for (const history of [one, other]) appendBatch(history, batch)
    expect(plain(other)).toEqual(plain(one))
  })
})

describe('a day at ten looks a second', () => {
  it('takes at most 18,200 rows per busy process, of its process, its thread and its memory each', () => {
    const day = { seconds: 86_400, rateHz: 10, busy: 1, idle: 1, ticksEach: 100 }
    const history = thinnedOf(day)
    // 22 h per 16 s, 110 min per second, and 10 to 11 min of ten looks a second
    const most = (22 * 3600) / 16 + 110 * 60 + 11 * 600
    expect(most).toBeLessThan(18_200)
    const { cpu, detail } = history.processes[0]!
    for (const column of [history.tickNs, cpu.tNs, detail.tNs, history.threads[0]!.core, history.cores[0]!.busyNs]) {
      expect(column.length).toBeGreaterThan(most * 0.9)
      expect(column.length).toBeLessThanOrEqual(most + 2)
      expect(column.values.length).toBeLessThanOrEqual(4 * column.length)
    }
    expect(history.lane.tNs.length).toBeLessThan(4 * most)
    expect(history.own.length).toBeLessThanOrEqual(most)
  }, 60_000)
})
