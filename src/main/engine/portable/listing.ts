// Asks for the list of processes in the background, since it takes tens of milliseconds on a quiet machine and seconds on a
// busy one: looks at those already known must not wait for it.
import { NS_PER_MS } from '../../../shared/units.ts'
import { LIST_EVERY_NS } from './limits.ts'
import { type Listed, listProcesses } from './processList.ts'

export interface Listing {
  /** When it was asked for: whoever is not in it may have been born since. */
  readonly askedNs: number
  /** Null: it could not be had. */
  readonly list: readonly Listed[] | null
}

/** At most this share of the time is spent on listing, so that a slow system is not made slower. */
const SHARE = 1 / 4

export class ListAsker {
  readonly #nowNs: () => number
  #pending: Promise<void> | null = null
  #arrived: Listing | null = null
  #dueNs = -Infinity
  #answeredNs = -Infinity

  constructor(nowNs: () => number) {
    this.#nowNs = nowNs
  }

  /** Asks if it is time to and nothing is under way. */
  askWhenDue(): void {
    if (!this.#pending && this.#nowNs() >= this.#dueNs) this.#ask()
  }

  /** The latest list since the last call; each is given once. */
  take(): Listing | null {
    const arrived = this.#arrived
    this.#arrived = null
    return arrived
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#dueNs = Infinity
    await this.#pending
  }

  #ask(): void {
    const askedNs = this.#nowNs()
    this.#pending = listProcesses((askedNs - this.#answeredNs) / NS_PER_MS).then(list => {
      this.#pending = null
      this.#arrived = { askedNs, list }
      this.#answeredNs = this.#nowNs()
      this.#dueNs = askedNs + Math.max(LIST_EVERY_NS, (this.#answeredNs - askedNs) / SHARE)
    })
  }
}
