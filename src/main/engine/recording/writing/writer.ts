// Writes one run into a recording: rows of the last second as they came, every minute (or few) as a chunk, with the pyramid beside it.
// One transaction a commit, so that the file is whole at every moment; it has no clock of its own: whoever feeds it commits.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { OutputChunk, RunEvent, SampleBatch } from '../../../../shared/model/batch.ts'
import { type RunEnd, type RunHeader, type RunPeaks, unknownPeaks, type Warning } from '../../../../shared/model/run.ts'
import { packChunk } from '../codec/chunk.ts'
import { RowEncoder } from '../codec/encodeRows.ts'
import { HotEncoder } from '../codec/hot.ts'
import { PendingRows, type RowsMark } from '../codec/rows.ts'
import { RollBook } from '../rolls/book.ts'
import * as schema from '../schema.ts'
import { openRowWriter, type RowWriter, type Value } from '../seal.ts'
import { OutputRows } from './outputKeeper.ts'
import { People, wholeOrNull } from './people.ts'
import { chunkLengthOf, quantumOf } from './precision.ts'

/** Which variant of which experiment a run is; null fields: none. */
export interface RunPlace {
  readonly experiment: string | null
  readonly variant: string | null
  readonly round: number | null
}

/** A complete run says how many rows of each it has: a page that was lost must not pass for a run in which little happened. */
const countedTables = ['event', 'output', 'warning', 'chunk'] as const
/** A chunk ends early when so many rows wait for it: half of what a reader accepts in one section. */
const CHUNK_ROWS = 500_000

export class RunWriter {
  readonly #database: DatabaseSync
  readonly #header: RunHeader
  readonly #place: RunPlace
  #run = 0
  readonly #rows: Readonly<Record<string, RowWriter>>
  readonly #encoder = new RowEncoder()
  readonly #hot = new HotEncoder()
  /** By their SQL. */
  readonly #statements = new Map<string, StatementSync>()
  readonly #rolls: RollBook
  readonly #people = new People()
  #peaks: RunPeaks = unknownPeaks
  #arePeaksNew = false
  readonly #output = new OutputRows()
  readonly #warnings = new Map<string, { readonly row: number }>()
  /** Since the last chunk. */
  readonly #minute = new PendingRows()
  #minuteFromNs = 0
  /** What of it is in the file already, as rows of seconds. */
  #kept: RowsMark = this.#minute.mark()
  /** Since the last commit. */
  #events: RunEvent[] = []
  #doubts: Warning[] = []
  #secondFromNs = 0
  #newestNs = 0
  #eventsUntil = 0
  /** Next number of each table; another run may be written into the same file, so only during a transaction. */
  readonly #numbers = new Map<string, number>()

  /** Enters the run into the file. */
  constructor(database: DatabaseSync, header: RunHeader, place: RunPlace) {
    this.#database = database
    this.#header = header
    this.#place = place
    this.#rows = Object.fromEntries(schema.tables.map(table => [table.name, openRowWriter(database, table)]))
    this.#rolls = new RollBook(header.spec.rateHz)
    this.#transact(() => {
      this.#run = this.#next('run')
      this.#putRun(null)
      countRuns(database, this.#rows.recording)
    })
  }

  append(batch: SampleBatch): void {
    if (batch.events.length > 0) this.#events.push(...batch.events)
    if (batch.warnings.length > 0) this.#doubts.push(...batch.warnings)
    this.#minute.append(batch)
    this.#people.append(batch)
    this.#rolls.append(batch)
    this.#newestNs = Math.max(this.#newestNs, batch.tickNs.at(-1) ?? 0)
  }

  appendOutput(chunk: OutputChunk): void {
    this.#output.append(chunk)
  }

  tellPeaks(peaks: RunPeaks): void {
    this.#peaks = peaks
    this.#arePeaksNew = true
  }

  /** Makes everything so far durable. Throws what SQLite says; what was committed before stays. */
  commit(): void {
    const isMinuteOver = this.#newestNs - this.#minuteFromNs >= chunkLengthOf(this.#minuteFromNs) || this.#minute.rows >= CHUNK_ROWS
    this.#transact(() => this.#store(isMinuteOver))
  }

  /** The last commit: the run is complete. */
  end(end: RunEnd, peaks: RunPeaks): void {
    this.#peaks = peaks
    this.#newestNs = Math.max(this.#newestNs, end.wallNs)
    this.#rolls.finish(this.#newestNs)
    this.#transact(() => {
      this.#store(true)
      this.#putRun(end)
    })
  }

  #transact(work: () => void): void {
    this.#prepare('BEGIN IMMEDIATE').run()
    this.#numbers.clear()
    try {
      work()
      this.#prepare('COMMIT').run()
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #store(isMinuteOver: boolean): void {
    for (const event of this.#events) this.#putEvent(event)
    for (const { code, tNs, text, count } of this.#doubts) this.#putWarning(code, [this.#run, Math.round(tNs), code, text, count])
    this.#events = []
    this.#doubts = []
    this.#output.flush({
      put: ({ tNs, stream, text, droppedBytes }, at) => this.#put('output', [at ?? null, this.#run, Math.round(tNs), stream, text, droppedBytes]),
      drop: row => this.#prepare('DELETE FROM output WHERE output = ?').run(row)
    })
    if (isMinuteOver) this.#storeMinute()
    else if (this.#minute.hasMore(this.#kept)) this.#put('hot', [null, this.#run, this.#secondFromNs, this.#newestNs, this.#eventsUntil, this.#hot.encode(this.#minute, this.#kept)])
    this.#kept = this.#minute.mark()
    this.#storePeople(isMinuteOver)
    if (isMinuteOver || this.#arePeaksNew) this.#putRun(null)
    this.#arePeaksNew = false
    this.#secondFromNs = this.#newestNs
    for (const { level, part, fromNs, blob } of this.#rolls.take()) this.#put('roll', [null, this.#run, level, part, fromNs, blob])
  }

  #storeMinute(): void {
    if (!this.#minute.isEmpty) {
      const rows = packChunk(this.#encoder.encode(this.#minute, { quantumNs: quantumOf(this.#minuteFromNs), ownerOf: thread => this.#people.ownerOf(thread) }))
      this.#put('chunk', [null, this.#run, this.#minuteFromNs, this.#newestNs, this.#eventsUntil, rows])
    }
    this.#prepare('DELETE FROM hot WHERE run = ?').run(this.#run)
    this.#minute.clear()
    this.#minuteFromNs = this.#newestNs
  }

  #storePeople(isMinuteOver: boolean): void {
    const { processes, threads, ended } = this.#people.take(this.#run, isMinuteOver)
    for (const values of processes) this.#put('process', values)
    for (const values of threads) this.#put('thread', values)
    for (const process of ended.processes) this.#encoder.forget('processes', process)
    for (const thread of ended.threads) this.#encoder.forget('threads', thread)
  }

  #putEvent(event: RunEvent): void {
    const process = 'process' in event ? event.process : null
    const thread = 'thread' in event ? event.thread : null
    this.#eventsUntil = this.#put('event', [null, this.#run, wholeOrNull(event.tNs), event.kind, process, thread, JSON.stringify(event)])
  }

  /** Later warnings of one code replace earlier ones. */
  #putWarning(code: string, values: readonly Value[]): void {
    const row = this.#put('warning', [this.#warnings.get(code)?.row ?? null, ...values])
    this.#warnings.set(code, { row })
  }

  #putRun(end: RunEnd | null): void {
    const { run, startedAtUnixMs, spec } = this.#header
    const { experiment, variant, round } = this.#place
    const { coresUsedPeak, peakRssBytes, peakPssBytes, threadCountPeak } = this.#peaks
    this.#put('run', [
      ...[this.#run, run, Math.round(startedAtUnixMs), JSON.stringify(spec.argv), experiment, variant, round],
      ...[end ? 1 : 0, Math.round(end?.wallNs ?? this.#newestNs), end?.exit.code ?? null, end?.exit.signal ?? null, wholeOrNull(end?.cpuNs), coresUsedPeak],
      ...[wholeOrNull(peakRssBytes), wholeOrNull(peakPssBytes), this.#people.bornCount, wholeOrNull(threadCountPeak)],
      ...countedTables.map(table => (end ? this.#count(table) : null)),
      ...[JSON.stringify(this.#header), end ? JSON.stringify(end) : null]
    ])
  }

  #count(table: string): number {
    return Number(this.#prepare(`SELECT count(*) AS count FROM ${table} WHERE run = ?`).get(this.#run)?.count)
  }

  /** A first value of null is numbered here, since the seal is over the number as well. Returns the first value. */
  #put(table: string, [key, ...values]: readonly Value[]): number {
    const number = key ?? this.#next(table)
    this.#rows[table]?.put([number, ...values])
    return Number(number)
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)))
    return statement
  }

  /** The number behind the greatest one in use. */
  #next(table: string): number {
    const number = this.#numbers.get(table) ?? Number(this.#prepare(`SELECT coalesce(max(${table}), 0) + 1 AS next FROM ${table}`).get()?.next)
    this.#numbers.set(table, number + 1)
    return number
  }
}

/** The file's own row, made with the first run. */
function countRuns(database: DatabaseSync, rows: RowWriter | undefined): void {
  const row = database.prepare('SELECT name, note, is_pinned FROM recording').get()
  const count = database.prepare('SELECT count(*) AS count FROM run').get()?.count
  rows?.put([1, asText(row?.name), asText(row?.note), row?.is_pinned === 1 ? 1 : 0, Number(count)])
}

const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null)
