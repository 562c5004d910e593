// Whose pages have moved, as far as stat tells: a new page makes a fault, one that was given back lowers the RSS. What a
// process without either has to itself and shares can only change by what its siblings do.
import type { DetailColumns } from '../../../shared/model/batch.ts'

export class PageWatch {
  /** By ProcessId, as told last. */
  readonly #rssBytes: number[] = []
  readonly #faults: number[] = []
  readonly #moved = new Set<number>()

  /** Takes in what closer looks found. The first of a process moves nothing: who is born is measured anyway. */
  follow({ process, rssBytes, minorFaults, majorFaults }: DetailColumns): void {
    process.forEach((each, row) => {
      const rss = rssBytes[row] ?? NaN
      const faults = (minorFaults[row] ?? NaN) + (majorFaults[row] ?? NaN)
      const before = this.#rssBytes[each]
      if (rss === before && faults === this.#faults[each]) return
      this.#rssBytes[each] = rss
      this.#faults[each] = faults
      if (before !== undefined) this.#moved.add(each)
    })
  }

  /** Nobody's pages moved since the last `take`. */
  get areQuiet(): boolean {
    return this.#moved.size === 0
  }

  /** Those whose pages moved since the last call. */
  take(): Uint32Array {
    const moved = Uint32Array.from(this.#moved)
    this.#moved.clear()
    return moved
  }
}
