// Runs read back from recordings, behind the face of a run in memory. Which file each came from is kept for good; what it
// says is kept of the last few only, and read anew when an older one is asked for.
import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { batchOf } from '../../../shared/derive/batchOf.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { type RunId, runId } from '../../../shared/model/run.ts'
import type { KeptRun } from '../engine.ts'
import { openRecording, type Recording, wholeOf } from './reading/recording.ts'
import type { Label } from './reading/runs.ts'

/** Where a reopened run lies. */
export interface RecordedPlace {
  readonly path: string
  /** Which of the file's runs. */
  readonly number: number
}

/** One run of a recording: all of it, as a live run has it. */
export interface ReopenedRun extends KeptRun, RecordedPlace {
  /** How many runs the file has. */
  readonly runCount: number
  readonly label: Label
  /** Sentences: what could not be read. */
  readonly damage: readonly string[]
}

export interface Shelf {
  /** Under an id of its own at each call. `number` null: the file's first run. Rejects with `recording-damaged`, `recording-too-new`. */
  open(path: string, number: number | null): Promise<ReopenedRun>
  /** Undefined: it was never opened here. Rejects as `open` does if it has to be read anew. */
  find(run: RunId): Promise<ReopenedRun | undefined>
  /** Undefined: it was never opened here. */
  placeOf(run: RunId): RecordedPlace | undefined
}

/** Each takes up to some 50 MB (ROWS_MOST). */
const HELD_MOST = 3

export function openShelf(): Shelf {
  const places = new Map<RunId, RecordedPlace>()
  /** The one that was asked for last stands last. */
  const held = new Map<RunId, Promise<ReopenedRun>>()
  const hold = async (run: RunId, reading: Promise<ReopenedRun>): Promise<ReopenedRun> => {
    held.delete(run)
    held.set(run, reading)
    for (const oldest of [...held.keys()].slice(0, -HELD_MOST)) held.delete(oldest)
    try {
      return await reading
    } catch (error) {
      held.delete(run) // the file may be there again the next time
      throw error
    }
  }
  return {
    async open(path, number) {
      const run = runId(`reopened-${randomUUID().slice(0, 8)}`)
      const reopened = await hold(run, reopen(path, number, run))
      places.set(run, { path, number: reopened.number })
      return reopened
    },
    async find(run) {
      const place = places.get(run)
      return place && hold(run, held.get(run) ?? reopen(place.path, place.number, run))
    },
    placeOf: run => places.get(run)
  }
}

/** Reads all of it and lets the file go: whoever renames or removes it meanwhile is not in the way. */
async function reopen(path: string, number: number | null, run: RunId): Promise<ReopenedRun> {
  const recording = openRecording(path)
  try {
    const { runs, label } = recording
    const wanted = number ?? runs[0]?.number ?? 0
    const read = await readInTurns(recording, wanted)
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

/** A recording of a day takes seconds: whoever else waits for main is let in between. */
async function readInTurns(recording: Recording, number: number): Promise<RunHistory> {
  const run = recording.runs.find(each => each.number === number)
  if (!run) return recording.readHistory(number) // which says that there is none
  const reading = recording.readStretch(number, wholeOf(run))
  for (;;) {
    const next = reading.next()
    if (next.done) return { ...next.value, end: run.end }
    await setImmediate()
  }
}
