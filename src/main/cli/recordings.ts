// Recordings as a command names them: by file, or, of the library, by the end of its name. And one run of one: opened, read,
// closed; what could not be read is said once, and the rest is given.
import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { RunHistory } from '../../shared/derive/history.ts'
import { FaultError } from '../../shared/fault.ts'
import { libraryFolder, type LibraryEntry, openLibrary, openRecording, type RecordedRun } from '../engine/index.ts'
import { say } from './saying.ts'

/**
 * `path`: what was typed, from the working folder on. The file, or, where there is none, the one recording of the library
 * whose name ends so. Throws FaultError: recording-missing, bad-input (several do).
 */
export function findRecording(path: string): string {
  if (existsSync(path)) return path
  const word = basename(path)
  const folder = libraryFolder()
  const found = dirname(path) === process.cwd() ? openLibrary(folder).paths().filter(each => endsWithWords(stemOf(each), stemOf(word))) : []
  const [only, other] = found
  if (only === undefined) throw new FaultError({ kind: 'recording-missing', path })
  if (other !== undefined) throw new FaultError({ kind: 'bad-input', field: 'RECORDING', reason: `${found.length} recordings of the library end in “${word}”. Say more of the name: ${found.map(each => `“${stemOf(each)}”`).join(', ')}.` })
  return only
}

const stemOf = (path: string): string => basename(path).replace(/\.fscope$/, '')

const endsWithWords = (name: string, end: string): boolean => end !== '' && (name === end || name.endsWith(` ${end}`))

/** What each entry may be called: the fewest last words of its name that no other ends in. */
export function callNames(entries: readonly LibraryEntry[]): (entry: LibraryEntry) => string {
  const names = entries.map(({ path }) => stemOf(path))
  return ({ path }) => {
    const words = stemOf(path).split(' ')
    const ends = words.map((_, from) => words.slice(from).join(' '))
    return ends.findLast(end => names.filter(name => endsWithWords(name, end)).length === 1) ?? stemOf(path)
  }
}

export interface RecordedHistory {
  readonly path: string
  readonly history: RunHistory
  /** Of the whole file. */
  readonly runCount: number
}

/** `run`: counted from 1, as the user does. Throws FaultError: those of findRecording, recording-damaged, recording-too-new, bad-input. */
export function readRecordedRun(named: string, run: number): RecordedHistory {
  const path = findRecording(named)
  const recording = openRecording(path)
  try {
    const history = recording.readHistory(findRun(recording.runs, run).number)
    for (const sentence of new Set(recording.damage)) say(`${sentence} (${path})`)
    return { path, history, runCount: recording.runs.length }
  } finally {
    recording.close()
  }
}

function findRun(runs: readonly RecordedRun[], wanted: number): RecordedRun {
  const run = runs[wanted - 1]
  if (!run) throw new FaultError({ kind: 'bad-input', field: '--run', reason: `there is no run ${wanted}; the recording has ${runs.length}.` })
  return run
}
