// Pixels of one series in the making: every piece of knowledge goes to the pixels it touches, means by the time they cover.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import type { Extremes } from '../rolls/blocks.ts'

/** Index i speaks of the i-th of equally wide pixels from `fromNs` to `toNs`. NaN = not known. Cores or bytes. */
export interface RangePixels extends TimeRange {
  readonly least: Float64Array
  readonly most: Float64Array
  readonly mean: Float64Array
}

export class Pixels {
  readonly range: TimeRange
  readonly count: number
  readonly widthNs: number
  readonly #least: Float64Array
  readonly #most: Float64Array
  readonly #sum: Float64Array
  readonly #weight: Float64Array

  constructor(range: TimeRange, count: number) {
    this.range = range
    this.count = count
    this.widthNs = (range.toNs - range.fromNs) / count
    this.#least = new Float64Array(count).fill(NaN)
    this.#most = new Float64Array(count).fill(NaN)
    this.#sum = new Float64Array(count)
    this.#weight = new Float64Array(count)
  }

  put({ fromNs, toNs }: TimeRange, { least, most, mean }: Extremes): void {
    if (!(toNs > fromNs) || Number.isNaN(mean)) return
    const first = Math.max(0, Math.floor((fromNs - this.range.fromNs) / this.widthNs))
    const end = Math.min(this.count, Math.ceil((toNs - this.range.fromNs) / this.widthNs))
    for (let pixel = first; pixel < end; pixel++) {
      const left = this.range.fromNs + pixel * this.widthNs
      const weight = Math.min(toNs, left + this.widthNs) - Math.max(fromNs, left)
      if (!(weight > 0)) continue
      if (!(this.#least[pixel]! <= least)) this.#least[pixel] = least
      if (!(this.#most[pixel]! >= most)) this.#most[pixel] = most
      this.#sum[pixel]! += mean * weight
      this.#weight[pixel]! += weight
    }
  }

  take(): RangePixels {
    return { ...this.range, least: this.#least, most: this.#most, mean: this.#sum.map((sum, pixel) => (this.#weight[pixel]! > 0 ? sum / this.#weight[pixel]! : NaN)) }
  }
}
