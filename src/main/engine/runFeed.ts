// What is said of one run: kept, recorded, passed on to whoever listens, and added up when it is asked for.
import type { LiveRun, RunListener } from './engine.ts'
import type { RunHistory } from '../../shared/derive/history.ts'
import { deriveRunPeaks } from '../../shared/derive/summary.ts'
import type { OutputChunk, RunEvent, SampleBatch } from '../../shared/model/batch.ts'
import type { RunEnd, RunHeader, Warning, WarningCode } from '../../shared/model/run.ts'
import { type Ns, NS_PER_MS, NS_PER_SECOND } from '../../shared/units.ts'
import { BatchKeeper } from './batchKeeper.ts'
import type { Recorder } from './recording/recorder.ts'
import { BatchRows } from './sampling/rows.ts'

/** Rows that are older than ten minutes are thinned with their peaks settled, so this never looks at more. */
const PEAKS_EVERY_NS = 60 * NS_PER_SECOND

export class RunFeed {
  readonly header: RunHeader
  readonly #batches: BatchKeeper
  readonly #listeners = new Set<RunListener>()
  readonly #recorder: Recorder | null
  #end: RunEnd | null = null
  #peaksDueNs: number = NS_PER_SECOND

  /** Made at the run's zero: the time of the wall is read here, and nowhere else. `record` is asked once for a recorder. */
  constructor(facts: Omit<RunHeader, 'startedAtUnixMs'>, record: (header: RunHeader) => Recorder | null) {
    this.header = { ...facts, startedAtUnixMs: Date.now() }
    this.#batches = new BatchKeeper(this.header)
    this.#recorder = record(this.header)
  }

  /** See LiveRun.recordedTo. */
  get recordedTo(): string | null {
    return this.#recorder?.isWriting ? this.#recorder.path : null
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
    this.#recorder?.append(batch)
    this.#recordPeaks(batch.tickNs.at(-1) ?? 0)
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
    this.#recorder?.appendOutput(chunk)
    for (const listener of this.#listeners) listener.onOutput?.(chunk)
  }

  /** The last word. Resolves when the recording, if there is one, is closed. */
  async finish(end: RunEnd): Promise<void> {
    this.history.end = this.#end = end
    for (const listener of this.#listeners) listener.onEnd?.(end)
    if (this.#recorder) await this.#recorder.end(end, deriveRunPeaks(this.history))
  }

  /** So that a run that is cut off has its peaks, too: after 1, 2, 4 … seconds, later once a minute, and never for more than a thousandth of the time. */
  #recordPeaks(nowNs: number): void {
    if (!this.#recorder || nowNs < this.#peaksDueNs) return
    const beganMs = performance.now()
    this.#recorder.tellPeaks(deriveRunPeaks(this.history))
    const costNs = (performance.now() - beganMs) * NS_PER_MS
    this.#peaksDueNs = nowNs + Math.max(Math.min(nowNs, PEAKS_EVERY_NS), 1000 * costNs)
  }
}
