// How many threads were ready to run and got no core: on a busy machine the cores used say little about a program, and the
// sum of both says what it would have used.
import { edgesOf, extentOf } from '../../shared/derive/bins.ts'
import type { RunHistory } from '../../shared/derive/history.ts'
import { deriveUsed } from '../../shared/derive/used.ts'

/** Mean over the whole run. Null where the kernel does not tell, or nothing was sampled. */
export function deriveWaitedMean(history: RunHistory): number | null {
  if (history.tickNs.length === 0) return null
  const mean = deriveUsed(history, edgesOf(extentOf(history), 1), { budget: 0 }).waited[0] ?? NaN
  return Number.isNaN(mean) ? null : mean
}
