// Which stretch of a run an export shows.
import { knownUntilNs, type TimeRange } from '../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { FaultError } from '../../../shared/fault.ts'
import type { ExportSpec } from '../../../shared/model/export.ts'

/** Null: the whole run. Throws FaultError when there is nothing to show, or the range is none. */
export function exportRange(history: RunHistory, { fromNs, toNs }: ExportSpec): TimeRange | null {
  if (history.tickNs.length === 0) throw new FaultError({ kind: 'nothing-to-export' })
  if (fromNs === null && toNs === null) return null
  const range = { fromNs: fromNs ?? 0, toNs: toNs ?? knownUntilNs(history) }
  if (!(range.toNs > range.fromNs)) throw new FaultError({ kind: 'bad-input', field: 'range', reason: 'its end is not after its beginning' })
  return range
}
