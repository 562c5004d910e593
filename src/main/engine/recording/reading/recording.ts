// A recording that is open: its runs, and everything that can be asked of each. Reading never starts anything and never
// writes; what cannot be read is said in `damage`, and the rest is given.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { FINE_NS } from '../../../../shared/derive/thin.ts'
import type { OutputChunk, RunEvent, SampleBatch } from '../../../../shared/model/batch.ts'
import { ns, NS_PER_SECOND } from '../../../../shared/units.ts'
import type { Series } from '../rolls/series.ts'
import * as schema from '../schema.ts'
import { readEvents } from './events.ts'
import { damaged, type OpenFile, openToRead, type RunKey } from './open.ts'
import type { RangePixels } from './pixels.ts'
import { type RangeSpec, readRange } from './range.ts'
import { replay } from './replay.ts'
import { readRoll, readRollHeads } from './rollHeads.ts'
import { fillFromRows, type RowSources } from './rowRange.ts'
import { type Label, readLabel, readRuns, type RecordedRun } from './runs.ts'
import { readSealed } from './sealedRows.ts'
import { readSketch } from './sketch.ts'
import { readRowHeads, readStored } from './stored.ts'
import { readStretch, type StretchSpec } from './stretch.ts'

export interface Recording {
  readonly path: string
  /** The file's own version; older ones are read as if they were new. */
  readonly format: number
  readonly label: Label
  readonly runs: readonly RecordedRun[]
  /** Sentences; grows with what is read. */
  readonly damage: readonly string[]
  /** In order, as the sampler made them, up to a minute in each. With a range: the samples that touch it, and everybody's birth and end. */
  readBatches(run: number, range?: TimeRange): Iterable<SampleBatch>
  /**
   * As a live run's history; of a run of more than ten minutes with one row per subject and step. With a range, every sample of
   * it. `end` is set if the run has one.
   */
  readHistory(run: number, range?: TimeRange): RunHistory
  /** To be run to its end, at once or in turns with others: it gives way every few milliseconds. */
  readStretch(run: number, spec: StretchSpec): Generator<undefined, RunHistory>
  /** All of it in outline, at once, however long it was: see sketch.ts. */
  readSketch(run: number): RunHistory
  readRange(run: number, series: Series, spec: RangeSpec): RangePixels
  readEvents(run: number): readonly RunEvent[]
  readOutput(run: number): readonly OutputChunk[]
  close(): void
}

const PIECES_MOST = 1 << 20

/** Opens a file to read, whoever wrote it. Throws `recording-damaged` and `recording-too-new`; closes nothing by itself. */
export function openRecording(path: string): Recording {
  const file = openToRead(path)
  try {
    const { label } = readLabel(file)
    const runs = readRuns(file)
    if (runs.length === 0) throw damaged(path, file.damage.length > 0 ? 'its runs are damaged' : 'there is no run in it')
    const opened = new Map<number, OpenRun>()
    const runOf = (number: number): OpenRun => {
      let run = opened.get(number)
      if (!run) opened.set(number, (run = openRun(file, findRun(runs, number, path))))
      return run
    }
    return {
      ...{ path, format: file.format, damage: file.damage, label, runs },
      readBatches: (number, range) => replay(file, { key: findRun(runs, number, path), id: findRun(runs, number, path).header.run, range: range ?? null }),
      readHistory: (number, range) => readHistory(file, findRun(runs, number, path), range ?? null),
      readStretch: (number, spec) => readStretch(file, findRun(runs, number, path), spec),
      readSketch: number => readSketch(file, findRun(runs, number, path)),
      readRange: (number, series, spec) => runOf(number).readRange(series, spec),
      readEvents: number => readEvents(file, findRun(runs, number, path)).map(({ event }) => event),
      readOutput: number => readOutput(file, findRun(runs, number, path)),
      close: () => file.close()
    }
  } catch (error) {
    file.close()
    throw error
  }
}

function findRun(runs: readonly RecordedRun[], number: number, path: string): RecordedRun {
  const run = runs.find(each => each.number === number)
  if (!run) throw damaged(path, `there is no run ${number} in it`)
  return run
}

/** A run of up to ten minutes is kept in full, like a live one. */
export function wholeOf({ knownUntilNs }: RecordedRun): StretchSpec {
  return { range: null, stepNs: knownUntilNs <= FINE_NS ? 0 : stepFor(knownUntilNs / WHOLE_STEPS), rowsMost: ROWS_MOST }
}

/** A chart of the whole is hardly wider than this. */
const WHOLE_STEPS = 3000
/** Some 20 MB: what a page can be sent, and hold, beside everything else. */
export const ROWS_MOST = 600_000

/** The next whole number of seconds that is a power of two: steps of halved and doubled histories lie on one grid. */
const stepFor = (atLeastNs: number): number => NS_PER_SECOND * 2 ** Math.max(0, Math.ceil(Math.log2(atLeastNs / NS_PER_SECOND)))

function readHistory(file: OpenFile, run: RecordedRun, range: TimeRange | null): RunHistory {
  const reading = readStretch(file, run, range ? { range, stepNs: 0, rowsMost: Infinity } : wholeOf(run))
  for (;;) {
    const next = reading.next()
    if (next.done) return { ...next.value, end: run.end }
  }
}

function readOutput(file: OpenFile, { number, header, counts }: RecordedRun): OutputChunk[] {
  const chunks: OutputChunk[] = []
  for (const row of readSealed(file.database, { table: schema.output, run: number, what: 'pieces of output', most: PIECES_MOST, expected: counts.output }, file.damage)) {
    if (row.stream !== 'stdout' && row.stream !== 'stderr') continue
    chunks.push({ run: header.run, tNs: ns(Number(row.t_ns)), stream: row.stream, text: String(row.text), droppedBytes: Number(row.dropped_bytes) })
  }
  return chunks
}

interface OpenRun {
  readRange(series: Series, spec: RangeSpec): RangePixels
}

/** Where everything of a run lies is looked up once. */
function openRun(file: OpenFile, run: RecordedRun): OpenRun {
  const { number, header, knownUntilNs } = run
  const rolls = readRollHeads(file, number)
  const heads = readRowHeads(file, run)
  const untilNs = Math.max(knownUntilNs, heads.at(-1)?.toNs ?? 0)
  let known: ReadonlyMap<number, TimeRange> | null = null
  const lives = (): ReadonlyMap<number, TimeRange> => (known ??= readLives(file, run, untilNs)) // the tree as a whole is read without
  const rows: RowSources = {
    ...{ heads, rateHz: header.spec.rateHz },
    readEnds: () => [...lives()].flatMap(([process, { toNs }]) => (toNs < untilNs ? [{ process, tNs: toNs }] : [])),
    readStored: (head, wanted) => readStored(file, header.run, head, wanted)
  }
  return {
    readRange: (series, spec) =>
      readRange(series, spec, {
        ...{ heads: rolls, readRoll: head => readRoll(file, head) },
        life: ('process' in series ? lives().get(series.process) : undefined) ?? { fromNs: 0, toNs: untilNs },
        fillFromRows: (pixels, range) => fillFromRows(pixels, range, { series, sources: rows })
      })
  }
}

function readLives(file: OpenFile, run: RunKey, untilNs: number): ReadonlyMap<number, TimeRange> {
  const lives = new Map<number, TimeRange>()
  for (const { event } of readEvents(file, run)) {
    if (event.kind === 'born') lives.set(event.process, { fromNs: Math.max(0, Math.min(event.tNs, event.seenNs)), toNs: untilNs })
    else if (event.kind === 'ended') lives.set(event.process, { fromNs: lives.get(event.process)?.fromNs ?? 0, toNs: event.tNs })
  }
  return lives
}
