// A run as a file for a program that shows traces.
import { extentOf } from '../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { FaultError } from '../../../shared/fault.ts'
import type { ExportSpec } from '../../../shared/model/export.ts'
import { writeFirefox } from './firefox/firefox.ts'
import { writePerfetto } from './perfetto/perfetto.ts'
import { exportRange } from './range.ts'

/** Content of the file. Throws FaultError: nothing-to-export, bad-input. */
export function exportTrace(history: RunHistory, spec: ExportSpec): string | Uint8Array {
  if (spec.what.kind !== 'trace') throw new FaultError({ kind: 'bad-input', field: 'what', reason: 'a trace is asked for as a trace' })
  const range = exportRange(history, spec) ?? extentOf(history)
  const parts = { range, hidden: new Set(spec.hidden) }
  return spec.what.format === 'perfetto' ? writePerfetto(history, parts) : writeFirefox(history, parts)
}
