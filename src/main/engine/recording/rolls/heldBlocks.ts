// A series of values that hold until another is measured, while it is being rolled up. Most of them hold for long: nothing is
// done for a second in which nothing changed.
import { type BlockColumns, type BlockSeconds, CoarseBlocks, type Extremes, unknown } from './blocks.ts'
import { BLOCK } from './series.ts'

/** Numbers per change: second, least, most and last value put in it. */
const CHANGE = 4

/** A value that holds until another is measured: only changes are noted, and what lies between is filled in when a block is given away. */
export class HeldBlocks {
  #changes: number[] = []
  /** As the next block begins. NaN: none yet. */
  #value = NaN
  #nextSecond = 0
  #endSecond = Infinity
  readonly #coarse = new CoarseBlocks()

  put(second: number, value: number): void {
    const at = this.#changes.length - CHANGE
    const newest = at >= 0 ? this.#changes[at + 3]! : this.#value
    if (value === newest) return
    if (at < 0 || this.#changes[at]! < second) this.#changes.push(second, value, value, value)
    else {
      this.#changes[at + 1] = Math.min(this.#changes[at + 1]!, value)
      this.#changes[at + 2] = Math.max(this.#changes[at + 2]!, value)
      this.#changes[at + 3] = value
    }
  }

  /** From the second behind this one on it is not known. */
  end(second: number): void {
    this.#endSecond = second
  }

  get isEmpty(): boolean {
    const isTold = this.#nextSecond > this.#endSecond || (Number.isNaN(this.#value) && this.#changes.length === 0)
    return isTold && this.#coarse.isEmpty
  }

  dropLevelsAbove(seconds: number): void {
    this.#coarse.dropAbove(seconds)
  }

  /** As of SeriesBlocks; null: it is not known in any of it. */
  take(level: number, seconds: BlockSeconds): BlockColumns | null {
    if (level > 0) return this.#coarse.isEmptyAt(level) ? null : this.#coarse.take(level, null)
    const columns = { least: unknown(), most: unknown(), mean: unknown() }
    const last = Math.min(seconds.last, this.#endSecond)
    let from = seconds.first
    let filled = 0
    let at = 0
    for (; at < this.#changes.length && this.#changes[at]! <= seconds.last; at += CHANGE) {
      const second = this.#changes[at]!
      filled += this.#fill(columns, constant(this.#value), { first: from, last: Math.min(second - 1, last) })
      if (second <= last) filled += this.#fill(columns, changed(this.#value, this.#changes, at), { first: second, last: second })
      this.#value = this.#changes[at + 3]!
      from = second + 1
    }
    filled += this.#fill(columns, constant(this.#value), { first: from, last })
    this.#changes.splice(0, at)
    this.#nextSecond = seconds.last + 1
    return filled > 0 ? columns : null
  }

  /** Returns how many seconds are known thereby. */
  #fill(columns: BlockColumns, extremes: Extremes, { first, last }: BlockSeconds): number {
    if (first > last || Number.isNaN(extremes.mean)) return 0
    for (let entry = first % BLOCK; entry <= last % BLOCK; entry++) {
      columns.least[entry] = extremes.least
      columns.most[entry] = extremes.most
      columns.mean[entry] = extremes.mean
    }
    this.#coarse.put(first, last - first + 1, extremes)
    return last - first + 1
  }
}

const constant = (value: number): Extremes => ({ least: value, most: value, mean: value })

/** In a second in which it changed it was also what it had been. */
function changed(former: number, changes: readonly number[], at: number): Extremes {
  const [least, most, mean] = [changes[at + 1]!, changes[at + 2]!, changes[at + 3]!]
  return Number.isNaN(former) ? { least, most, mean } : { least: Math.min(former, least), most: Math.max(former, most), mean }
}
