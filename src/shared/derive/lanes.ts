// Core lanes: for each core and bin, which thread ran for what share, and how much of the core the rest of the machine had.
// Sampled: a look tells on which core a thread was *last*, and all it ran since the look before is laid there. The kernel's
// own busy time per core bounds that: what exceeds it has run elsewhere between the looks, and is laid (by process, its
// thread unknown) onto cores that were busy with nobody else to show for it; so is what the run used on no core that was
// told (threads too short or too idle to be looked at closely). So the lanes hold what the run used, and grey is not ours.
import type { CoreHistory, RunHistory } from './history.ts'
import { lastAtOrBefore } from './columns.ts'
import { gridEdges, knownUntilNs, type TimeRange } from './bins.ts'
import { stepAt } from './thin.ts'
import { deriveUsed } from './used.ts'
import { NS_PER_SECOND } from '../units.ts'

/** One core. Shares are 0…1 of the core; the parts of a bin never exceed 1. */
export interface CoreLane {
  readonly core: number
  /** Parts of bin i: index `starts[i]` up to `starts[i + 1]`, in order of process, then thread. */
  readonly starts: Uint32Array
  /** ProcessId, or −1: of this run, but not told apart here (too small, too many, or seen by no look). */
  readonly process: Int32Array
  /** ThreadId, or −1: of this process, but the thread is not known. */
  readonly thread: Int32Array
  readonly share: Float64Array
  /** All parts of this run. NaN where who ran is not told at all. */
  readonly ours: Float64Array
  /** The rest of the machine, over at least 200 ms. NaN = this core was not read. */
  readonly rest: Float64Array
  /** A column of the past in which this core was not read. The future is not a gap. */
  readonly isGap: (column: number) => boolean
}

export interface Lanes {
  readonly edgesNs: Float64Array
  readonly cores: readonly CoreLane[]
  /** False: no thread ever told its core (portable sampling); then `rest` is the whole machine, this run included. */
  readonly isAttributed: boolean
}

/** /proc/stat moves in ticks of 10 ms: over less than 200 ms its error would pass for work of the rest of the machine. */
const BUSY_WINDOW_NS = 200e6
/** One tick at either end of a window: within this, a core's busy time and ours agree. */
const BUSY_DOUBT = 0.05
/** Rows arrive in order of ticks, but an averaged row (an idle process, looked at rarely) began up to this long before. */
const LONGEST_ROW_NS = 5 * NS_PER_SECOND

/** `edgesNs`: evenly spaced. */
export function deriveLanes(history: RunHistory, edgesNs: Float64Array): Lanes {
  const range = { fromNs: edgesNs[0] ?? 0, toNs: Math.min(edgesNs.at(-1) ?? 0, knownUntilNs(history)) }
  const cores = [...history.cores].sort((a, b) => a.core - b.core)
  const rows = visibleRows(history, range)
  const isAttributed = history.header.sampler === 'procfs'
  const windows = balanceWindows(history, { cores, rows, range, edgesNs, isAttributed })
  const lanes = shareOut(history, { cores, rows, windows, edgesNs })
  return { edgesNs, isAttributed, cores: isAttributed ? lanes : lanes.map(lane => ({ ...lane, ours: lane.ours.fill(NaN) })) }
}

interface Rows {
  readonly first: number
  readonly end: number
}

function visibleRows(history: RunHistory, { fromNs, toNs }: TimeRange): Rows {
  const { lane } = history
  const first = Math.max(0, lastAtOrBefore(lane.tNs, fromNs - NS_PER_SECOND))
  const end = lastAtOrBefore(lane.tNs, toNs + LONGEST_ROW_NS + stepAt(history, toNs)) + 1
  return { first, end: Math.max(first, end) }
}

/** Per core and window: how much of what we laid there may stay, what came from elsewhere, what others had. */
interface Windows {
  readonly edgesNs: Float64Array
  /** [core index × windows + window] */
  readonly keep: Float64Array
  readonly moved: Float64Array
  readonly rest: Float64Array
  /** [window] Cores used by the run on no core that was told. */
  readonly unlocated: Float64Array
}

interface Scene {
  readonly cores: readonly CoreHistory[]
  readonly rows: Rows
  readonly edgesNs: Float64Array
}

function balanceWindows(history: RunHistory, { cores, rows, range, edgesNs, isAttributed }: Scene & { readonly range: TimeRange; readonly isAttributed: boolean }): Windows {
  const binNs = (edgesNs[1] ?? 0) - (edgesNs[0] ?? 0)
  const edges = binNs >= BUSY_WINDOW_NS ? edgesNs : gridEdges(range, BUSY_WINDOW_NS)
  const count = edges.length - 1
  const ours = new Float64Array(cores.length * count)
  const index = coreIndex(cores)
  spreadRows(history, { rows, edgesNs: edges, index }, (cell, share) => (ours[cell] = (ours[cell] ?? 0) + share))
  const { total } = deriveUsed(history, edges, { budget: 0 })
  const laid = (window: number): number => cores.reduce((sum, _, core) => sum + ours[core * count + window]!, 0)
  // Where no thread ever tells a core, to lay the run on some would be a guess.
  const unlocated = total.map((used, window) => (isAttributed ? Math.max(0, used - laid(window) || 0) : 0))
  const windows = { edgesNs: edges, unlocated, keep: new Float64Array(ours.length), moved: new Float64Array(ours.length), rest: new Float64Array(ours.length) }
  const busy = cores.map(core => busyRate(core, edges, history))
  for (let window = 0; window < count; window++) balanceOne(windows, { busy, ours, window, count })
  return windows
}

function balanceOne(windows: Windows, { busy, ours, window, count }: { busy: Float64Array[]; ours: Float64Array; window: number; count: number }): void {
  let surplus = windows.unlocated[window]!
  let free = 0
  busy.forEach((rates, core) => {
    const mine = ours[core * count + window] ?? 0
    const busyHere = rates[window] ?? NaN
    const most = Number.isNaN(busyHere) ? 1 : Math.min(1, busyHere + BUSY_DOUBT)
    windows.keep[core * count + window] = mine > most ? most / mine : 1
    surplus += Math.max(0, mine - most)
    if (busyHere > mine) free += busyHere - mine
  })
  const filled = free > 0 ? Math.min(1, surplus / free) : 0
  busy.forEach((rates, core) => {
    const cell = core * count + window
    const busyHere = rates[window] ?? NaN
    const left = Math.max(0, busyHere - (ours[cell] ?? 0)) // NaN stays NaN: not read
    windows.moved[cell] = left > 0 ? left * filled : 0
    windows.rest[cell] = left - left * filled
  })
}

const coreIndex = (cores: readonly CoreHistory[]): ReadonlyMap<number, number> => new Map(cores.map(({ core }, index) => [core, index]))

type Spread = (cell: number, share: number, row: number, bin: number) => void

/** Parts of a bin below this share of a core are put together: they could not be seen, and there may be hundreds. */
const PART_LEAST = 1 / 64
/** At most so many processes are told apart in what has moved. */
const MOVED_MOST = 4
/** ProcessId of what is put together. */
const MANY = -1

/** Calls `add` for each bin that a row touches, with its share of the core in that bin. */
function spreadRows(
  { lane }: RunHistory,
  { rows, edgesNs, index }: { rows: Rows; edgesNs: Float64Array; index: ReadonlyMap<number, number> },
  add: Spread
): void {
  const count = edgesNs.length - 1
  const start = edgesNs[0] ?? 0
  const widthNs = ((edgesNs[count - 1] ?? 0) - start) / Math.max(1, count - 1) || (edgesNs[count] ?? 0) - start
  for (let row = rows.first; row < rows.end; row++) {
    const fromNs = lane.fromNs.at(row)
    const toNs = lane.tNs.at(row)
    const core = index.get(lane.core.at(row))
    if (core === undefined || !(toNs > start) || !(fromNs < (edgesNs[count] ?? 0)) || toNs <= fromNs) continue
    const ratio = lane.ranNs.at(row) / (toNs - fromNs)
    const first = Math.max(0, Math.floor((fromNs - start) / widthNs))
    for (let bin = Math.min(first, count - 1); bin < count && (edgesNs[bin] ?? 0) < toNs; bin++) {
      const left = edgesNs[bin] ?? 0
      const right = edgesNs[bin + 1] ?? 0
      const overlapNs = Math.min(toNs, right) - Math.max(fromNs, left)
      if (overlapNs > 0 && right > left) add(core * count + bin, (ratio * overlapNs) / (right - left), row, bin)
    }
  }
}

/** Busy share of a core per window, from its cumulative counter; NaN outside its reads or across a hole in them. */
function busyRate({ tNs, busyNs }: CoreHistory, edges: Float64Array, history: RunHistory): Float64Array {
  const longestNs = Math.max(2 * NS_PER_SECOND, (5 * NS_PER_SECOND) / history.header.spec.rateHz)
  const rate = new Float64Array(edges.length - 1).fill(NaN)
  const at = (t: number, row: number): number => {
    const from = tNs.at(row)
    const next = tNs.at(row + 1)
    if (!(next > from)) return busyNs.at(row)
    return busyNs.at(row) + (busyNs.at(row + 1) - busyNs.at(row)) * Math.min(1, Math.max(0, (t - from) / (next - from)))
  }
  let row = -1
  for (let bin = 0; bin < rate.length; bin++) {
    const left = Math.max(edges[bin] ?? 0, tNs.at(0))
    const right = Math.min(edges[bin + 1] ?? 0, tNs.last())
    if (!(right > left)) continue
    const before = Math.max(0, lastAtOrBefore(tNs, left, row))
    row = Math.max(before, lastAtOrBefore(tNs, right, before))
    if (tNs.at(before + 1) - tNs.at(before) > longestNs + stepAt(history, tNs.at(before + 1))) continue
    rate[bin] = (at(right, row) - at(left, before)) / (right - left)
  }
  return rate
}

/** The parts of every core and bin. */
function shareOut(history: RunHistory, { cores, rows, windows, edgesNs }: Scene & { readonly windows: Windows }): CoreLane[] {
  const parts = new Parts(cores.length, edgesNs.length - 1)
  const windowOf = windowFinder(windows, edgesNs)
  const count = windows.edgesNs.length - 1
  const pools = Array.from({ length: count }, () => new Map<number, number>())
  const index = coreIndex(cores)
  const knownNs = knownUntilNs(history)
  spreadRows(history, { rows, edgesNs, index }, (cell, share, row, bin) => {
    const thread = history.lane.thread.at(row)
    const process = history.threads[thread]?.process ?? 0
    const window = windowOf(bin)
    const keep = windows.keep[Math.floor(cell / (edgesNs.length - 1)) * count + window] ?? 1
    parts.add(cell, process, thread, share * keep)
    if (keep < 1) pools[window]?.set(process, (pools[window].get(process) ?? 0) + share * (1 - keep))
  })
  const binsPerWindow = windows.edgesNs === edgesNs ? 1 : BUSY_WINDOW_NS / (edgesNs[1]! - edgesNs[0]!)
  pools.forEach((pool, window) => {
    if (windows.unlocated[window]! > 0) pool.set(MANY, windows.unlocated[window]! * binsPerWindow)
  })
  const moved = pools.map(greatestMoved)
  return cores.map((core, i) => laneOf(core, { row: i, parts, windows, windowOf, moved, edgesNs, knownNs }))
}

function windowFinder(windows: Windows, edgesNs: Float64Array): (bin: number) => number {
  if (windows.edgesNs === edgesNs) return bin => bin
  const start = windows.edgesNs[0] ?? 0
  const last = windows.edgesNs.length - 2
  return bin => Math.min(last, Math.max(0, Math.floor((((edgesNs[bin] ?? 0) + (edgesNs[bin + 1] ?? 0)) / 2 - start) / BUSY_WINDOW_NS)))
}

interface LaneMaking {
  readonly row: number
  readonly parts: Parts
  readonly windows: Windows
  readonly windowOf: (bin: number) => number
  readonly moved: readonly MovedShare[][]
  readonly edgesNs: Float64Array
  readonly knownNs: number
}

function laneOf({ core }: CoreHistory, { row, parts, windows, windowOf, moved, edgesNs, knownNs }: LaneMaking): CoreLane {
  const bins = edgesNs.length - 1
  const count = windows.edgesNs.length - 1
  const rest = new Float64Array(bins).fill(NaN)
  for (let bin = 0; bin < bins; bin++) {
    if ((edgesNs[bin] ?? 0) >= knownNs) break
    const cell = row * count + windowOf(bin)
    rest[bin] = windows.rest[cell] ?? NaN
    const share = windows.moved[cell] ?? 0
    if (share > 0) for (const { process, part } of moved[windowOf(bin)] ?? []) parts.add(row * bins + bin, process, -1, share * part)
  }
  const lane = parts.take(row)
  // What we laid exactly and what the busy window leaves are of different sharpness: the lane is full at 1.
  for (let bin = 0; bin < bins; bin++) rest[bin] = Math.min(rest[bin] ?? NaN, Math.max(0, 1 - (lane.ours[bin] ?? 0)))
  return { core, ...lane, rest, isGap: column => Number.isNaN(rest[column]!) && edgesNs[column]! < knownNs }
}

/** Whose the moved time of a window is; the parts of one window add up to 1. */
interface MovedShare {
  readonly process: number
  readonly part: number
}

function greatestMoved(pool: ReadonlyMap<number, number>): MovedShare[] {
  if (pool.size === 0) return []
  const greatestFirst = [...pool].sort((a, b) => b[1] - a[1])
  const whole = greatestFirst.reduce((sum, [, amount]) => sum + amount, 0)
  const apart = greatestFirst.slice(0, MOVED_MOST).map(([process, amount]) => ({ process, part: amount / whole }))
  const rest = 1 - apart.reduce((sum, { part }) => sum + part, 0)
  return greatestFirst.length > MOVED_MOST ? [...apart, { process: MANY, part: rest }] : apart
}

/** Parts as they come, put together per core, bin and thread. */
class Parts {
  private readonly lists: Map<number, Map<number, number>>[]
  private readonly bins: number

  constructor(cores: number, bins: number) {
    this.bins = bins
    this.lists = Array.from({ length: cores }, () => new Map<number, Map<number, number>>())
  }

  add(cell: number, process: number, thread: number, share: number): void {
    const list = this.lists[Math.floor(cell / this.bins)]
    if (!list) return
    const bin = cell % this.bins
    let here = list.get(bin)
    if (!here) list.set(bin, (here = new Map<number, number>()))
    const key = process === MANY ? KEY_OF_MANY : process * THREADS_MOST + thread + 1
    here.set(key, (here.get(key) ?? 0) + share)
  }

  take(core: number): Omit<CoreLane, 'core' | 'rest' | 'isGap'> {
    const list = this.lists[core] ?? new Map<number, Map<number, number>>()
    const bins = Array.from({ length: this.bins }, (_, bin) => partsOf(list.get(bin)))
    const length = bins.reduce((sum, { keys }) => sum + keys.length, 0)
    const lane = { starts: new Uint32Array(this.bins + 1), process: new Int32Array(length), thread: new Int32Array(length), share: new Float64Array(length), ours: new Float64Array(this.bins) }
    let at = 0
    bins.forEach(({ keys, shares, whole }, bin) => {
      lane.starts[bin] = at
      lane.ours[bin] = Math.min(1, whole)
      keys.forEach((key, i) => {
        lane.process[at] = key === KEY_OF_MANY ? MANY : Math.floor(key / THREADS_MOST)
        lane.thread[at] = key === KEY_OF_MANY ? -1 : (key % THREADS_MOST) - 1
        lane.share[at++] = shares[i]! / Math.max(1, whole)
      })
    })
    lane.starts[this.bins] = at
    return lane
  }
}

/** A number holds process × this + thread + 1 exactly; what is put together sorts last. */
const THREADS_MOST = 2 ** 26
const KEY_OF_MANY = Number.MAX_SAFE_INTEGER

interface BinParts {
  readonly keys: readonly number[]
  readonly shares: readonly number[]
  readonly whole: number
}

const noParts: BinParts = { keys: [], shares: [], whole: 0 }

/** In order of process and thread, what is too small to be seen put together. */
function partsOf(here: ReadonlyMap<number, number> | undefined): BinParts {
  if (!here) return noParts
  let whole = 0
  let many = 0
  const apart: (readonly [key: number, share: number])[] = []
  for (const part of here) {
    const [key, share] = part
    whole += share
    if (key === KEY_OF_MANY || (here.size > 8 && share < PART_LEAST)) many += share
    else apart.push(part)
  }
  apart.sort((a, b) => a[0] - b[0])
  const keys = apart.map(([key]) => key)
  const shares = apart.map(([, share]) => share)
  return many > 0 ? { keys: [...keys, KEY_OF_MANY], shares: [...shares, many], whole } : { keys, shares, whole }
}
