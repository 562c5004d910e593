// A stretch of a long run as sharp as its recording has it, between what is held of the time just before and behind. Counters are
// cumulative, so the three fit together as they are; a held row that reaches over an edge ends, or begins, there.
import type { SampleBatch } from '../model/batch.ts'
import { NS_PER_SECOND } from '../units.ts'
import type { TimeRange } from './bins.ts'
import { Column, lastAtOrBefore } from './columns.ts'
import { appendBatch, type CpuHistory, emptyHistory, type LaneHistory, laneKeys, type RunHistory } from './history.ts'

export interface SharpStretch extends TimeRange {
  /** See RunDetail. */
  readonly batch: SampleBatch
}

/**
 * A history that is right at every moment of the stretch, and knows how long the run was; of the rest of its time it holds a few
 * rows only. Neither `held` nor the batch is changed, and what is appended to `held` later is not in it.
 */
export function spliceStretch(held: RunHistory, { fromNs, toNs, batch }: SharpStretch): RunHistory {
  const range = { fromNs, toNs }
  const sharp = emptyHistory(held.header)
  appendBatch(sharp, { ...batch, events: held.events })
  return {
    ...held,
    tickNs: spliceTicks(held.tickNs, sharp.tickNs, range),
    processes: held.processes.map(process => {
      const other = sharp.processes[process.process]
      if (!other) return process
      return { ...process, cpu: spliceCounters(process.cpu, other.cpu, range), detail: spliceTable(process.detail, other.detail, range), memory: spliceTable(process.memory, other.memory, range) }
    }),
    threads: held.threads.map(thread => {
      const other = sharp.threads[thread.thread]
      if (!other) return thread
      const { core, state, ...cpu } = spliceCounters({ ...thread.cpu, core: thread.core, state: thread.state }, { ...other.cpu, core: other.core, state: other.state }, range)
      return { ...thread, core, state, cpu }
    }),
    cores: held.cores.map(({ core, tNs, busyNs }) => {
      const other = sharp.cores.find(each => each.core === core)
      return { core, ...(other ? spliceTable({ tNs, busyNs }, { tNs: other.tNs, busyNs: other.busyNs }, range) : { tNs, busyNs }) }
    }),
    lane: spliceLane(held.lane, sharp.lane, range),
    thinned: { ...held.thinned, sharp: { ...range, stepNs: sharp.thinned.stepNs ?? 0 } }
  }
}

/** Of the time on either side: values that a look left out are found in one of so many rows. */
const ROWS_BESIDE = 4

/** A part of what is held before row `left`, and from row `right` on. */
const before = (column: Column, left: number): Float64Array => column.view().subarray(Math.max(0, left - ROWS_BESIDE), left)
const behind = (column: Column, right: number): Float64Array => column.view().subarray(right, right + ROWS_BESIDE)

/** The last one tells until when the run is known. */
function spliceTicks(held: Column, sharp: Column, range: TimeRange): Column {
  const { tNs } = spliceTable({ tNs: held }, { tNs: sharp }, range)
  if (held.last() > tNs.last()) tNs.append(held.last())
  return tNs
}

type Table<Name extends string> = Readonly<Record<Name | 'tNs', Column>>

/** Rows that hold until the next one. */
function spliceTable<Name extends string>(held: Table<Name>, sharp: Table<Name>, { fromNs, toNs }: TimeRange): Record<Name | 'tNs', Column> {
  const left = lastAtOrBefore(held.tNs, fromNs) + 1
  const first = left > 0 ? lastAtOrBefore(sharp.tNs, held.tNs.at(left - 1)) + 1 : 0
  const right = Math.max(left, lastAtOrBefore(held.tNs, Math.max(toNs, sharp.tNs.length > 0 ? sharp.tNs.last() : toNs)) + 1)
  const names = Object.keys(held) as (Name | 'tNs')[]
  // Where nothing was read, what is held stays: a value that nobody looked at, or a part of the file that is lost.
  if (sharp.tNs.length <= first) return fromEntries(names, name => joined([before(held[name], left), held[name].view().subarray(left, right), behind(held[name], right)]))
  return fromEntries(names, name => joined([before(held[name], left), sharp[name].view().subarray(first), behind(held[name], right)]))
}

/** Counters, and the columns beside them: rows begin at `fromNs`. */
function spliceCounters<Name extends string>(held: Table<Name> & CpuHistory, sharp: Table<Name> & CpuHistory, range: TimeRange): Record<Name | keyof CpuHistory, Column> {
  const names = Object.keys(held) as (Name | keyof CpuHistory)[]
  const pick = (table: typeof held, name: Name | keyof CpuHistory): Column => (table as Readonly<Record<string, Column>>)[name]!
  const left = lastAtOrBefore(held.tNs, range.fromNs) + 1
  const first = left > 0 ? lastAtOrBefore(sharp.tNs, held.tNs.at(left - 1)) + 1 : 0
  if (sharp.tNs.length <= first) return stillWithin(held, names, { range, left })
  const right = Math.max(left, lastAtOrBefore(held.tNs, Math.max(range.toNs, sharp.tNs.last())) + 1)
  const spliced = fromEntries(names, name => joined([before(pick(held, name), left), pick(sharp, name).view().subarray(first), behind(pick(held, name), right)]))
  const kept = Math.min(left, ROWS_BESIDE)
  // The row before either seam is where the row behind it begins at the earliest.
  for (const row of [kept, kept + sharp.tNs.length - first]) {
    if (row > 0 && row < spliced.tNs.length) for (const name of ['fromNs', 'waitFromNs'] as const) spliced[name].values[row] = Math.max(spliced[name].at(row), spliced.tNs.at(row - 1))
  }
  return spliced
}

/** Nobody moved within the range: what a held row says of time around it happened before or behind it. */
function stillWithin<Name extends string>(held: Table<Name> & CpuHistory, names: readonly (Name | keyof CpuHistory)[], { range, left }: { range: TimeRange; left: number }): Record<Name | keyof CpuHistory, Column> {
  const { fromNs, toNs } = range
  const beforeNs = fromNs - held.fromNs.at(left)
  const behindNs = held.tNs.at(left) - toNs
  const pick = (name: Name | keyof CpuHistory): Column => (held as Readonly<Record<string, Column>>)[name]!
  const right = Math.max(left, lastAtOrBefore(held.tNs, toNs) + 1)
  const isOver = beforeNs > 0 && behindNs > 0
  if (!isOver) return fromEntries(names, name => joined([before(pick(name), left), pick(name).view().subarray(left, right), behind(pick(name), right)]))
  const row = Math.min(left, ROWS_BESIDE)
  const spliced = fromEntries(names, name => joined([before(pick(name), left), pick(name).view().subarray(left, left + 1), behind(pick(name), left)]))
  const start = left > 0 ? { ranNs: held.ranNs.at(left - 1), waitedNs: held.waitedNs.at(left - 1) } : { ranNs: 0, waitedNs: 0 }
  spliced.tNs.values[row] = fromNs
  spliced.fromNs.values[row + 1] = spliced.waitFromNs.values[row + 1] = toNs
  for (const name of ['ranNs', 'waitedNs'] as const) spliced[name].values[row] = start[name] + (held[name].at(left) - start[name]) * (beforeNs / (beforeNs + behindNs))
  return spliced
}

/** Longer than any row of a lane. */
const LANE_BESIDE_NS = 600 * NS_PER_SECOND

/** Who ran where: rows that reach over an edge keep the share that lies outside. */
function spliceLane(held: LaneHistory, sharp: LaneHistory, { fromNs, toNs }: TimeRange): LaneHistory {
  const spliced: LaneHistory = { core: new Column(), thread: new Column(), fromNs: new Column(), tNs: new Column(), ranNs: new Column() }
  const append = (lane: LaneHistory, row: number, part: TimeRange): void => {
    const share = (part.toNs - part.fromNs) / (lane.tNs.at(row) - lane.fromNs.at(row))
    const values = { core: lane.core.at(row), thread: lane.thread.at(row), fromNs: part.fromNs, tNs: part.toNs, ranNs: lane.ranNs.at(row) * share }
    for (const key of laneKeys) spliced[key].append(values[key])
  }
  for (let row = lastAtOrBefore(held.tNs, fromNs) + 1; row < held.tNs.length && held.tNs.at(row) <= toNs + LANE_BESIDE_NS; row++) if (held.fromNs.at(row) < fromNs) append(held, row, { fromNs: held.fromNs.at(row), toNs: fromNs })
  const end = lastAtOrBefore(sharp.tNs, toNs) + 1
  for (let row = 0; row < end; row++) append(sharp, row, { fromNs: sharp.fromNs.at(row), toNs: sharp.tNs.at(row) })
  for (let row = lastAtOrBefore(held.tNs, toNs) + 1; row < held.tNs.length && held.tNs.at(row) <= toNs + LANE_BESIDE_NS; row++) append(held, row, { fromNs: Math.max(toNs, held.fromNs.at(row)), toNs: held.tNs.at(row) })
  return spliced
}

function joined(parts: readonly Float64Array[]): Column {
  const column = new Column()
  column.length = parts.reduce((sum, { length }) => sum + length, 0)
  column.values = new Float64Array(column.length)
  let at = 0
  for (const part of parts) {
    column.values.set(part, at)
    at += part.length
  }
  return column
}

function fromEntries<Name extends string>(names: readonly Name[], columnOf: (name: Name) => Column): Record<Name, Column> {
  return Object.fromEntries(names.map(name => [name, columnOf(name)])) as Record<Name, Column> // one entry per name
}
