// What crosses between the engine's main thread and its sampling threads, and how a sleeping thread is woken.
import type { MemoryColumns, RunEvent, SampleBatch } from '../../../shared/model/batch.ts'
import type { Exit, Warning } from '../../../shared/model/run.ts'
import type { OrphanTotal, SamplerSpec } from './sampler.ts'

/** To the sampler thread. It reads its messages only when `wake[0]` has risen. */
export type SamplerOrder =
  | { readonly kind: 'anchor'; readonly anchorNs: bigint }
  | { readonly kind: 'root-ended'; readonly tNs: number; readonly exit: Exit }
  | { readonly kind: 'stop' }

export type SamplerWord =
  | { readonly kind: 'ready'; readonly isRootThere: boolean }
  | { readonly kind: 'batch'; readonly batch: SampleBatch }
  | { readonly kind: 'over'; readonly orphans: OrphanTotal; readonly samplerNs: number; readonly tNs: number }

export interface SamplerWorkerData {
  readonly spec: SamplerSpec
  /** [0] counts wake-ups. */
  readonly wake: Int32Array<SharedArrayBuffer>
}

/** To the memory thread: whom to measure. */
export type MemoryOrder =
  | { readonly kind: 'anchor'; readonly anchorNs: bigint }
  | { readonly kind: 'events'; readonly events: readonly RunEvent[]; readonly moved: Uint32Array }
  | { readonly kind: 'stop' }

export type MemoryWord =
  | { readonly kind: 'memory'; readonly memory: MemoryColumns; readonly warnings: readonly Warning[] }
  | { readonly kind: 'over'; readonly samplerNs: number }
