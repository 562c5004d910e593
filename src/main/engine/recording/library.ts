// A folder of recordings: what is in it, read quickly from the rows of runs alone; names, notes and pins, which stay in each file so
// that they travel with it; and which would have to go to keep it small. Nothing is removed here: the paths are told, and
// whoever asked moves them to where the user can take them back from.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FaultError } from '../../../shared/fault.ts'
import { openToRead } from './reading/open.ts'
import { type Label, readLabel, readRuns, type RecordedRun } from './reading/runs.ts'
import * as schema from './schema.ts'
import { openRowWriter } from './seal.ts'
import { closeWhole, openToWrite } from './writing/connection.ts'

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
  /** Newest first. What cannot be read is listed, with the reason. */
  list(): LibraryEntry[]
  /** Null: its command is its name. Throws `write-failed`, `recording-damaged`, `recording-too-new`. */
  rename(path: string, name: string | null): void
  /** As rename. */
  annotate(path: string, note: string | null): void
  /** As rename. A pinned recording never goes to make room. */
  pin(path: string, isPinned: boolean): void
  /** All files that are this recording: to be moved to the trash. */
  filesOf(path: string): readonly string[]
  /** The oldest that are not pinned and complete, so many that the rest fits into `limitBytes`. Null: no limit, nobody goes. */
  listOverLimit(limitBytes: number | null): readonly LibraryEntry[]
}

const EXTENSION = '.fscope'
const NAME_MOST = 200
const NOTE_MOST = 10_000

/** `folder` (libraryFolder(), unless the user says otherwise) need not exist yet. */
export function openLibrary(folder: string): Library {
  const change = (path: string, label: Partial<Label>): void => writeLabel(path, label)
  return {
    folder,
    list: () => listEntries(folder),
    rename: (path, name) => change(path, { name: name?.slice(0, NAME_MOST) ?? null }),
    annotate: (path, note) => change(path, { note: note?.slice(0, NOTE_MOST) ?? null }),
    pin: (path, isPinned) => change(path, { isPinned }),
    filesOf,
    listOverLimit: limitBytes => (limitBytes === null ? [] : overLimit(listEntries(folder), limitBytes))
  }
}

function listEntries(folder: string): LibraryEntry[] {
  const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith(EXTENSION)) : []
  return names.flatMap(name => readEntry(join(folder, name)) ?? []).sort((a, b) => b.startedAtUnixMs - a.startedAtUnixMs)
}

/** Null: it has gone meanwhile. */
function readEntry(path: string): LibraryEntry | null {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return null
  const sizeBytes = filesOf(path).reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)
  const unreadable = { path, sizeBytes, name: null, note: null, isPinned: false, runs: [], startedAtUnixMs: stat.mtimeMs }
  try {
    const file = openToRead(path)
    try {
      const runs = readRuns(file)
      return { ...unreadable, ...readLabel(file).label, runs, startedAtUnixMs: runs[0]?.header.startedAtUnixMs ?? stat.mtimeMs, damage: file.damage }
    } finally {
      file.close()
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    return { ...unreadable, damage: [error.message] }
  }
}

function filesOf(path: string): readonly string[] {
  return ['', '-wal', '-shm'].map(companion => path + companion).filter(file => existsSync(file))
}

function writeLabel(path: string, change: Partial<Label>): void {
  if (!existsSync(path)) throw new FaultError({ kind: 'recording-damaged', path, reason: 'there is no such file' })
  const file = openToRead(path)
  const { label, runCount } = readLabel(file)
  const runs = runCount ?? readRuns(file).length
  file.close()
  const { name, note, isPinned } = { ...label, ...change }
  const database = openToWrite(path)
  try {
    openRowWriter(database, schema.recording).put([1, name, note, isPinned ? 1 : 0, runs])
  } finally {
    closeWhole(database)
  }
}

/** Oldest first. Who is still being written, or cannot be read, is nobody's to remove. */
function overLimit(entries: readonly LibraryEntry[], limitBytes: number): LibraryEntry[] {
  let sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0)
  const going: LibraryEntry[] = []
  for (const entry of entries.toReversed()) {
    if (sizeBytes <= limitBytes) break
    if (entry.isPinned || entry.runs.length === 0 || entry.runs.some(({ end }) => end === null)) continue
    going.push(entry)
    sizeBytes -= entry.sizeBytes
  }
  return going
}
