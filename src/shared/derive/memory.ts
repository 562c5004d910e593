// Memory over time. A value holds until the next look at the same process: nothing between two looks is invented, and a
// process that does nothing, and is therefore looked at rarely, keeps what it had. RSS is never summed here: shared pages
// would count once per process. PSS, private (USS) and shared are sums over the living processes that were measured.
import type { ProcessHistory, RunHistory } from './history.ts'
import type { ProcessId } from '../model/run.ts'
import { type Column, lastAtOrBefore } from './columns.ts'
import { binsTouching, knownUntilNs, type TimeRange } from './bins.ts'

/** One held value per bin: the last one known at its right edge, and the extremes within. NaN = not measured. Bytes. */
export interface HeldBins {
  readonly first: number
  readonly last: Float64Array
  readonly least: Float64Array
  readonly most: Float64Array
}

export interface MemoryLine extends HeldBins {
  readonly process: ProcessId
}

export interface Memory {
  readonly edgesNs: Float64Array
  /** RSS per process, greatest first chosen, in order of birth. */
  readonly rss: readonly MemoryLine[]
  /** Processes with an RSS in this range whose line is not among `rss`. */
  readonly furtherCount: number
  /** Over all living processes; NaN before the first was measured. Bytes at each bin's right edge. */
  readonly pss: Float64Array
  readonly uss: Float64Array
  /** PSS − USS: each process's share of the pages that several use. */
  readonly shared: Float64Array
  readonly hiddenCount: number
}

export interface MemoryOptions {
  readonly hidden?: ReadonlySet<ProcessId>
  readonly lines?: number
}

export function deriveMemory(history: RunHistory, edgesNs: Float64Array, { hidden = new Set(), lines = 24 }: MemoryOptions = {}): Memory {
  const shown = history.processes.filter(({ process }) => !hidden.has(process))
  const range = { fromNs: edgesNs[0] ?? 0, toNs: Math.min(edgesNs.at(-1) ?? 0, knownUntilNs(history)) }
  const weighed = shown.map(process => ({ process, weight: greatestSeen(process, range) })).filter(({ weight }) => weight > 0)
  const chosen = weighed.length <= lines ? weighed : [...weighed].sort((a, b) => b.weight - a.weight || a.process.process - b.process.process).slice(0, lines)
  const rss = chosen.flatMap(({ process }) => rssLine(process, edgesNs, range.toNs)).sort((a, b) => a.process - b.process)
  const pss = sumHeld(shown, edgesNs, { measure: 'pssBytes', knownNs: knownUntilNs(history) })
  const uss = sumHeld(shown, edgesNs, { measure: 'ussBytes', knownNs: knownUntilNs(history) })
  const shared = pss.map((value, bin) => value - (uss[bin] ?? NaN))
  return { edgesNs, rss, furtherCount: weighed.length - chosen.length, pss, uss, shared, hiddenCount: hidden.size }
}

const PROBES = 16

/** Greatest RSS at a few moments of the range: enough to choose whose lines are drawn, without reading every sample. */
function greatestSeen(process: ProcessHistory, { fromNs, toNs }: TimeRange): number {
  const { tNs, rssBytes } = process.detail
  if (tNs.length === 0 || tNs.at(0) > toNs || (process.endedNs !== null && process.endedNs < fromNs)) return NaN
  let most = NaN
  for (let probe = 0; probe <= PROBES; probe++) {
    const value = heldAt(process, { tNs, values: rssBytes }, fromNs + ((toNs - fromNs) * probe) / PROBES)
    if (!(value <= most) && !Number.isNaN(value)) most = value
  }
  // A life too short for every probe is still a life.
  return Number.isNaN(most) ? rssBytes.last() : most
}

/** The value that held at `t`: the last one measured at or before it while the process lived; NaN = none. */
export function heldAt(process: ProcessHistory, { tNs, values }: { readonly tNs: Column; readonly values: Column }, t: number): number {
  if (process.endedNs !== null && t >= process.endedNs) return NaN
  for (let row = lastAtOrBefore(tNs, t); row >= 0; row--) if (!Number.isNaN(values.at(row))) return values.at(row)
  return NaN
}

function rssLine(process: ProcessHistory, edgesNs: Float64Array, knownNs: number): MemoryLine[] {
  const { tNs, rssBytes } = process.detail
  if (tNs.length === 0) return []
  const held = holdBins(edgesNs, { tNs, values: rssBytes, endNs: process.endedNs ?? knownNs })
  return held ? [{ process: process.process, ...held }] : []
}

function holdBins(edgesNs: Float64Array, { tNs, values, endNs }: { tNs: Column; values: Column; endNs: number }): HeldBins | null {
  const { first, end } = binsTouching(edgesNs, { fromNs: tNs.at(0), toNs: endNs })
  if (end <= first) return null
  const last = new Float64Array(end - first).fill(NaN)
  const least = last.slice()
  const most = last.slice()
  let row = lastAtOrBefore(tNs, edgesNs[first] ?? 0)
  let value = row >= 0 ? values.at(row) : NaN
  for (let bin = 0; bin < last.length; bin++) {
    least[bin] = most[bin] = value
    const right = edgesNs[first + bin + 1] ?? 0
    for (; row + 1 < tNs.length && tNs.at(row + 1) <= right; row++) {
      const next = values.at(row + 1)
      if (Number.isNaN(next)) continue
      value = next
      least[bin] = lesser(least[bin] ?? NaN, value)
      most[bin] = greater(most[bin] ?? NaN, value)
    }
    last[bin] = value
  }
  return { first, last, least, most }
}

const lesser = (a: number, b: number): number => (a < b ? a : b)
const greater = (a: number, b: number): number => (a > b ? a : b)

/** Sum of what holds at each bin's right edge, over the living. Bins beyond knowledge, or before any measurement, are NaN. */
function sumHeld(
  processes: readonly ProcessHistory[],
  edgesNs: Float64Array,
  { measure, knownNs }: { measure: 'pssBytes' | 'ussBytes'; knownNs: number }
): Float64Array {
  const sum = new Float64Array(edgesNs.length - 1).fill(NaN)
  for (const { memory, endedNs } of processes) {
    if (memory.tNs.length === 0) continue
    const held = holdBins(edgesNs, { tNs: memory.tNs, values: memory[measure], endNs: endedNs ?? knownNs })
    held?.last.forEach((value, i) => {
      const bin = held.first + i
      const isGone = endedNs !== null && endedNs <= (edgesNs[bin + 1] ?? 0)
      if (!Number.isNaN(value) && !isGone) sum[bin] = (Number.isNaN(sum[bin]) ? 0 : (sum[bin] ?? 0)) + value
    })
  }
  return sum
}
