// What crosses between the engine's main thread and the recorder's thread.
import type { OutputChunk, SampleBatch } from '../../../shared/model/batch.ts'
import type { RunEnd, RunHeader, RunPeaks } from '../../../shared/model/run.ts'
import type { RunPlace } from './writing/writer.ts'

export type RecorderOrder =
  | { readonly kind: 'begin'; readonly header: RunHeader }
  | { readonly kind: 'batch'; readonly batch: SampleBatch }
  | { readonly kind: 'output'; readonly chunk: OutputChunk }
  /** So far. */
  | { readonly kind: 'peaks'; readonly peaks: RunPeaks }
  | { readonly kind: 'end'; readonly end: RunEnd; readonly peaks: RunPeaks }
  /** Nothing more will come: what there is is kept, the run stays without an end. */
  | { readonly kind: 'abandon' }

export type RecorderWord =
  | { readonly kind: 'open' }
  /** Everything that was sent before the `count`-th batch is durable. */
  | { readonly kind: 'kept'; readonly batches: number }
  | { readonly kind: 'closed' }
  /** Nothing is written any more; what was kept stays. `isDisk`: a Fault that the file cannot be had. */
  | { readonly kind: 'failed'; readonly reason: string }

export interface RecorderWorkerData {
  readonly path: string
  readonly place: RunPlace
}
