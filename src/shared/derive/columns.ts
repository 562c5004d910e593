// Growing columns: the one mutable container of samples. Typed arrays that grow; no boxing, no reactivity.

/** A process has some forty columns and may live for a millisecond: nothing is reserved before the first value. */
const EMPTY = new Float64Array(0)
const LEAST = 4
/** From here on a column grows by a quarter: a long run has hundreds of long columns, and room unused is most of their cost. */
const LONG = 4096
/** A column keeps at most so many times the room it needs. */
const ROOM_MOST = 4

/** A Float64Array that grows. `values` may be longer than `length`: read indices below `length` only. */
export class Column {
  values: Float64Array = EMPTY
  length = 0

  append(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(Math.max(LEAST, Math.ceil(this.length * (this.length < LONG ? 2 : 1.25))))
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length++] = value
  }

  /** All of them, in room for just these if there were none before. */
  appendAll(values: ArrayLike<number>): void {
    const length = this.length + values.length
    if (length > this.values.length) {
      const grown = new Float64Array(this.length === 0 ? length : Math.ceil(length * 1.25))
      grown.set(this.values.subarray(0, this.length))
      this.values = grown
    }
    this.values.set(values, this.length)
    this.length = length
  }

  /** Keeps the first `length` values; gives memory back when most of it is no longer needed. */
  truncate(length: number): void {
    this.length = Math.min(this.length, length)
    const needed = Math.max(LEAST, this.length)
    if (this.values.length > ROOM_MOST * needed) this.values = this.values.slice(0, needed)
  }

  /** NaN outside 0…length−1, so that a missing value can never pass for a measured one. */
  at(index: number): number {
    return index >= 0 && index < this.length ? (this.values[index] ?? NaN) : NaN
  }

  last(): number {
    return this.at(this.length - 1)
  }

  /** The filled part, without copying. Valid until the next append or truncate. */
  view(): Float64Array {
    return this.values.subarray(0, this.length)
  }
}

/**
 * Index of the last element ≤ `wanted` in an ascending column, −1 if all are greater. A walk along many ascending values
 * hands the former answer in as `hint`: the search then costs the logarithm of the distance walked, not of the length.
 */
export function lastAtOrBefore(column: Column, wanted: number, hint = -1): number {
  let low = Math.max(0, hint)
  if (low > 0 && !(column.at(low) <= wanted)) low = 0
  let high = low
  for (let stride = 1; high < column.length && column.at(high) <= wanted; stride *= 2) {
    low = high + 1
    high += stride
  }
  high = Math.min(high, column.length)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (column.at(middle) <= wanted) low = middle + 1
    else high = middle
  }
  return low - 1
}
