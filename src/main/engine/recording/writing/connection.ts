// The file as a writer has it: made, or found and brought up to date. WAL, so that readers never wait and a crash leaves a
// whole file; at the end of a run one file is left, without companions.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { FaultError } from '../../../../shared/fault.ts'
import { APPLICATION_ID, createSchema, FORMAT, hasSchema, recording } from '../schema.ts'
import { openRowWriter } from '../seal.ts'
import { readFormat, upgrade } from '../upgrades.ts'

/** How long to wait for another program that writes the same file. */
const PATIENCE_MS = 2000
/** Pages of 4 KiB in the log before they are moved into the file. */
const CHECKPOINT_PAGES = 1000

/** Opens a recording to write, or makes one. Throws `write-failed`, `recording-damaged` (not one of ours), `recording-too-new`. */
export function openToWrite(path: string): DatabaseSync {
  const isNew = !existsSync(path)
  const database = connect(path)
  try {
    database.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    if (isNew || isEmpty(database)) createWhole(database)
    else bringUpToDate(database, path)
    // From here on what is committed outlives the machine as well, not only this program: each commit is forced to the disk. Once a
    // second that is a thread's wait of milliseconds and some 0.03 % of a core; docs/performance.md. Forcing the log ourselves, by
    // fdatasync, cost the same.
    database.exec('PRAGMA synchronous = FULL')
    return database
  } catch (error) {
    database.close()
    throw error instanceof FaultError ? error : new FaultError({ kind: 'write-failed', path, reason: reasonOf(error) }, { cause: error })
  }
}

/** Leaves one file: the log is moved into it, freed pages are given back. */
export function closeWhole(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE')
  } catch {
    // somebody reads it, or the disk is full: the file is whole with its companions
  }
  database.close()
}

function connect(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: PATIENCE_MS })
  } catch (error) {
    throw new FaultError({ kind: 'write-failed', path, reason: reasonOf(error) }, { cause: error })
  }
}

const isEmpty = (database: DatabaseSync): boolean => Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count) === 0

function createWhole(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  createSchema(database)
  openRowWriter(database, recording).put([1, null, null, 0, 0])
  database.exec('COMMIT')
}

function bringUpToDate(database: DatabaseSync, path: string): void {
  const format = readFormat(database)
  const isOurs = database.prepare('PRAGMA application_id').get()?.application_id === APPLICATION_ID
  if (!isOurs) throw new FaultError({ kind: 'recording-damaged', path, reason: 'it is a database, but not a recording' })
  if (format > FORMAT) throw new FaultError({ kind: 'recording-too-new', path, format, known: FORMAT })
  upgrade(database, { from: format })
  if (!hasSchema(database)) throw new FaultError({ kind: 'recording-damaged', path, reason: 'its tables are not those of a recording' })
}

/** SQLite's own words, in lower case as the middle of a sentence. */
export function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return said.charAt(0).toLowerCase() + said.slice(1)
}
