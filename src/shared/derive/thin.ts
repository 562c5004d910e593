// Old rows put together, so that memory stays bounded however long a run goes on. Counters are cumulative: a row that stands
// for several says the same sum over the whole of them, so every mean between the rows that are left is exact. Only *when*
// inside its step something happened is lost. What was greatest is kept first (peaks.ts). Events and processes stay.
import type { CpuHistory, LaneHistory, RunHistory } from './history.ts'
import type { OwnCost, Thinned } from '../model/batch.ts'
import { NS_PER_SECOND } from '../units.ts'
import { type Column, lastAtOrBefore } from './columns.ts'
import { nothingSeen, settlePeaks } from './peaks.ts'

/** Rows of the last ten minutes stay as they came. */
export const FINE_NS = 600 * NS_PER_SECOND
/** Older ones: one per second and subject; from two hours on one per 16 s. */
const SECONDS_NS = 7200 * NS_PER_SECOND
const SHORT_STEP_NS = NS_PER_SECOND
const LONG_STEP_NS = 16 * NS_PER_SECOND
/** How often in the time of the run. */
const EVERY_NS = 60 * NS_PER_SECOND

export const notThinned: Thinned = { ...{ atNs: 0, secondsUntilNs: 0, coarseUntilNs: 0 }, peaks: nothingSeen }

/** Thins once per minute of the run. A run of less than ten minutes is never touched. */
export function thinWhenDue(history: RunHistory): void {
  const nowNs = history.tickNs.last()
  if (nowNs - history.thinned.atNs >= EVERY_NS) thinHistory(history, nowNs)
}

/**
 * Puts old rows together, in place. A merged row begins where its first did and says all else as its last did; what was
 * never known at the end of it keeps its last known value. Steps lie on one grid, so it does not matter how often this is called.
 */
export function thinHistory(history: RunHistory, nowNs: number): void {
  const before = history.thinned
  const secondsUntilNs = Math.max(before.secondsUntilNs, floorTo(nowNs - FINE_NS, SHORT_STEP_NS))
  const coarseUntilNs = Math.max(before.coarseUntilNs, floorTo(nowNs - SECONDS_NS, LONG_STEP_NS))
  history.thinned = { ...before, atNs: nowNs }
  if (secondsUntilNs === before.secondsUntilNs) return
  history.thinned = { atNs: nowNs, secondsUntilNs, coarseUntilNs, peaks: settlePeaks(history, secondsUntilNs) }
  // What has its step already is not looked at again; the newer stretch first, since what lies behind a gap is moved up.
  thinStretch(history, { fromNs: Math.max(before.secondsUntilNs, coarseUntilNs), toNs: secondsUntilNs, stepNs: SHORT_STEP_NS })
  thinStretch(history, { fromNs: before.coarseUntilNs, toNs: coarseUntilNs, stepNs: LONG_STEP_NS })
}

/** All rows but the newest few, at one step: of a stretch that is read from a recording, whatever its length. */
export function putTogether(history: RunHistory, stepNs: number): void {
  thinStretch(history, { fromNs: 0, toNs: floorTo(history.tickNs.last(), stepNs), stepNs })
}

/** Rows that end after `fromNs`, up to `toNs`. All three lie on the grid of the step. */
interface Stretch {
  readonly fromNs: number
  readonly toNs: number
  readonly stepNs: number
}

function thinStretch(history: RunHistory, stretch: Stretch): void {
  if (stretch.toNs <= stretch.fromNs) return
  thinRows(history.tickNs, [], stretch)
  for (const { tNs, busyNs } of history.cores) thinRows(tNs, [last(busyNs)], stretch)
  history.processes.forEach(({ cpu, detail, memory }) => {
    thinRows(cpu.tNs, cpuParts(cpu), stretch)
    const { tNs, state, ...others } = detail
    thinRows(tNs, [last(state, 0), ...Object.values(others).map(each => last(each))], stretch)
    const { tNs: memoryNs, ...measures } = memory
    thinRows(memoryNs, Object.values(measures).map(each => last(each)), stretch)
  })
  history.threads.forEach(({ cpu, core, state }) => thinRows(cpu.tNs, [...cpuParts(cpu), last(core, -1), last(state, 0)], stretch))
  thinLane(history.lane, stretch)
  thinOwn(history.own, stretch)
}

/** How much longer than when it was measured a row that ends at `tNs` may be, and the way from row to row. */
export function stepAt({ thinned }: RunHistory, tNs: number): number {
  const { sharp } = thinned
  if (sharp && tNs > sharp.fromNs && tNs <= sharp.toNs) return sharp.stepNs
  if (thinned.stepNs !== undefined) return thinned.stepNs
  if (tNs <= thinned.coarseUntilNs) return LONG_STEP_NS
  return tNs <= thinned.secondsUntilNs ? SHORT_STEP_NS : 0
}

const floorTo = (tNs: number, stepNs: number): number => Math.max(0, Math.floor(tNs / stepNs) * stepNs)

/** Number of the step in which a row ends. */
const stepOf = (tNs: number, { stepNs }: Stretch): number => Math.ceil(tNs / stepNs)

/** Which value of several rows stays; what equals `unknown`, or NaN, never takes the place of a known one. */
interface Part {
  readonly column: Column
  readonly keeps: 'first' | 'last'
  readonly unknown: number
}

const last = (column: Column, unknown = NaN): Part => ({ column, keeps: 'last', unknown })
const first = (column: Column): Part => ({ column, keeps: 'first', unknown: NaN })

const cpuParts = ({ fromNs, ranNs, waitedNs, waitFromNs }: CpuHistory): Part[] => [first(fromNs), last(ranNs), last(waitedNs), first(waitFromNs)]

function thinRows(tNs: Column, others: readonly Part[], stretch: Stretch): void {
  const { start, end } = rowsToThin(tNs, stretch)
  const parts = [last(tNs), ...others]
  let write = start - 1
  let step = NaN
  for (let row = start; row < end; row++) {
    const next = stepOf(tNs.at(row), stretch)
    if (next === step) for (const part of parts) mergeValue(part, write, row)
    else {
      write++
      for (const { column } of parts) column.values[write] = column.at(row)
    }
    step = next
  }
  closeGap(parts.map(({ column }) => column), { from: write + 1, to: end })
}

function rowsToThin(tNs: Column, { fromNs, toNs }: Stretch): { readonly start: number; readonly end: number } {
  const start = lastAtOrBefore(tNs, fromNs) + 1
  return { start, end: Math.max(start, lastAtOrBefore(tNs, toNs) + 1) }
}

function mergeValue({ column, keeps, unknown }: Part, into: number, row: number): void {
  const value = column.at(row)
  if (!isKnown(value, unknown) || (keeps === 'first' && isKnown(column.at(into), unknown))) return
  column.values[into] = value
}

const isKnown = (value: number, unknown: number): boolean => !Number.isNaN(value) && value !== unknown

/** Takes the rows from `from` up to `to` out. */
function closeGap(columns: readonly Column[], { from, to }: { readonly from: number; readonly to: number }): void {
  if (from === to) return
  for (const column of columns) {
    column.values.copyWithin(from, to, column.length)
    column.truncate(column.length - (to - from))
  }
}

interface LaneRow {
  readonly core: number
  readonly thread: number
  readonly fromNs: number
  tNs: number
  ranNs: number
}

/** Per core and thread; the rows stay in order of time. */
function thinLane(lane: LaneHistory, stretch: Stretch): void {
  const { start, end } = rowsToThin(lane.tNs, stretch)
  let write = start
  for (let row = start; row < end; ) {
    const step = stepOf(lane.tNs.at(row), stretch)
    const merged = new Map<number, LaneRow>()
    for (; row < end && stepOf(lane.tNs.at(row), stretch) === step; row++) addLaneRow(merged, lane, row)
    const inOrder = [...merged.values()].sort((a, b) => a.tNs - b.tNs || a.thread - b.thread || a.core - b.core)
    for (const each of inOrder) writeLaneRow(lane, write++, each)
  }
  closeGap([lane.core, lane.thread, lane.fromNs, lane.tNs, lane.ranNs], { from: write, to: end })
}

/** A number holds thread × this + core exactly. */
const CORES_MOST = 2 ** 16

function addLaneRow(merged: Map<number, LaneRow>, lane: LaneHistory, row: number): void {
  const next = { core: lane.core.at(row), thread: lane.thread.at(row), fromNs: lane.fromNs.at(row), tNs: lane.tNs.at(row), ranNs: lane.ranNs.at(row) }
  const key = next.thread * CORES_MOST + next.core
  const before = merged.get(key)
  if (!before) merged.set(key, next)
  else {
    before.tNs = next.tNs
    before.ranNs += next.ranNs
  }
}

function writeLaneRow(lane: LaneHistory, row: number, { core, thread, fromNs, tNs, ranNs }: LaneRow): void {
  lane.core.values[row] = core
  lane.thread.values[row] = thread
  lane.fromNs.values[row] = fromNs
  lane.tNs.values[row] = tNs
  lane.ranNs.values[row] = ranNs
}

/** The last of each step: it is cumulative. */
function thinOwn(own: OwnCost[], stretch: Stretch): void {
  const step = ({ tNs }: OwnCost): number => (tNs > stretch.fromNs && tNs <= stretch.toNs ? stepOf(tNs, stretch) : NaN)
  const kept = own.filter((cost, i) => own[i + 1] === undefined || step(own[i + 1] ?? cost) !== step(cost))
  own.splice(0, own.length, ...kept)
}
