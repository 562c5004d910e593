// Any export of a run: the one door for window and command line.
import type { RunHistory } from '../../../shared/derive/history.ts'
import type { ExportSpec } from '../../../shared/model/export.ts'
import { exportPicture } from './picture.ts'
import { exportReport } from './report.ts'
import { exportTable } from './table.ts'
import { exportTrace } from './trace.ts'

/** Content of the file. Throws FaultError: nothing-to-export, png-unavailable, bad-input. */
export async function exportFile(history: RunHistory, spec: ExportSpec): Promise<string | Uint8Array> {
  switch (spec.what.kind) {
    case 'chart':
      return exportPicture(history, spec)
    case 'table':
      return exportTable(history, spec)
    case 'trace':
      return exportTrace(history, spec)
    case 'report':
      return exportReport(history, spec)
  }
}
