// One series while it is being rolled up: its seconds as they come, and, each time a block of seconds is given away, the coarser
// levels put together from them. Most series are of processes that live for a moment, or that nothing happens to: what is
// not spoken of takes neither room nor time.
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

/** Where a block of seconds lies, both ends included. */
export interface BlockSeconds {
  readonly first: number
  readonly last: number
}

export const unknown = (): Float64Array => new Float64Array(BLOCK).fill(NaN)

/** Numbers per entry: which, least, most, sum of means, number of seconds. */
const STRIDE = 5

/** The levels above that of seconds. */
export class CoarseBlocks {
  /** By level; that of seconds stays empty. */
  readonly #entries: number[][] = levels.map(() => [])
  #longest = Infinity

  /** So many seconds, from `second` on, in each of which it was the same. */
  put(second: number, count: number, { least, most, mean }: Extremes): void {
    for (let level = 1; level < levels.length; level++) {
      const seconds = levels[level]!
      if (seconds > this.#longest) return
      const entries = this.#entries[level]!
      for (let from = second; from < second + count; ) {
        const to = Math.min(second + count, (Math.floor(from / seconds) + 1) * seconds)
        merge(entries, Math.floor(from / seconds) % BLOCK, { least, most, sum: mean * (to - from), count: to - from })
        from = to
      }
    }
  }

  isEmptyAt(level: number): boolean {
    return this.#entries[level]!.length === 0
  }

  get isEmpty(): boolean {
    return this.#entries.every(({ length }) => length === 0)
  }

  dropAbove(seconds: number): void {
    this.#longest = seconds
    levels.forEach((each, level) => {
      if (each > seconds) this.#entries[level] = []
    })
  }

  take(level: number, known: Float64Array | null): BlockColumns {
    const entries = this.#entries[level]!
    this.#entries[level] = []
    return columnsOf(entries, known)
  }
}

function merge(entries: number[], entry: number, { least, most, sum, count }: { least: number; most: number; sum: number; count: number }): void {
  const at = entries.length - STRIDE
  if (at < 0 || entries[at] !== entry) {
    entries.push(entry, least, most, sum, count)
    return
  }
  entries[at + 1] = Math.min(entries[at + 1]!, least)
  entries[at + 2] = Math.max(entries[at + 2]!, most)
  entries[at + 3]! += sum
  entries[at + 4]! += count
}

/** `known`: seconds per entry; silence in them was 0. Null: silence is not known. */
function columnsOf(entries: readonly number[], known: Float64Array | null): BlockColumns {
  const columns = { least: silence(known), most: silence(known), mean: silence(known) }
  for (let at = 0; at < entries.length; at += STRIDE) {
    const entry = entries[at]!
    const count = entries[at + 4]!
    const seconds = known ? known[entry]! : count
    columns.least[entry] = seconds > count ? Math.min(0, entries[at + 1]!) : entries[at + 1]!
    columns.most[entry] = entries[at + 2]!
    columns.mean[entry] = entries[at + 3]! / seconds
  }
  return columns
}

const silence = (known: Float64Array | null): Float64Array => (known ? known.map(seconds => (seconds > 0 ? 0 : NaN)) : unknown())

/** A series that is told second by second; a second that is not told of says nothing. */
export class SeriesBlocks {
  #seconds: number[] = []
  readonly #coarse = new CoarseBlocks()

  /** Once a second at most, in order. */
  put(second: number, { least, most, mean }: Extremes): void {
    this.#seconds.push(second % BLOCK, least, most, mean, 1)
  }

  isEmptyAt(level: number): boolean {
    return level === 0 ? this.#seconds.length === 0 : this.#coarse.isEmptyAt(level)
  }

  get isEmpty(): boolean {
    return this.#seconds.length === 0 && this.#coarse.isEmpty
  }

  /** What lived for less than one entry of a level needs no place there: readers ask a finer level. */
  dropLevelsAbove(seconds: number): void {
    this.#coarse.dropAbove(seconds)
  }

  /** The block of a level, which begins anew; that of the seconds first, since the others are made of it. */
  take(level: number, known: Float64Array | null, { first }: BlockSeconds): BlockColumns {
    if (level > 0) return this.#coarse.take(level, known)
    const entries = this.#seconds
    this.#seconds = []
    for (let at = 0; at < entries.length; at += STRIDE) this.#coarse.put(first + entries[at]!, 1, { least: entries[at + 1]!, most: entries[at + 2]!, mean: entries[at + 3]! })
    return columnsOf(entries, known)
  }
}
