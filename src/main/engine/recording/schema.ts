// The file: one SQLite database. Its version, its tables, and whether a file that somebody else made has just these. Every
// column is explained in docs/recording-format.md; a change here is a new FORMAT and a step in upgrades.ts.
import type { DatabaseSync } from 'node:sqlite'

/** PRAGMA user_version. */
export const FORMAT = 1
/** PRAGMA application_id: “FSCO”. */
export const APPLICATION_ID = 0x4653434f

/** A table by its columns, in order; each row ends with its seal (seal.ts). */
export interface TableForm {
  readonly name: string
  readonly columns: readonly string[]
  /** Numbers the rows: of the file, or, where the table's key is a pair, of one run. */
  readonly key: string
  readonly sql: string
}

const table = (name: string, columns: readonly string[], { key, tail = '' }: { key: string; tail?: string }): TableForm => ({
  name,
  columns: columns.map(column => column.split(' ')[0] ?? ''),
  key: key === '' ? (columns[0]?.split(' ')[0] ?? '') : name,
  sql: `CREATE TABLE ${name} (\n  ${[...columns, 'seal INTEGER NOT NULL', key].filter(Boolean).join(',\n  ')}\n) STRICT${tail}`
})

/** One row: what the user wrote on it, and how many runs there must be. */
export const recording = table('recording', ['recording INTEGER PRIMARY KEY', 'name TEXT', 'note TEXT', 'is_pinned INTEGER NOT NULL', 'run_count INTEGER NOT NULL'], { key: '' })

export const run = table(
  'run',
  [
    ...['run INTEGER PRIMARY KEY', 'id TEXT NOT NULL', 'started_unix_ms INTEGER NOT NULL', 'command TEXT NOT NULL', 'experiment TEXT', 'variant TEXT', 'round INTEGER'],
    ...['is_complete INTEGER NOT NULL', 'wall_ns INTEGER NOT NULL', 'exit_code INTEGER', 'exit_signal TEXT', 'cpu_ns INTEGER', 'cores_used_peak REAL'],
    ...['peak_rss_bytes INTEGER', 'peak_pss_bytes INTEGER', 'process_count INTEGER NOT NULL', 'thread_count_peak INTEGER'],
    // How many rows of it the other tables must have, once it is complete.
    ...['event_count INTEGER', 'output_count INTEGER', 'warning_count INTEGER', 'chunk_count INTEGER', 'header TEXT NOT NULL', 'ending TEXT']
  ],
  { key: '' }
)

export const process = table(
  'process',
  [
    ...['run INTEGER NOT NULL', 'process INTEGER NOT NULL', 'pid INTEGER NOT NULL', 'start_ticks INTEGER NOT NULL', 'parent INTEGER', 'parent_pid INTEGER', 'adopted_by_pid INTEGER'],
    ...['name TEXT NOT NULL', 'command TEXT NOT NULL', 'making TEXT', 'born_ns INTEGER', 'seen_ns INTEGER NOT NULL', 'born_exactness TEXT NOT NULL'],
    ...['ended_ns INTEGER', 'end_exactness TEXT', 'exit_code INTEGER', 'exit_signal TEXT', 'cpu_ns INTEGER', 'peak_rss_bytes INTEGER', 'thread_count_peak INTEGER']
  ],
  { key: 'PRIMARY KEY (run, process)', tail: ', WITHOUT ROWID' }
)

export const thread = table(
  'thread',
  ['run INTEGER NOT NULL', 'thread INTEGER NOT NULL', 'process INTEGER NOT NULL', 'tid INTEGER NOT NULL', 'name TEXT NOT NULL', 'born_ns INTEGER', 'ended_ns INTEGER', 'cpu_ns INTEGER'],
  { key: 'PRIMARY KEY (run, thread)', tail: ', WITHOUT ROWID' }
)

export const event = table('event', ['event INTEGER PRIMARY KEY', 'run INTEGER NOT NULL', 't_ns INTEGER', 'kind TEXT NOT NULL', 'process INTEGER', 'thread INTEGER', 'detail TEXT NOT NULL'], { key: '' })

export const output = table('output', ['output INTEGER PRIMARY KEY', 'run INTEGER NOT NULL', 't_ns INTEGER NOT NULL', 'stream TEXT NOT NULL', 'text TEXT NOT NULL', 'dropped_bytes INTEGER NOT NULL'], { key: '' })

export const warning = table('warning', ['warning INTEGER PRIMARY KEY', 'run INTEGER NOT NULL', 't_ns INTEGER NOT NULL', 'code TEXT NOT NULL', 'text TEXT NOT NULL', 'count INTEGER NOT NULL'], { key: '' })

const rowsTable = (name: string): TableForm => table(name, [`${name} INTEGER PRIMARY KEY`, 'run INTEGER NOT NULL', 'from_ns INTEGER NOT NULL', 'to_ns INTEGER NOT NULL', 'events_until INTEGER NOT NULL', 'rows BLOB NOT NULL'], { key: '' })

export const chunk = rowsTable('chunk')
export const hot = rowsTable('hot')

export const roll = table('roll', ['roll INTEGER PRIMARY KEY', 'run INTEGER NOT NULL', 'level_s INTEGER NOT NULL', 'part TEXT NOT NULL', 'from_ns INTEGER NOT NULL', 'series BLOB NOT NULL'], { key: '' })

export const tables: readonly TableForm[] = [recording, run, process, thread, event, output, warning, chunk, hot, roll]

/** Markers are events; they have a view of their own for those who open the file with another tool. */
const markerView = `CREATE VIEW marker AS SELECT run, t_ns, detail ->> 'pid' AS pid, detail ->> 'name' AS name, detail ->> 'value' AS value FROM event WHERE kind = 'marker'`

export function createSchema(database: DatabaseSync): void {
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}`)
  for (const { sql } of tables) database.exec(sql)
  database.exec(markerView)
}

/**
 * Whether the file has our tables, word for word. A table of our name could be a view that computes for ever: files come from
 * strangers, so nothing is read from what is not exactly ours. Other objects are never touched.
 */
export function hasSchema(database: DatabaseSync): boolean {
  const found = database.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'table'`).all()
  return tables.every(({ name, sql }) => found.some(row => row.name === name && row.sql === sql))
}
