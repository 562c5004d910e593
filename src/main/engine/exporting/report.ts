// A run as a report that can be handed on.
import type { RunHistory } from '../../../shared/derive/history.ts'
import { FaultError } from '../../../shared/fault.ts'
import type { ExportSpec } from '../../../shared/model/export.ts'
import { exportRange } from './range.ts'
import { writeReport } from './report/report.ts'

/** Text of the file; it has both themes, so the one asked for is not looked at. Throws FaultError: nothing-to-export, bad-input. */
export function exportReport(history: RunHistory, spec: ExportSpec): string {
  if (spec.what.kind !== 'report') throw new FaultError({ kind: 'bad-input', field: 'what', reason: 'a report is asked for as a report' })
  return writeReport(history, { range: exportRange(history, spec), hidden: new Set(spec.hidden), percentOf: spec.percentOf, width: spec.width })
}
