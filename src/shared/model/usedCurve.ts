// One curve for a whole run: what is left of its cores used when many runs are laid over each other.

/** Cores used, as means over evenly spaced bins from the run's begin to `toNs`. NaN = not known. */
export interface UsedCurve {
  readonly toNs: number
  readonly used: Float64Array
}
