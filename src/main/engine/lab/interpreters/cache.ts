// What interpreters answered before, kept in the user's cache folder: asking ten of them takes seconds. An answer holds as
// long as the interpreter's file and the folders of its modules are as they were. Losing the file loses nothing.
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../../makeFolder.ts'
import { parseJson } from '../marks.ts'
import { type Answer, isAnswer } from './probes.ts'
import type { Seeker } from './places.ts'

/** Raised when the question changes: old answers are then not read. */
const VERSION = 1

export interface AnswerCache {
  /** Null: not asked yet, or something has changed since, or not all of these modules were asked for. */
  find(path: string, modules: readonly string[]): Answer | null
  keep(path: string, modules: readonly string[], answer: Answer): void
  /** A folder that cannot be written is no fault: the next start asks again. */
  write(): void
}

interface Entry {
  readonly stamp: string
  readonly modules: readonly string[]
  readonly answer: Answer
}

/** XDG base directories; Apple's and Windows' own folders. */
export function findCacheFile({ environment, home, platform }: Seeker): string {
  const local = environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local')
  const folder = platform === 'win32' ? local : platform === 'darwin' ? join(home, 'Library', 'Caches') : (environment.XDG_CACHE_HOME ?? join(home, '.cache'))
  return join(folder, 'forkscope', 'interpreters.json')
}

export function openAnswerCache(file: string): AnswerCache {
  const entries = readEntries(file)
  let isChanged = false
  return {
    find: (path, modules) => {
      const entry = entries.get(path)
      if (!entry || modules.some(name => !entry.modules.includes(name))) return null
      if (entry.stamp !== stampOf(path, entry.answer)) return null
      return { ...entry.answer, modules: entry.answer.modules.filter(name => modules.includes(name)) }
    },
    keep: (path, modules, answer) => {
      entries.set(path, { stamp: stampOf(path, answer), modules, answer })
      isChanged = true
    },
    write: () => {
      if (isChanged) writeEntries(file, entries)
    }
  }
}

/** Sizes and times of what the answer depends on. A link is looked through: it may lead to another version now. */
function stampOf(path: string, { moduleFolders }: Answer): string {
  const stamps = [path, ...moduleFolders].map(each => {
    const found = statSync(each, { throwIfNoEntry: false })
    return found ? `${found.ino}:${found.size}:${found.mtimeMs}` : '-'
  })
  return stamps.join(' ')
}

function readEntries(file: string): Map<string, Entry> {
  try {
    const kept = parseJson(readFileSync(file, 'utf8'))
    if (typeof kept !== 'object' || kept === null || !('version' in kept) || kept.version !== VERSION || !('entries' in kept)) return new Map()
    return new Map(Object.entries(kept.entries as object).filter((entry): entry is [string, Entry] => isEntry(entry[1])))
  } catch {
    return new Map() // not there yet, or damaged: everybody is asked again
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false
  const { stamp, modules, answer } = value as Partial<Record<keyof Entry, unknown>>
  return typeof stamp === 'string' && Array.isArray(modules) && isAnswer(answer)
}

/** Written beside and moved into place: two programs that start together never read half of it. */
function writeEntries(file: string, entries: ReadonlyMap<string, Entry>): void {
  try {
    makeFolder(dirname(file))
    const draft = `${file}.${String(process.pid)}`
    writeFileSync(draft, JSON.stringify({ version: VERSION, entries: Object.fromEntries(entries) }))
    renameSync(draft, file)
  } catch {
    // A read-only home: nothing is lost but time.
  }
}
