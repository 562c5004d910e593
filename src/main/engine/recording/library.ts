// A folder of recordings: what is in it, read quickly from the rows of runs alone; names, notes and pins, which stay in each file so
// that they travel with it; and which would have to go to keep it small. Nothing is removed here: the paths are told, and
// whoever asked moves them to where the user can take them back from.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { pickOverLimit, type Retained } from '../../../shared/derive/retention.ts'
import { FaultError } from '../../../shared/fault.ts'
import { openToRead, saySqlite } from './reading/open.ts'
import { type Label, readLabel, readRuns, type RecordedRun } from './reading/runs.ts'
import * as schema from './schema.ts'
import { openRowWriter } from './seal.ts'
import { closeWhole, openToWrite, reasonOf } from './writing/connection.ts'

/** One file of the library. */
export interface LibraryEntry extends Label {
  readonly path: string
  /** With the log of one that is being written. */
  readonly sizeBytes: number
  /** In order of recording; empty if it cannot be read. */
  readonly runs: readonly RecordedRun[]
  /** Of its first run; of the file itself, if that cannot be read. */
  readonly startedAtUnixMs: number
  /** Sentences: why it cannot be read, or what of it. Empty: it is whole. */
  readonly damage: readonly string[]
}

export interface Library {
  readonly folder: string
  /** Newest first. What cannot be read is listed, with the reason. Throws `folder-unreadable`, but not for a folder that is not there. */
  list(): LibraryEntry[]
  /** The same, read in turns with whatever else goes on: the first look at hundreds of files takes half a second. */
  listInTurns(): Promise<LibraryEntry[]>
  /** Of the files that are listed, none of them opened. Throws as list. */
  paths(): readonly string[]
  /** One file, also of another folder. Null: there is none. */
  read(path: string): LibraryEntry | null
  /** Null: its command is its name. Throws `label-failed`, `recording-damaged`, `recording-too-new`. */
  rename(path: string, name: string | null): void
  /** As rename. */
  annotate(path: string, note: string | null): void
  /** As rename. A pinned recording never goes to make room. */
  pin(path: string, isPinned: boolean): void
  /** All files that are this recording. */
  filesOf(path: string): readonly string[]
  /** As filesOf, to be moved away: the log is folded in where that can be done. Throws `recording-in-use` if anybody has it open to write. */
  takeFiles(path: string): readonly string[]
  /** The oldest that are not pinned and complete, so many that the rest fits into `limitBytes`. Null: no limit, nobody goes. */
  listOverLimit(limitBytes: number | null): readonly LibraryEntry[]
}

const EXTENSION = '.fscope'
const NAME_MOST = 200
const NOTE_MOST = 10_000

/** `folder` (libraryFolder(), unless the user says otherwise) need not exist yet. */
export function openLibrary(folder: string): Library {
  const change = (path: string, label: Partial<Label>): void => writeLabel(path, label)
  const seen = new Map<string, SeenEntry>()
  return {
    folder,
    list: () => listEntries(folder, seen),
    listInTurns: () => listInTurns(folder, seen),
    paths: () => listPaths(folder),
    read: path => readEntry(path, seen),
    rename: (path, name) => change(path, { name: name?.slice(0, NAME_MOST) ?? null }),
    annotate: (path, note) => change(path, { note: note?.slice(0, NOTE_MOST) ?? null }),
    pin: (path, isPinned) => change(path, { isPinned }),
    filesOf,
    takeFiles,
    listOverLimit: limitBytes => (limitBytes === null ? [] : pickOverLimit(listEntries(folder, seen), limitBytes, retainedOf))
  }
}

/** An entry, and what its files looked like when it was read: a library of hundreds is looked at again after each run. */
interface SeenEntry {
  readonly stamp: string
  readonly entry: LibraryEntry
}

function listEntries(folder: string, seen: Map<string, SeenEntry>): LibraryEntry[] {
  return listPaths(folder).flatMap(path => readEntry(path, seen) ?? []).sort(newestFirst)
}

async function listInTurns(folder: string, seen: Map<string, SeenEntry>): Promise<LibraryEntry[]> {
  const entries: LibraryEntry[] = []
  let sinceMs = performance.now()
  for (const path of listPaths(folder)) {
    const entry = readEntry(path, seen)
    if (entry) entries.push(entry)
    if (performance.now() - sinceMs < TURN_MS) continue
    await setImmediate()
    sinceMs = performance.now()
  }
  return entries.sort(newestFirst)
}

const TURN_MS = 8
const newestFirst = (a: LibraryEntry, b: LibraryEntry): number => b.startedAtUnixMs - a.startedAtUnixMs

function listPaths(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => name.endsWith(EXTENSION)).map(name => join(folder, name))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new FaultError({ kind: 'folder-unreadable', path: folder, reason: reasons[code ?? ''] ?? reasonOf(error) }, { cause: error })
  }
}

const reasons: Readonly<Record<string, string>> = { ENOTDIR: 'it is a file', EACCES: 'you may not look into it' }

/** Null: it has gone meanwhile. */
function readEntry(path: string, seen: Map<string, SeenEntry>): LibraryEntry | null {
  const stats = companions.map(companion => statSync(path + companion, { throwIfNoEntry: false }))
  const [stat] = stats
  if (!stat) {
    seen.delete(path)
    return null
  }
  const stamp = stats.map(each => (each ? `${each.ino} ${each.mtimeMs} ${each.size}` : '')).join()
  const known = seen.get(path)
  if (known?.stamp === stamp) return known.entry
  const entry = readFile(path, { sizeBytes: stats.reduce((sum, each) => sum + (each?.size ?? 0), 0), changedAtUnixMs: stat.mtimeMs })
  seen.set(path, { stamp, entry })
  return entry
}

function readFile(path: string, { sizeBytes, changedAtUnixMs }: { sizeBytes: number; changedAtUnixMs: number }): LibraryEntry {
  const unreadable = { path, sizeBytes, name: null, note: null, isPinned: false, runs: [], startedAtUnixMs: changedAtUnixMs }
  try {
    const file = openToRead(path)
    try {
      const runs = readRuns(file)
      return { ...unreadable, ...readLabel(file).label, runs, startedAtUnixMs: runs[0]?.header.startedAtUnixMs ?? changedAtUnixMs, damage: file.damage }
    } finally {
      file.close()
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    return { ...unreadable, damage: [error.message] }
  }
}

/** What SQLite lays beside a file that is written to, or was when its writer died. */
const companions = ['', '-wal', '-shm']

function filesOf(path: string): readonly string[] {
  return companions.map(companion => path + companion).filter(file => existsSync(file))
}

/** Only who has a file for himself may change how it is logged: SQLite says whether that is so. */
function takeFiles(path: string): readonly string[] {
  if (!existsSync(`${path}-wal`)) return filesOf(path)
  try {
    const database = new DatabaseSync(path, { timeout: 0 })
    try {
      database.exec('PRAGMA journal_mode = DELETE')
    } finally {
      database.close()
    }
  } catch (error) {
    if (/locked|busy/i.test(reasonOf(error))) throw new FaultError({ kind: 'recording-in-use', path }, { cause: error })
    // damaged: it goes as it is, with its log
  }
  return filesOf(path)
}

function writeLabel(path: string, change: Partial<Label>): void {
  if (!existsSync(path)) throw new FaultError({ kind: 'recording-damaged', path, reason: 'there is no such file' })
  const file = openToRead(path)
  const { label, runCount } = readLabel(file)
  const runs = runCount ?? readRuns(file).length
  file.close()
  const { name, note, isPinned } = { ...label, ...change }
  try {
    const database = openToWrite(path)
    try {
      openRowWriter(database, schema.recording).put([1, name, note, isPinned ? 1 : 0, runs])
    } finally {
      closeWhole(database)
    }
  } catch (error) {
    if (error instanceof FaultError && error.fault.kind !== 'write-failed') throw error
    throw new FaultError({ kind: 'label-failed', path, reason: saySqlite(error instanceof FaultError ? error.cause : error) }, { cause: error })
  }
}

const retainedOf = ({ sizeBytes, isPinned, runs }: LibraryEntry): Retained => ({ sizeBytes, isPinned, isComplete: runs.length > 0 && runs.every(({ end }) => end !== null) })
