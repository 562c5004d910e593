// A recording that somebody hands us: opened to read and nothing else. It may be cut, flipped, newer, older or no recording at
// all, and it may be meant to harm: its tables must be ours word for word, values are limited, nothing in it is run.
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { FaultError } from '../../../../shared/fault.ts'
import { makePassingFolder } from '../../passingFolder.ts'
import { APPLICATION_ID, FORMAT, hasSchema } from '../schema.ts'
import { readFormat, upgrade, type Upgrade, upgrades } from '../upgrades.ts'

export interface OpenFile {
  readonly database: DatabaseSync
  readonly format: number
  /** What could not be read, in sentences; whoever reads on adds to it. */
  readonly damage: string[]
  close(): void
}

/** A run within its file, and how many rows of each table it must have; null: it is not complete. */
export interface RunKey {
  readonly number: number
  readonly counts: Readonly<Record<'event' | 'output' | 'warning' | 'chunk', number | null>>
}

const PATIENCE_MS = 1000
/** Bytes of the longest value: a strand of a full minute. SQLite refuses longer ones before it makes room for them. */
const VALUE_MOST = 1 << 27

/** Throws `recording-damaged` or `recording-too-new`, in words; the file is left as it is. */
export function openToRead(path: string): OpenFile {
  if (!existsSync(path)) throw damaged(path, 'there is no such file')
  const file = connect(path)
  try {
    const isOurs = file.database.prepare('PRAGMA application_id').get()?.application_id === APPLICATION_ID
    if (!isOurs) throw damaged(path, 'it is a database, but not a recording')
    const format = readFormat(file.database)
    if (format > FORMAT) throw new FaultError({ kind: 'recording-too-new', path, format, known: FORMAT })
    if (format < FORMAT) return openOlder(file, path, { format, steps: upgrades })
    if (!hasSchema(file.database)) throw damaged(path, 'its tables are not those of a recording, or are damaged')
    return { ...file, format }
  } catch (error) {
    file.close()
    throw error instanceof FaultError ? error : damaged(path, saySqlite(error), error)
  }
}

/** An older file is upgraded as a copy: reading changes nothing. */
export function openOlder(file: Omit<OpenFile, 'format'>, path: string, { format, steps }: { format: number; steps: readonly Upgrade[] }): OpenFile {
  file.close()
  const folder = makePassingFolder('upgrade')
  const copy = join(folder, 'copy.fscope')
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    for (const companion of ['', '-wal'].filter(each => existsSync(path + each))) copyFileSync(path + companion, copy + companion)
    const database = new DatabaseSync(copy, limited)
    upgrade(database, { from: format, steps })
    const close = (): void => {
      database.close()
      remove()
    }
    return { database, format, damage: file.damage, close }
  } catch (error) {
    remove()
    throw damaged(path, `it is of format ${format} and could not be brought up to date (${saySqlite(error)})`, error)
  }
}

const limited: DatabaseSyncOptions = { timeout: PATIENCE_MS, enableForeignKeyConstraints: false, limits: { length: VALUE_MOST, attach: 0, triggerDepth: 1 } }

/** As it is; without its log where that cannot be had; and a file that was cut short by what there is of it. */
function connect(path: string): Omit<OpenFile, 'format'> {
  const attempts: readonly { readonly open: () => DatabaseSync; readonly words: string | null }[] = [
    { open: () => new DatabaseSync(path, { ...limited, readOnly: true }), words: null },
    { open: () => new DatabaseSync(withoutLog(path), { ...limited, readOnly: true }), words: 'The newest seconds could not be read: they are in the log beside the file, which cannot be opened here.' },
    { open: () => openCut(path), words: 'The file is shorter than it was: its end is missing.' }
  ]
  let failure: unknown = null
  for (const { open, words } of attempts) {
    try {
      const database = harden(open())
      return { database, damage: words === null ? [] : [words], close: () => database.close() }
    } catch (error) {
      failure ??= error
    }
  }
  throw damaged(path, saySqlite(failure), failure)
}

function withoutLog(path: string): URL {
  const url = pathToFileURL(path)
  url.search = '?immutable=1'
  return url
}

/** SQLite refuses a file that is shorter than its first page says, except to those who come to repair it. */
function openCut(path: string): DatabaseSync {
  const database = new DatabaseSync(withoutLog(path), { ...limited, readOnly: true, defensive: false })
  database.exec('PRAGMA writable_schema = ON')
  return database
}

/** Reads the first page as well, so that a file that cannot be read is found out here. */
function harden(database: DatabaseSync): DatabaseSync {
  try {
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0')
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

export const damaged = (path: string, reason: string, cause?: unknown): FaultError => new FaultError({ kind: 'recording-damaged', path, reason }, { cause })

/** SQLite's words for what people may meet, in ours. */
export function saySqlite(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  if (/not a database|unsupported file format/i.test(said)) return 'it is not a database'
  if (/malformed|corrupt/i.test(said)) return 'the file is damaged'
  if (/unable to open/i.test(said)) return 'it cannot be opened'
  if (/readonly/i.test(said)) return 'it may only be read'
  if (/locked|busy/i.test(said)) return 'another program is writing it'
  return said.charAt(0).toLowerCase() + said.slice(1)
}
