// The batches of a run: the fine ones of the last ten minutes as they came, all that was ever said as a history that thins
// itself. So a run of days takes no more room than its newest minutes and a row per 16 seconds of the rest.
import { batchOf } from '../../shared/derive/batchOf.ts'
import { appendBatch, emptyHistory, type RunHistory } from '../../shared/derive/history.ts'
import { FINE_NS } from '../../shared/derive/thin.ts'
import type { SampleBatch } from '../../shared/model/batch.ts'
import type { RunHeader } from '../../shared/model/run.ts'
import { NS_PER_SECOND } from '../../shared/units.ts'

/** How often old batches are let go, in the time of the run. */
const EVERY_NS = 60 * NS_PER_SECOND

export class BatchKeeper {
  readonly #history: RunHistory
  #kept: SampleBatch[] = []
  /** Index of the first that is kept. */
  #first = 0
  /** How many of all the history holds. */
  #appended = 0
  #releasedAtNs = 0

  constructor(header: RunHeader) {
    this.#history = emptyHistory(header)
  }

  append(batch: SampleBatch): void {
    this.#kept.push(batch)
    const nowNs = batch.tickNs.at(-1) ?? 0
    if (nowNs - this.#releasedAtNs >= EVERY_NS) this.#release(nowNs)
  }

  get count(): number {
    return this.#first + this.#kept.length
  }

  /** It catches up when it is asked for, and before a batch is let go. */
  get history(): RunHistory {
    this.#appendRest()
    return this.#history
  }

  /** See LiveRun.readBatches. */
  read(from: number): { readonly first: number; readonly batches: readonly SampleBatch[] } {
    if (from < this.#first) return { first: 0, batches: [batchOf(this.history)] }
    return { first: from, batches: this.#kept.slice(from - this.#first) }
  }

  #appendRest(): void {
    for (const batch of this.#kept.slice(this.#appended - this.#first)) appendBatch(this.#history, batch)
    this.#appended = this.count
  }

  #release(nowNs: number): void {
    this.#releasedAtNs = nowNs
    const old = this.#kept.findIndex(({ tickNs }) => (tickNs.at(-1) ?? 0) > nowNs - FINE_NS)
    if (old <= 0) return
    this.#appendRest()
    this.#kept = this.#kept.slice(old)
    this.#first += old
  }
}
