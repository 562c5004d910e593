// The runs of a file, from their own rows: what is known of each without reading a sample.
import type { Peaks } from '../../../../shared/model/batch.ts'
import type { RunEnd, RunHeader, RunPeaks } from '../../../../shared/model/run.ts'
import { type Bytes, bytes } from '../../../../shared/units.ts'
import * as schema from '../schema.ts'
import type { RunPlace } from '../writing/writer.ts'
import { sayOnce } from './damage.ts'
import type { OpenFile, RunKey } from './open.ts'
import { readEnd, readHeader } from './parsing.ts'
import { readSealed, type Row } from './sealedRows.ts'

export interface RecordedRun extends RunKey {
  readonly header: RunHeader
  /** Null: it was cut off, or is still being written. */
  readonly end: RunEnd | null
  readonly place: RunPlace
  readonly knownUntilNs: number
  /** Those of the summary; of a run without an end as of some time in its last two minutes. */
  readonly peaks: RunPeaks
  readonly processCount: number
}

/** As a history has them whose own rows are not to be asked any more: what the recorder saw was sharper. */
export function settledPeaks({ peaks: { peakPssBytes, threadCountPeak, coresUsedPeak } }: RecordedRun): Peaks {
  return { untilNs: Infinity, windows: Infinity, pssBytes: peakPssBytes ?? NaN, threads: threadCountPeak ?? NaN, coresUsed: coresUsedPeak ?? NaN }
}

/** What the user wrote on it. */
export interface Label {
  readonly name: string | null
  readonly note: string | null
  readonly isPinned: boolean
}

const RUNS_MOST = 10_000

/** In order of recording. */
export function readRuns(file: OpenFile): RecordedRun[] {
  const { runCount: expected } = readLabel(file)
  const runs: RecordedRun[] = []
  for (const row of readSealed(file.database, { table: schema.run, run: null, what: 'runs', most: RUNS_MOST, expected }, file.damage)) {
    const run = runOf(row, row.ending === null ? readNewestNs(file, Number(row.run)) : 0)
    if (run) runs.push(run)
    else sayOnce(file.damage, 'What is said of a run is not what should be, and the run was left out.')
  }
  return runs
}

/** Until when a run without an end is known: its own row is written now and then, its samples every second. */
function readNewestNs(file: OpenFile, run: number): number {
  try {
    const sql = 'SELECT max(to_ns) AS newest FROM (SELECT to_ns FROM hot WHERE run = ?1 UNION ALL SELECT to_ns FROM chunk WHERE run = ?1)'
    return numberOr(file.database.prepare(sql).get(run)?.newest, 0)
  } catch {
    return 0 // damaged, which is said by whoever reads the samples
  }
}

function runOf(row: Row, newestNs: number): RecordedRun | null {
  const header = readHeader(row.header)
  if (!header) return null
  return {
    number: Number(row.run),
    counts: { event: numberOr(row.event_count, null), output: numberOr(row.output_count, null), warning: numberOr(row.warning_count, null), chunk: numberOr(row.chunk_count, null) },
    header,
    end: row.ending === null ? null : readEnd(row.ending),
    place: { experiment: textOrNull(row.experiment), variant: textOrNull(row.variant), round: numberOr(row.round, null) },
    knownUntilNs: Math.max(Number(row.wall_ns), newestNs),
    peaks: { coresUsedPeak: numberOr(row.cores_used_peak, null), peakRssBytes: bytesOr(row.peak_rss_bytes), peakPssBytes: bytesOr(row.peak_pss_bytes), threadCountPeak: numberOr(row.thread_count_peak, null) },
    processCount: Number(row.process_count)
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const bytesOr = (value: unknown): Bytes | null => (typeof value === 'number' ? bytes(value) : null)
const numberOr = <Other>(value: unknown, other: Other): number | Other => (typeof value === 'number' ? value : other)

/** The file's own row. */
export function readLabel(file: OpenFile): { readonly label: Label; readonly runCount: number | null } {
  const [row] = [...readSealed(file.database, { table: schema.recording, run: null, what: 'names and notes', most: 1, expected: 1 }, file.damage)]
  return { label: { name: textOrNull(row?.name), note: textOrNull(row?.note), isPinned: row?.is_pinned === 1 }, runCount: numberOr(row?.run_count, null) }
}
