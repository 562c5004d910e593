// The runs of a file, from their own rows: what is known of each without reading a sample.
import type { RunEnd, RunHeader } from '../../../../shared/model/run.ts'
import * as schema from '../schema.ts'
import type { Peaks } from '../writing/peaks.ts'
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
  /** So far, of a run without an end as of its last full minute. */
  readonly peaks: Peaks
  readonly processCount: number
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
    const run = runOf(row)
    if (run) runs.push(run)
    else sayOnce(file.damage, 'What is said of a run is not what should be, and the run was left out.')
  }
  return runs
}

function runOf(row: Row): RecordedRun | null {
  const header = readHeader(row.header)
  if (!header) return null
  return {
    number: Number(row.run),
    counts: { event: numberOr(row.event_count, null), output: numberOr(row.output_count, null), warning: numberOr(row.warning_count, null), chunk: numberOr(row.chunk_count, null) },
    header,
    end: row.ending === null ? null : readEnd(row.ending),
    place: { experiment: textOrNull(row.experiment), variant: textOrNull(row.variant), round: numberOr(row.round, null) },
    knownUntilNs: Number(row.wall_ns),
    peaks: { coresUsed: numberOr(row.cores_used_peak, NaN), rssBytes: numberOr(row.peak_rss_bytes, NaN), pssBytes: numberOr(row.peak_pss_bytes, NaN), threadCount: numberOr(row.thread_count_peak, NaN) },
    processCount: Number(row.process_count)
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const numberOr = <Other>(value: unknown, other: Other): number | Other => (typeof value === 'number' ? value : other)

/** The file's own row. */
export function readLabel(file: OpenFile): { readonly label: Label; readonly runCount: number | null } {
  const [row] = [...readSealed(file.database, { table: schema.recording, run: null, what: 'names and notes', most: 1, expected: 1 }, file.damage)]
  return { label: { name: textOrNull(row?.name), note: textOrNull(row?.note), isPinned: row?.is_pinned === 1 }, runCount: numberOr(row?.run_count, null) }
}
