// What the program keeps between two starts: settings, recent commands, the last export folder. One JSON file; a damaged
// one is kept aside and defaults are used, so that no broken file can keep the program from starting.
import { readFileSync, renameSync } from 'node:fs'
import type { Settings } from '../../shared/contract.ts'
import type { RunSpec } from '../../shared/model/run.ts'
import { parseRunSpec, parseSettings } from './guard.ts'
import { type Parse, parseFields, parseList, parseNumber, parseOrNull, parseText } from '../../shared/parsing.ts'
import { writeWhole } from './writing.ts'

interface KeptState {
  /** Format of the file; a higher one was written by a newer program. */
  readonly format: number
  readonly settings: Settings
  readonly recents: readonly RunSpec[]
  readonly exportFolder: string | null
}

export interface Kept {
  readonly settings: Settings
  /** Newest first. */
  readonly recents: readonly RunSpec[]
  readonly exportFolder: string | null
  /** Throws `write-failed`. */
  saveSettings(settings: Settings): void
  /** Throws `write-failed`. */
  forgetRecents(): void
  /** If it cannot be written it is known until the program ends: no reason to fail what the user asked for. */
  addRecent(spec: RunSpec): void
  /** As addRecent. */
  saveExportFolder(folder: string): void
}

const FORMAT = 2
const RECENTS_MOST = 20
/** Commands may hold secrets in their arguments or additions to the environment: only the user reads the file. */
const PRIVATE = 0o600
const defaults: KeptState = { format: FORMAT, settings: { theme: 'system', percentOf: 'core', libraryLimitBytes: null }, recents: [], exportFolder: null }

const parseState: Parse<KeptState> = parseFields<KeptState>({
  format: parseNumber({ lowest: FORMAT, highest: FORMAT, whole: true }),
  settings: parseSettings,
  recents: parseList(parseRunSpec, { longest: RECENTS_MOST }),
  exportFolder: parseOrNull(parseText({ longest: 4096, shortest: 1 }))
})

/** Reads the file at `path`, or begins with defaults. Each save is written at once. */
export function openKept(path: string): Kept {
  let state = readState(path)
  const save = (change: Partial<KeptState>): void => {
    state = { ...state, ...change }
    writeWhole(path, `${JSON.stringify(state, null, 2)}\n`, { mode: PRIVATE, makesFolder: true })
  }
  const saveIfPossible = (change: Partial<KeptState>): void => {
    try {
      save(change)
    } catch {
      // see addRecent
    }
  }
  return {
    get settings() {
      return state.settings
    },
    get recents() {
      return state.recents
    },
    get exportFolder() {
      return state.exportFolder
    },
    saveSettings: settings => save({ settings }),
    addRecent: spec => saveIfPossible({ recents: putFirst(spec, state.recents) }),
    forgetRecents: () => save({ recents: [] }),
    saveExportFolder: folder => saveIfPossible({ exportFolder: folder })
  }
}

/** The same command in the same folder, started the same way, is one entry. */
export function putFirst(spec: RunSpec, recents: readonly RunSpec[]): readonly RunSpec[] {
  const key = sameness(spec)
  return [spec, ...recents.filter(each => sameness(each) !== key)].slice(0, RECENTS_MOST)
}

const sameness = ({ argv, cwd, kind, throughShell }: RunSpec): string => JSON.stringify([argv, cwd, kind, throughShell])

function readState(path: string): KeptState {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return defaults // the first start, or a file that may not be read: a save will say so
  }
  try {
    return parseState(upgrade(JSON.parse(text)), 'settings file')
  } catch {
    keepAside(path)
    return defaults
  }
}

/** Format 1 knew no limit of the library. What is not of format 1 is left as it is, for the parser to judge. */
function upgrade(state: unknown): unknown {
  if (typeof state !== 'object' || state === null || !('format' in state) || state.format !== 1) return state
  const settings = 'settings' in state && typeof state.settings === 'object' ? state.settings : {}
  return { ...state, format: 2, settings: { ...settings, libraryLimitBytes: null } }
}

function keepAside(path: string): void {
  try {
    renameSync(path, `${path}.damaged`)
  } catch {
    // a folder that may not be written: the next save says so, the start goes on
  }
}
