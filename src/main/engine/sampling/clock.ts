// The sampler's clock: waits for the ticks of an absolute grid. A late tick is late once, never for ever; the ticks that
// were missed meanwhile are dropped and counted, never invented. Between ticks it can be woken.
import { NS_PER_MS, NS_PER_SECOND } from '../../../shared/units.ts'

export interface Tick {
  /** When the tick began, ns since the anchor, as measured. */
  readonly nowNs: number
  /** Behind the grid; 0 when it was woken between two ticks. */
  readonly lateNs: number
  /** Grid ticks that passed unseen since the former tick. */
  readonly missed: number
  /** Between two ticks of the grid: it was woken because something happened, or it is one of the early looks. */
  readonly isBetween: boolean
}

/** Extra looks right after the release: programs begin by forking, and an orphan that leaves at once is found by nobody else. */
const EARLY_LOOKS_NS = [2, 5, 10, 20, 35].map(ms => ms * NS_PER_MS)

export class TickClock {
  readonly #anchorNs: bigint
  readonly periodNs: number
  readonly #wake: Int32Array<SharedArrayBuffer>
  #seenWakes = 0
  #grid = 0
  readonly #early: number[]

  /** `wake[0]` counts wake-ups; whoever raises it also notifies. */
  constructor(anchorNs: bigint, rateHz: number, wake: Int32Array<SharedArrayBuffer>) {
    this.#anchorNs = anchorNs
    this.periodNs = NS_PER_SECOND / rateHz
    this.#wake = wake
    this.#early = EARLY_LOOKS_NS.filter(early => early < this.periodNs * 0.9)
  }

  /** ns since the anchor. */
  nowNs(): number {
    return Number(process.hrtime.bigint() - this.#anchorNs)
  }

  /** Blocks this thread until the next tick of the grid, or until it is woken. Never spins. */
  wait(): Tick {
    const early = this.#early[0]
    const dueNs = early ?? (this.#grid + 1) * this.periodNs
    for (let nowNs = this.nowNs(); nowNs < dueNs; nowNs = this.nowNs()) {
      if (Atomics.load(this.#wake, 0) !== this.#seenWakes) {
        this.#seenWakes = Atomics.load(this.#wake, 0)
        return { nowNs, lateNs: 0, missed: 0, isBetween: true }
      }
      Atomics.wait(this.#wake, 0, this.#seenWakes, (dueNs - nowNs) / NS_PER_MS)
    }
    const nowNs = this.nowNs()
    while ((this.#early[0] ?? Infinity) <= nowNs) this.#early.shift()
    if (early !== undefined && nowNs < this.periodNs) return { nowNs, lateNs: 0, missed: 0, isBetween: true }
    const grid = Math.floor(nowNs / this.periodNs)
    const missed = grid - this.#grid - 1
    this.#grid = grid
    return { nowNs, lateNs: nowNs - grid * this.periodNs, missed, isBetween: false }
  }
}
