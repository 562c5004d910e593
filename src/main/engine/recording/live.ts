// Whether and where a run that begins is recorded: what was wished for it, else the folder of the program, else nowhere.
import { existsSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { programOf } from '../../../shared/derive/names.ts'
import { FaultError } from '../../../shared/fault.ts'
import { formatDate } from '../../../shared/format.ts'
import type { RunHeader } from '../../../shared/model/run.ts'
import { makeFolder } from '../makeFolder.ts'
import { saySqlite } from './reading/open.ts'
import { type Recorder, startRecorder } from './recorder.ts'
import { openToWrite, reasonOf } from './writing/connection.ts'
import type { RunPlace } from './writing/writer.ts'

export interface RecordOptions {
  /** The file, made if it is not there; a run is added to a recording that is. Null: not recorded. Absent: into the engine's folder. */
  readonly recordTo?: string | null
  /** Which variant of which experiment it is. */
  readonly recordAs?: RunPlace
}

/** Throws a FaultError if a wished file cannot be written: a run is not to be lost for a typo. Leaves no file that was not there. */
export function checkRecordable({ recordTo }: RecordOptions): void {
  if (typeof recordTo !== 'string') return
  const isNew = !existsSync(recordTo)
  try {
    openToWrite(recordTo).close()
  } catch (error) {
    if (error instanceof FaultError && error.fault.kind !== 'write-failed') throw error
    throw new FaultError({ kind: 'cannot-record', path: recordTo, reason: saySqlite(error instanceof FaultError ? error.cause : error) }, { cause: error })
  } finally {
    if (isNew) rmSync(recordTo, { force: true })
  }
}

/** Null: the run is not recorded. A folder that cannot be used is told to `onFailure`, and the run goes on. */
export function startRecording(
  header: RunHeader,
  { recordTo, recordAs }: RecordOptions,
  { folder, onFailure }: { folder: string | null; onFailure: (reason: string) => void }
): Recorder | null {
  const path = recordTo === undefined && folder !== null ? pathIn(folder, nameOf(header, recordAs), onFailure) : (recordTo ?? null)
  return path === null ? null : startRecorder({ path, header, onFailure, ...(recordAs && { place: recordAs }) })
}

function pathIn(folder: string, name: string, onFailure: (reason: string) => void): string | null {
  try {
    makeFolder(folder, PRIVATE)
    return join(folder, name)
  } catch (error) {
    queueMicrotask(() => onFailure(reasonOf(error))) // the run that is told of it is still being made
    return null
  }
}

/** Command lines and output may hold secrets. */
const PRIVATE = 0o700

/**
 * '2026-03-01 14-32-05 work 8f3a1b2c.fscope': when it began (local time), what ran, which run. Of the lab:
 * '… start-methods spawn 2 8f3a1b2c.fscope', the round counted from 1.
 */
export function nameOf({ spec, startedAtUnixMs, run }: RunHeader, place: RunPlace | undefined): string {
  const words = place ? [place.experiment, place.variant, place.round === null ? null : String(place.round + 1)] : [basename(programOf(spec)).replace(/\.[^.]+$/, '')]
  const name = words.flatMap(word => (word === null ? [] : word.replaceAll(/[^\w.-]+/g, '_').slice(0, 60))).join(' ') || 'run'
  return `${stampOf(startedAtUnixMs)} ${name} ${run.replaceAll(/[^\w-]+/g, '').slice(-8)}.fscope`
}

/** '2026-03-01 14-32-05': no colon, which not every file system takes. */
function stampOf(unixMs: number): string {
  const seconds = String(new Date(unixMs).getSeconds()).padStart(2, '0')
  return `${formatDate(unixMs)}-${seconds}`.replaceAll(':', '-')
}

/** What happened, what was kept, what goes on. */
export const sayRecordingFailed = (reason: string): string => `The recording could not be written any further (${reason}). What was written until then is kept; the run goes on, in memory only.`
