// A stretch of a run read from its recording, sharper than what the page holds of a long run.
import type { Ns } from '../units.ts'
import type { SampleBatch } from './batch.ts'
import type { RunId } from './run.ts'

export interface DetailSpec {
  readonly run: RunId
  readonly fromNs: Ns
  readonly toNs: Ns
  /** Columns that the stretch is drawn in. */
  readonly pixels: number
}

/** Least and greatest per pixel of the stretch; NaN = not known. */
export interface LeastMost {
  readonly least: Float64Array
  readonly most: Float64Array
}

/** What means per pixel do not tell: extremes of whole seconds within each, from the file's overview. */
export interface RunExtremes {
  /** Cores used by the whole tree. */
  readonly used: LeastMost
  /** Bytes, of all processes together. */
  readonly pss: LeastMost
}

export interface RunDetail {
  readonly fromNs: Ns
  readonly toNs: Ns
  /**
   * Rows that end within the stretch, at most about one per pixel and subject, with a `past` that tells their step; what each
   * counter stood at before, as one row. No events: the page has them. Null: the page's own rows are as sharp as these would be.
   */
  readonly batch: SampleBatch | null
  /** Null where a pixel is less than a second: there the rows tell all. */
  readonly extremes: RunExtremes | null
}
