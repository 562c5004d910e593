// Puts the rows of a recording into the tables that a query asks for, and into no others.
import type { DatabaseSync } from 'node:sqlite'
import { readEvents } from '../reading/events.ts'
import type { OpenFile } from '../reading/open.ts'
import type { RecordedRun } from '../reading/runs.ts'
import { readSealed } from '../reading/sealedRows.ts'
import * as schema from '../schema.ts'
import type { TableForm } from '../schema.ts'
import type { Value } from '../seal.ts'
import { fillSamples } from './samples.ts'
import { type ViewName, views } from './views.ts'

export type Insert = (values: readonly (Value | undefined)[]) => void

export interface Source {
  readonly file: OpenFile
  readonly runs: readonly RecordedRun[]
}

export function fillView(database: DatabaseSync, name: ViewName, source: Source): void {
  const columns = views.find(view => view.name === name)?.columns ?? []
  const statement = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`)
  const insert: Insert = values => {
    statement.run(...values.map(value => (value === undefined || (typeof value === 'number' && Number.isNaN(value)) ? null : value)))
  }
  database.exec('BEGIN')
  switch (name) {
    case 'run':
      for (const run of source.runs) insert(rowOfRun(run))
      break
    case 'process_sample':
    case 'thread_sample':
    case 'core_sample':
      fillSamples(insert, name, source)
      break
    case 'marker':
      fillMarkers(insert, source)
      break
    default:
      fillStored(insert, schema[name], { ...source, columns: columns.map(column => column.name) })
  }
  database.exec('COMMIT')
}

const ROWS_MOST = 20_000_000

function fillStored(insert: Insert, table: TableForm, { file, runs, columns }: Source & { columns: readonly string[] }): void {
  for (const { number } of runs) {
    for (const row of readSealed(file.database, { table, run: number, what: `rows of ${table.name}`, most: ROWS_MOST }, file.damage)) insert(columns.map(column => row[column]))
  }
}

function fillMarkers(insert: Insert, { file, runs }: Source): void {
  for (const run of runs) {
    for (const { event } of readEvents(file, run)) if (event.kind === 'marker') insert([run.number, Math.round(event.tNs), event.pid, event.name, event.value])
  }
}

function rowOfRun({ number, header, end, place, knownUntilNs, peaks, processCount }: RecordedRun): (Value | undefined)[] {
  return [
    ...[number, header.run, Math.round(header.startedAtUnixMs), JSON.stringify(header.spec.argv), place.experiment, place.variant, place.round, end ? 1 : 0, end?.wallNs ?? knownUntilNs],
    ...[end?.exit.code, end?.exit.signal, end?.cpuNs, end?.userNs, end?.systemNs, end?.totalBy ?? header.totalBy, peaks.coresUsedPeak, peaks.peakRssBytes, peaks.peakPssBytes, processCount, peaks.threadCountPeak],
    ...[header.spec.rateHz, header.sampler, JSON.stringify(header), end ? JSON.stringify(end) : null]
  ]
}
