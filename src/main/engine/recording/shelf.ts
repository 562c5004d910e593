// Runs read back from recordings, behind the face of a run in memory. Which file each came from is kept for good; what it
// says is kept of the last few only, and read anew when an older one is asked for.
import { randomUUID } from 'node:crypto'
import { batchOf } from '../../../shared/derive/batchOf.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { type RunId, runId } from '../../../shared/model/run.ts'
import type { KeptRun } from '../engine.ts'
import { openRecording } from './reading/recording.ts'
import type { Label } from './reading/runs.ts'

/** One run of a recording: all of it, as a live run has it. */
export interface ReopenedRun extends KeptRun {
  readonly path: string
  /** Which of the file's runs. */
  readonly number: number
  /** How many runs the file has. */
  readonly runCount: number
  readonly label: Label
  /** Sentences: what could not be read. */
  readonly damage: readonly string[]
}

export interface Shelf {
  /** Under an id of its own at each call. `number` null: the file's first run. Throws `recording-damaged`, `recording-too-new`. */
  open(path: string, number: number | null): ReopenedRun
  /** Undefined: it was never opened here. Throws as `open` if it has to be read anew. */
  find(run: RunId): ReopenedRun | undefined
}

interface Place {
  readonly path: string
  readonly number: number
}

/** A history of a day with a hundred processes takes some hundred MiB. */
const HELD_MOST = 3

export function openShelf(): Shelf {
  const places = new Map<RunId, Place>()
  /** The one that was asked for last stands last. */
  const held = new Map<RunId, ReopenedRun>()
  const hold = (reopened: ReopenedRun): ReopenedRun => {
    const { run } = reopened.header
    held.delete(run)
    held.set(run, reopened)
    for (const oldest of [...held.keys()].slice(0, -HELD_MOST)) held.delete(oldest)
    return reopened
  }
  return {
    open(path, number) {
      const reopened = hold(reopen(path, number, runId(`reopened-${randomUUID().slice(0, 8)}`)))
      places.set(reopened.header.run, { path, number: reopened.number })
      return reopened
    },
    find(run) {
      const place = places.get(run)
      return place && hold(held.get(run) ?? reopen(place.path, place.number, run))
    }
  }
}

/** Reads all of it and lets the file go: whoever renames or removes it meanwhile is not in the way. */
function reopen(path: string, number: number | null, run: RunId): ReopenedRun {
  const recording = openRecording(path)
  try {
    const { runs, label } = recording
    const wanted = number ?? runs[0]?.number ?? 0
    const read = recording.readHistory(wanted)
    const header = { ...read.header, run }
    const end = read.end && { ...read.end, run }
    const history: RunHistory = { ...read, header, end }
    const output = recording.readOutput(wanted).map(chunk => ({ ...chunk, run }))
    return {
      ...{ path, number: wanted, runCount: runs.length, label, damage: [...recording.damage] },
      ...{ header, history, end, isLive: false, batchCount: 1, output },
      readBatches: from => ({ first: Math.min(from, 1), batches: from < 1 ? [batchOf(history)] : [] })
    }
  } finally {
    recording.close()
  }
}
