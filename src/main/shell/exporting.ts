// Exports from the window: made by the engine as it was when asked for, then a place is asked for, then written whole.
import { type BrowserWindow, app, dialog } from 'electron'
import { basename, dirname, extname, join } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import type { ComparedResults } from '../../shared/charts/comparedPicture.ts'
import type { RunHistory } from '../../shared/derive/history.ts'
import { programOf } from '../../shared/derive/names.ts'
import { formatDate } from '../../shared/format.ts'
import { type ComparedExportSpec, exportExtensions, type ExportSpec } from '../../shared/model/export.ts'
import type { RunHeader } from '../../shared/model/run.ts'
import type { KeptRun } from '../engine/index.ts'
import type { Kept } from './kept.ts'
import { writeWhole } from './writing.ts'

/** What the engine can make of a run. */
export interface Exporters {
  readonly exportFile: (history: RunHistory, spec: ExportSpec) => Promise<string | Uint8Array>
  readonly exportCompared: (results: ComparedResults, spec: ComparedExportSpec) => Promise<Uint8Array>
}

interface Place {
  readonly window: BrowserWindow
  readonly kept: Kept
}

type Tools = Place & { readonly exporters: Exporters }

/** Replies the path written, or null if the user thought better of it. */
export async function exportRun(run: KeptRun, spec: ExportSpec, { exporters, ...place }: Tools): Promise<string | null> {
  if (run.history.tickNs.length === 0) throw new FaultError({ kind: 'nothing-to-export' })
  // Made before the place is asked for: what was on the screen when the user asked, and a fault comes before a dialog.
  const content = await exporters.exportFile(run.history, spec)
  return writeChosen(content, suggestName(run.header, spec), place)
}

/** As exportRun. */
export async function exportCompared(results: ComparedResults, spec: ComparedExportSpec, { exporters, ...place }: Tools): Promise<string | null> {
  const content = await exporters.exportCompared(results, spec)
  const startedAtUnixMs = results.results[0]?.run.summary.startedAtUnixMs ?? 0
  return writeChosen(content, `${results.experiment.name}-${spec.curves}-${stampOf(startedAtUnixMs)}.${exportExtensions[spec.format]}`, place)
}

async function writeChosen(content: string | Uint8Array, name: string, { window, kept }: Place): Promise<string | null> {
  const path = await askPlace(name, { window, kept })
  if (path === null) return null
  writeWhole(path, content)
  kept.saveExportFolder(dirname(path))
  return path
}

/** 'threads-cores-2026-03-01-1432.svg': what ran, what is shown, when it began (local time). */
export function suggestName({ spec, startedAtUnixMs }: RunHeader, { what }: ExportSpec): string {
  const program = programOf(spec)
  const name = basename(program, extname(program)).replaceAll(/[^\w.-]+/g, '_').slice(0, 60) || 'run'
  const shown = { chart: what.kind === 'chart' ? what.chart : '', table: 'samples', trace: 'trace', report: 'report' }[what.kind]
  return `${name}-${shown}-${stampOf(startedAtUnixMs)}.${exportExtensions[what.format]}`
}

/** '2026-03-01-1432'. */
const stampOf = (unixMs: number): string => formatDate(unixMs).replace(' ', '-').replace(':', '')

/** Dialogs of the system begin in the downloads folder each time (Electron 43), so the last folder is remembered here. */
async function askPlace(name: string, { window, kept }: Place): Promise<string | null> {
  const extension = extname(name).slice(1)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export',
    defaultPath: join(kept.exportFolder ?? app.getPath('documents'), name),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
    properties: ['showOverwriteConfirmation', 'createDirectory']
  })
  return canceled || filePath === '' ? null : filePath
}
