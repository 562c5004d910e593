// One curve for a whole run: what is left of it when many runs are laid over each other.

/** Means over evenly spaced bins from the run's begin to `toNs`. NaN = not known. */
export interface UsedCurve {
  readonly toNs: number
  /** Cores used. */
  readonly used: Float64Array
  /** Cores used and threads that waited for one: what it would use on a machine of its own. */
  readonly demand: Float64Array
}

/** Which of a run's curves. */
export type CurveKind = 'used' | 'demand'
