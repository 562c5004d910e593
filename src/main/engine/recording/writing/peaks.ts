// The greatest figures of a run so far, so that a list of recordings needs no samples, and a run that was cut off has them too.
// The same figures as of the summary (shared/derive/summary.ts); cores used over the fine bins of the pyramid.
import type { SampleBatch } from '../../../../shared/model/batch.ts'

/** NaN = never measured. */
export interface Peaks {
  readonly coresUsed: number
  /** Of a single process; never a sum, since shared pages would count once per process. */
  readonly rssBytes: number
  /** Of all processes that lived at a time. */
  readonly pssBytes: number
  readonly threadCount: number
}

export class PeakBook {
  readonly #pss = new LivingSum()
  readonly #threads = new LivingSum()
  /** Rows of memory come from a thread of their own and may speak of somebody who has ended. */
  readonly #living = new Set<number>()
  #rssBytes = NaN

  append({ events, details, memory }: SampleBatch): void {
    for (const event of events) if (event.kind === 'born') this.#living.add(event.process)
    for (let row = 0; row < details.tNs.length; row++) {
      if (!(this.#rssBytes >= details.rssBytes[row]!) && !Number.isNaN(details.rssBytes[row]!)) this.#rssBytes = details.rssBytes[row]!
      if (this.#living.has(details.process[row]!)) this.#threads.put(details.process[row]!, details.threads[row]!)
    }
    for (let row = 0; row < memory.tNs.length; row++) if (this.#living.has(memory.process[row]!)) this.#pss.put(memory.process[row]!, memory.pssBytes[row]!)
    for (const event of events) {
      if (event.kind !== 'ended') continue
      this.#living.delete(event.process)
      this.#pss.drop(event.process)
      this.#threads.drop(event.process)
    }
  }

  peaks(coresUsed: number): Peaks {
    return { coresUsed, rssBytes: this.#rssBytes, pssBytes: this.#pss.peak, threadCount: this.#threads.peak }
  }
}

/** Sum of the latest values of those who live. */
class LivingSum {
  readonly #values = new Map<number, number>()
  #sum = 0
  peak = NaN

  put(subject: number, value: number): void {
    if (Number.isNaN(value)) return
    this.#sum += value - (this.#values.get(subject) ?? 0)
    this.#values.set(subject, value)
    if (!(this.peak >= this.#sum)) this.peak = this.#sum
  }

  drop(subject: number): void {
    this.#sum -= this.#values.get(subject) ?? 0
    this.#values.delete(subject)
  }
}
