// One series while it is being rolled up: the block in the making at each level. Most series are of processes that live for a
// moment, so entries that are not spoken of take no room.
import { BLOCK, levels } from './series.ts'

/** Of one second. */
export interface Extremes {
  readonly least: number
  readonly most: number
  readonly mean: number
}

/** Entries of one block: up to 60 of 1, 16 or 256 seconds. NaN = not known. */
export interface BlockColumns {
  readonly least: Float64Array
  readonly most: Float64Array
  readonly mean: Float64Array
}

/** Numbers per entry: which, least, most, sum of means, number of seconds. */
const STRIDE = 5

export class SeriesBlocks {
  /** Per level: entries in order. */
  readonly #entries: number[][] = levels.map(() => [])

  put(second: number, { least, most, mean }: Extremes): void {
    levels.forEach((seconds, level) => {
      const entries = this.#entries[level]!
      const entry = Math.floor(second / seconds) % BLOCK
      const at = entries.length - STRIDE
      if (at < 0 || entries[at] !== entry) {
        entries.push(entry, least, most, mean, 1)
        return
      }
      entries[at + 1] = Math.min(entries[at + 1]!, least)
      entries[at + 2] = Math.max(entries[at + 2]!, most)
      entries[at + 3]! += mean
      entries[at + 4]!++
    })
  }

  isEmptyAt(level: number): boolean {
    return this.#entries[level]!.length === 0
  }

  get isEmpty(): boolean {
    return this.#entries.every(({ length }) => length === 0)
  }

  /** What lived for less than one entry of a level needs no place there: readers ask a finer level. */
  dropLevelsAbove(seconds: number): void {
    levels.forEach((each, level) => {
      if (each > 1 && each > seconds) this.#entries[level] = []
    })
  }

  /** The block of a level, which begins anew. `known`: seconds per entry; silence in them was 0. Null: silence is not known. */
  take(level: number, known: Float64Array | null): BlockColumns {
    const entries = this.#entries[level]!
    const columns = { least: silence(known), most: silence(known), mean: silence(known) }
    for (let at = 0; at < entries.length; at += STRIDE) {
      const [entry = 0, least = NaN, most = NaN, sum = NaN, count = NaN] = entries.slice(at, at + STRIDE)
      const seconds = known?.[entry] ?? count
      columns.least[entry] = seconds > count ? Math.min(0, least) : least
      columns.most[entry] = most
      columns.mean[entry] = sum / seconds
    }
    this.#entries[level] = []
    return columns
  }
}

const silence = (known: Float64Array | null): Float64Array => (known ? known.map(seconds => (seconds > 0 ? 0 : NaN)) : new Float64Array(BLOCK).fill(NaN))
