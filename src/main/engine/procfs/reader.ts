// Reads small kernel files through descriptors that stay open, into one buffer. One pread a look: half the price of
// opening anew, and a kept descriptor is bound to the process, not to its number, so a reused PID can never answer for it.
import { closeSync, openSync, readSync } from 'node:fs'

/** The process or file has left; a normal ending. */
export const GONE = -1

/** One buffer for many files: what `read` leaves in `buffer` is valid until the next `read`. Not shared between threads. */
export class ProcReader {
  readonly buffer = Buffer.allocUnsafeSlow(256 * 1024)
  /** True once a descriptor was not kept because there are too few: then such files are opened for each look. */
  isShort = false
  readonly #mostKept: number
  #openCount = 0

  /** `mostKept`: descriptors that may stay open at the most. */
  constructor(mostKept = Infinity) {
    this.#mostKept = mostKept
  }

  /** As `open`, for one of many that stay open: GONE also when there are enough of them, and `isShort` says so. */
  openToKeep(path: string): number {
    if (this.#openCount < this.#mostKept) return this.open(path)
    this.isShort = true
    return GONE
  }

  /** A descriptor, or GONE (no such process, no permission, no descriptor left). */
  open(path: string): number {
    try {
      const descriptor = openSync(path, 'r')
      this.#openCount++
      return descriptor
    } catch {
      return GONE
    }
  }

  /** Bytes read into `buffer` from the file's beginning, or GONE (ESRCH: the process has left). */
  read(descriptor: number): number {
    try {
      return readSync(descriptor, this.buffer, 0, this.buffer.length, 0)
    } catch {
      return GONE
    }
  }

  close(descriptor: number): void {
    if (descriptor < 0) return
    this.#openCount--
    closeSync(descriptor)
  }

  /** Opens, reads and closes: for what is read once. Bytes in `buffer`, or GONE. */
  readOnce(path: string): number {
    const descriptor = this.open(path)
    if (descriptor < 0) return GONE
    try {
      return this.read(descriptor)
    } finally {
      this.close(descriptor)
    }
  }

  /** The whole text of a small file, or null. Bytes that are not UTF-8 become U+FFFD. */
  readText(path: string): string | null {
    const length = this.readOnce(path)
    return length < 0 ? null : this.buffer.toString('utf8', 0, length)
  }
}
