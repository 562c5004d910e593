// What is said of one run: kept, passed on to whoever listens, and added up when it is asked for.
import type { LiveRun, RunListener } from './engine.ts'
import type { RunHistory } from '../../shared/derive/history.ts'
import type { OutputChunk, RunEvent, SampleBatch } from '../../shared/model/batch.ts'
import type { RunEnd, RunHeader, Warning, WarningCode } from '../../shared/model/run.ts'
import type { Ns } from '../../shared/units.ts'
import { BatchKeeper } from './batchKeeper.ts'
import { BatchRows } from './sampling/rows.ts'

export class RunFeed {
  readonly header: RunHeader
  readonly #batches: BatchKeeper
  readonly #listeners = new Set<RunListener>()
  #end: RunEnd | null = null

  /** Made at the run's zero: the time of the wall is read here, and nowhere else. */
  constructor(facts: Omit<RunHeader, 'startedAtUnixMs'>) {
    this.header = { ...facts, startedAtUnixMs: Date.now() }
    this.#batches = new BatchKeeper(this.header)
  }

  /** It catches up now, so who only counts or passes on does not pay for it. */
  get history(): RunHistory {
    return this.#batches.history
  }

  get batchCount(): number {
    return this.#batches.count
  }

  /** See LiveRun.readBatches. */
  readBatches(from: number): ReturnType<LiveRun['readBatches']> {
    return this.#batches.read(from)
  }

  /** Null until `finish`. */
  get end(): RunEnd | null {
    return this.#end
  }

  watch(listener: RunListener): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Batches must come in the order in which they were made. */
  deliver(batch: SampleBatch): void {
    this.#batches.append(batch)
    for (const listener of this.#listeners) listener.onBatch?.(batch)
  }

  /** A batch that somebody other than the sampler has to say. */
  compose(part: { readonly events?: readonly RunEvent[]; readonly warnings?: readonly Warning[] }): SampleBatch {
    return { ...new BatchRows().columns(this.header.run, null), ...part }
  }

  composeWarning(code: WarningCode, text: string, tNs: Ns): SampleBatch {
    return this.compose({ warnings: [{ code, tNs, text, count: 1 }] })
  }

  tellOutput(chunk: OutputChunk): void {
    for (const listener of this.#listeners) listener.onOutput?.(chunk)
  }

  /** The last word. */
  finish(end: RunEnd): void {
    this.history.end = this.#end = end
    for (const listener of this.#listeners) listener.onEnd?.(end)
  }
}
