// What to export of a run, as asked for by the window or the command line.
import type { Ns } from '../units.ts'
import type { CurveKind } from './usedCurve.ts'
import type { ProcessId, RunId } from './run.ts'

export type ChartName = 'cores' | 'used' | 'memory' | 'tree' | 'run'
export type PictureFormat = 'svg' | 'png'
export type TableFormat = 'csv' | 'json' | 'parquet'
/** `perfetto`: for ui.perfetto.dev. `firefox`: for profiler.firefox.com. */
export type TraceFormat = 'perfetto' | 'firefox'

export interface ExportSpec {
  readonly run: RunId
  readonly what:
    | { readonly kind: 'chart'; readonly chart: ChartName; readonly format: PictureFormat }
    | { readonly kind: 'table'; readonly format: TableFormat }
    | { readonly kind: 'trace'; readonly format: TraceFormat }
    /** One page with everything: charts, tables, words. */
    | { readonly kind: 'report'; readonly format: 'html' }
  /** Null: the whole run. */
  readonly fromNs: Ns | null
  readonly toNs: Ns | null
  readonly hidden: readonly ProcessId[]
  readonly theme: 'light' | 'dark'
  readonly percentOf: 'core' | 'machine'
  /** CSS pixels. */
  readonly width: number
  /** Device pixels per CSS pixel of a PNG. */
  readonly scale: number
}

/** The comparison of the experiment that goes on, or was run last, as a picture. */
export interface ComparedExportSpec {
  /** Refused if another one has begun meanwhile. */
  readonly execution: number
  readonly curves: CurveKind
  readonly format: PictureFormat
  readonly theme: ExportSpec['theme']
  readonly percentOf: ExportSpec['percentOf']
  /** As of ExportSpec. */
  readonly width: number
  readonly scale: number
}

/** Of the file, without a dot: what other programs expect of the format. */
export const exportExtensions: Readonly<Record<ExportFormat, string>> = { svg: 'svg', png: 'png', csv: 'csv', json: 'json', parquet: 'parquet', perfetto: 'perfetto-trace', firefox: 'firefox.json', html: 'html' }
export type ExportFormat = ExportSpec['what']['format']
