// Room for the columns of one chunk, used again for the next: fresh arrays of half a megabyte cost more than what is done
// with them.

export class Arena {
  #room: Float64Array
  #used = 0
  #missed = 0

  constructor(length = 1 << 14) {
    this.#room = new Float64Array(length)
  }

  /** An array with anything in it, valid until `clear`. */
  take(length: number): Float64Array {
    if (this.#used + length > this.#room.length) {
      this.#missed += length
      return new Float64Array(length)
    }
    this.#used += length
    return this.#room.subarray(this.#used - length, this.#used)
  }

  /** Everything taken is given back. What did not fit this time will fit the next. */
  clear(): void {
    if (this.#missed > 0) this.#room = new Float64Array(2 * (this.#used + this.#missed))
    this.#used = this.#missed = 0
  }
}
