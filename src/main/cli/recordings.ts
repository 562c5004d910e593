// One run of a recording for a command: opened, read, closed; what could not be read is said once, and the rest is given.
import type { RunHistory } from '../../shared/derive/history.ts'
import { FaultError } from '../../shared/fault.ts'
import { openRecording, type RecordedRun } from '../engine/index.ts'
import { say } from './saying.ts'

export interface RecordedHistory {
  readonly history: RunHistory
  /** Of the whole file. */
  readonly runCount: number
}

/** `run`: counted from 1, as the user does. Throws FaultError: recording-damaged, recording-too-new, bad-input. */
export function readRecordedRun(path: string, run: number): RecordedHistory {
  const recording = openRecording(path)
  try {
    const history = recording.readHistory(findRun(recording.runs, run).number)
    for (const sentence of new Set(recording.damage)) say(`${sentence} (${path})`)
    return { history, runCount: recording.runs.length }
  } finally {
    recording.close()
  }
}

function findRun(runs: readonly RecordedRun[], wanted: number): RecordedRun {
  const run = runs[wanted - 1]
  if (!run) throw new FaultError({ kind: 'bad-input', field: '--run', reason: `there is no run ${wanted}; the recording has ${runs.length}.` })
  return run
}
