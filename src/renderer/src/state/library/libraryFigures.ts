// The figures of a recording from those of its runs: durations and CPU time add up, peaks do not. Pure.
import type { LibraryRun } from '../../../../shared/model/recording.ts'

/** Null: no run of it could tell. */
export interface ItemFigures {
  /** Of all runs together, ns. */
  readonly wallNs: number | null
  readonly cpuNs: number | null
  readonly coresUsedPeak: number | null
  readonly peakRssBytes: number | null
  readonly peakPssBytes: number | null
  readonly processCount: number | null
  readonly threadCountPeak: number | null
}

export function sumRuns(runs: readonly LibraryRun[]): ItemFigures {
  const most = (valueOf: (run: LibraryRun) => number | null): number | null => {
    const known = runs.map(valueOf).filter(value => value !== null)
    return known.length > 0 ? known.reduce((highest, value) => Math.max(highest, value)) : null
  }
  return {
    wallNs: sum(runs.map(({ wallNs }) => wallNs)),
    cpuNs: sum(runs.map(({ cpuNs }) => cpuNs)),
    coresUsedPeak: most(run => run.coresUsedPeak),
    peakRssBytes: most(run => run.peakRssBytes),
    peakPssBytes: most(run => run.peakPssBytes),
    processCount: most(run => run.processCount),
    threadCountPeak: most(run => run.threadCountPeak)
  }
}

/** A sum with an unknown part is not known. */
function sum(values: readonly (number | null)[]): number | null {
  if (values.length === 0) return null
  return values.reduce((total, value) => (total === null || value === null ? null : total + value), 0)
}
