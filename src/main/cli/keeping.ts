// Where a run is recorded to, as the options say it; made ready before anything runs, and told of when it goes wrong.
import { accessSync, constants, existsSync, rmdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import { libraryFolder, type LiveRun, makeFolder, type RecordOptions } from '../engine/index.ts'
import { refuse } from './optionParsing.ts'
import { say } from './saying.ts'
import { checkWritable, reasonOf } from './writing.ts'

/** `folder`: each run into a file of its own there. `library`: likewise, where the window keeps its runs. */
export type Keep = { readonly to: 'nowhere' | 'library' } | { readonly to: 'file' | 'folder'; readonly path: string }

interface KeepValues {
  readonly out?: string | undefined
  readonly keep?: boolean | undefined
}

/** `out`: what --out names. */
export function parseKeep({ out, keep }: KeepValues, { cwd, names }: { cwd: string; names: 'file' | 'folder' }): Keep {
  if (out !== undefined && keep) throw refuse('--out, --keep', 'only one of them: a place of your own, or the library.')
  if (out === undefined) return { to: keep ? 'library' : 'nowhere' }
  if (out === '' || out === '-') throw refuse('--out', names === 'file' ? 'which file? A recording is a file of its own.' : 'which folder? Each run becomes a file in it.')
  return { to: names, path: resolve(cwd, out) }
}

export interface ReadyKeep {
  /** Of an engine that records every run; null: it records none by itself. */
  readonly folder: string | null
  /** Of a run. */
  readonly options: RecordOptions
  /** Call it at the end: a folder that was made for runs, and got none, goes. */
  readonly tidy: () => void
}

const nothing = (): void => undefined

/** Makes the folder that --out names. Throws a FaultError `bad-input` if nothing can be written there. */
export function prepareKeep(keep: Keep): ReadyKeep {
  switch (keep.to) {
    case 'nowhere':
      return { folder: null, options: { recordTo: null }, tidy: nothing }
    case 'file':
      checkWritable('--out', keep.path)
      return { folder: null, options: { recordTo: keep.path }, tidy: nothing }
    case 'folder':
      return { folder: keep.path, options: {}, tidy: useFolder('--out', keep.path) }
    case 'library':
      useFolder('--keep', libraryFolder(), PRIVATE)
      return { folder: libraryFolder(), options: {}, tidy: nothing }
  }
}

/** Command lines and output of all that ever ran are nobody else's business. */
const PRIVATE = 0o700

/** Replies with what takes it away again if it was made here and is empty. */
function useFolder(field: string, path: string, mode?: number): () => void {
  try {
    const isNew = !existsSync(path)
    makeFolder(path, mode)
    accessSync(path, constants.W_OK | constants.X_OK)
    return isNew ? () => removeEmpty(path) : nothing
  } catch (error) {
    throw new FaultError({ kind: 'bad-input', field, reason: `“${path}” cannot be used as a folder: ${reasonOf(error)}. Nothing was started.` }, { cause: error })
  }
}

function removeEmpty(path: string): void {
  try {
    rmdirSync(path)
  } catch {
    // there are recordings in it
  }
}

/** Whether all of a run that has ended is in its recording, or it was not to be recorded. */
export const isKeptWhole = ({ history }: LiveRun): boolean => !history.warnings.has('recording-failed')

/**
 * Says at once what goes wrong with the recording while the run goes on; what goes wrong at its end stands in the report, and
 * is said here only if there will be none. Ends with the run.
 */
export function sayRecordingFailure(run: LiveRun, { isReported }: { isReported: boolean }): void {
  run.watch({
    onBatch: ({ warnings }) => {
      for (const { code, text } of warnings) if (code === 'recording-failed' && !(isReported && run.end)) say(text)
    }
  })
}
