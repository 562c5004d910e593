// Time ranges and the bins they are cut into: one bin per pixel column, or per window of a summary.
import type { RunHistory } from './history.ts'
import { NS_PER_MS } from '../units.ts'

/** Nanoseconds since the run began; `toNs` > `fromNs`. */
export interface TimeRange {
  readonly fromNs: number
  readonly toNs: number
}

/** Until when the run is known: its end, or the newest tick. 0 before the first. */
export function knownUntilNs(history: RunHistory): number {
  const newest = history.tickNs.length > 0 ? history.tickNs.last() : 0
  return history.end ? Math.max(history.end.wallNs, newest) : newest
}

/** The whole run so far; at least one millisecond, so that it can be an axis. */
export function extentOf(history: RunHistory): TimeRange {
  return { fromNs: 0, toNs: Math.max(knownUntilNs(history), NS_PER_MS) }
}

/** `count` + 1 edges, evenly spaced. */
export function edgesOf({ fromNs, toNs }: TimeRange, count: number): Float64Array {
  const edges = new Float64Array(count + 1)
  const widthNs = (toNs - fromNs) / count
  for (let i = 0; i <= count; i++) edges[i] = fromNs + i * widthNs
  return edges
}

/**
 * Edges that end where knowledge ends: the bin which now lies in keeps its known part only, later ones have no width and so
 * derive to NaN (a mean over time that has not been yet would be too low).
 */
export function clipEdges(edgesNs: Float64Array, knownNs: number): Float64Array {
  return edgesNs.map(edge => Math.min(edge, knownNs))
}

/** First and last + 1 bin that a time range touches, within 0…count. Bins may be of any width, also of none. */
export function binsTouching(edgesNs: Float64Array, { fromNs, toNs }: TimeRange): { readonly first: number; readonly end: number } {
  const count = edgesNs.length - 1
  const first = Math.max(0, countAtMost(edgesNs, fromNs) - 1)
  const end = Math.min(count, countBelow(edgesNs, toNs))
  return first < end ? { first, end } : { first: 0, end: 0 }
}

/** How many of the ascending values are ≤ the limit. */
function countAtMost(values: Float64Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the ascending values are < the limit. */
function countBelow(values: Float64Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Whole multiples of `stepNs` through the range, ending at `range.toNs`; no bin is narrower than half a step. */
export function gridEdges({ fromNs, toNs }: TimeRange, stepNs: number): Float64Array {
  const start = Math.floor(fromNs / stepNs)
  const whole = Math.max(1, Math.round(toNs / stepNs - start))
  const edges = new Float64Array(whole + 1)
  for (let i = 0; i < whole; i++) edges[i] = (start + i) * stepNs
  edges[whole] = Math.max(toNs, (start + 0.5) * stepNs)
  return edges
}
