// Amounts over time in fine bins, for the seconds that are still open: what a row says lies evenly over its interval.
import { NS_PER_SECOND } from '../../../../shared/units.ts'
import type { Extremes } from './blocks.ts'

/** Seconds that are kept open: a row may reach so far back. */
export const OPEN_SECONDS = 64
/** Extremes are means over 100 ms, or over one tick where ticks are rarer; as the peak of the summary. */
export const finePerSecond = (rateHz: number): number => Math.max(1, Math.min(10, Math.floor(rateHz)))

export class Flow {
  readonly #bins: Float64Array
  readonly #perSecond: number
  /** The newest bin in which there is anything. */
  #newest = -1

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#bins = new Float64Array(OPEN_SECONDS * perSecond)
  }

  /** So many cores between two times, none of them before the open seconds. */
  add(fromNs: number, toNs: number, cores: number): void {
    const bins = this.#bins
    const width = NS_PER_SECOND / this.#perSecond
    let left = fromNs
    let bin = Math.floor(left / width) | 0 // a small integer from here on: a hundred bins a second are reached after years
    let at = bin % bins.length
    while (left < toNs) {
      const end = (bin + 1) * width
      const right = end < toNs ? end : toNs
      bins[at]! += (right - left) * cores
      left = right
      bin++
      if (++at === bins.length) at = 0
    }
    if (bin - 1 > this.#newest) this.#newest = bin - 1
  }

  /** Whether there may be anything in this second, or behind it. */
  reaches(second: number): boolean {
    return this.#newest >= second * this.#perSecond
  }

  /** The bins of one second, which begin anew; added to `sum` if there is one. Cores, from `untilNs` on not known. */
  take(second: number, { untilNs, sum }: { untilNs: number; sum?: Float64Array }): Extremes {
    const width = NS_PER_SECOND / this.#perSecond
    const first = (second * this.#perSecond) % this.#bins.length
    const values = this.#bins.subarray(first, first + this.#perSecond)
    if (sum) for (let i = 0; i < values.length; i++) sum[i]! += values[i]!
    const extremes = extremesOf(values, { startNs: second * NS_PER_SECOND, width, untilNs })
    values.fill(0)
    return extremes
  }
}

/** Of ns of CPU per bin: cores. */
export function extremesOf(amounts: Float64Array, { startNs, width, untilNs }: { startNs: number; width: number; untilNs: number }): Extremes {
  let least = NaN
  let most = NaN
  let whole = 0
  for (let bin = 0; bin < amounts.length; bin++) {
    const known = Math.min(width, untilNs - (startNs + bin * width))
    if (!(known > 0)) break
    const cores = amounts[bin]! / known
    whole += amounts[bin]!
    if (known < width / 2 && bin > 0) break // too short to be an extreme of its own
    if (!(least <= cores)) least = cores
    if (!(most >= cores)) most = cores
  }
  return { least, most, mean: whole / Math.min(amounts.length * width, untilNs - startNs) }
}

/** A value that holds until the next is measured. */
export class Held {
  #value = NaN
  readonly #seconds = new Map<number, Extremes>()

  put(second: number, value: number): void {
    const seen = this.#seconds.get(second)
    this.#seconds.set(second, seen ? { least: Math.min(seen.least, value), most: Math.max(seen.most, value), mean: value } : { least: value, most: value, mean: value })
  }

  /** Its least, greatest and last value in the second, also when nothing was measured then. NaN before the first. */
  take(second: number): Extremes {
    const former = this.#value
    const seen = this.#seconds.get(second)
    this.#seconds.delete(second)
    if (!seen) return { least: former, most: former, mean: former }
    this.#value = seen.mean
    if (Number.isNaN(former)) return seen
    return { least: Math.min(former, seen.least), most: Math.max(former, seen.most), mean: seen.mean }
  }
}
