// Runs read back from recordings, behind the face of a run in memory. Which file each came from is kept for good; what it
// says is kept of the last few only, and read anew when an older one is asked for.
import { randomUUID } from 'node:crypto'
import { batchOf } from '../../../shared/derive/batchOf.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { FaultError } from '../../../shared/fault.ts'
import { type RunId, runId } from '../../../shared/model/run.ts'
import { NS_PER_SECOND } from '../../../shared/units.ts'
import type { KeptRun } from '../engine.ts'
import { damaged } from './reading/open.ts'
import { openRecording, type Recording, wholeOf } from './reading/recording.ts'
import type { Label, RecordedRun } from './reading/runs.ts'
import type { Turns } from './turns.ts'

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
  /** Sentences: what could not be read. Of a sketch: so far. */
  readonly damage: readonly string[]
  /** Of a sketch: the run itself, once its samples have been read. Null: this is it. */
  readonly whole: Promise<ReopenedRun> | null
}

export interface Shelf {
  /** Under an id of its own at each call; of a long run a sketch at once. `number` null: the file's first run. Rejects with `recording-damaged`, `recording-too-new`. */
  open(path: string, number: number | null): Promise<ReopenedRun>
  /** Whole. Undefined: it was never opened here. Rejects as `open` does if it has to be read anew. */
  find(run: RunId): Promise<ReopenedRun | undefined>
  /** As `find`, but whatever is there first. */
  findSoon(run: RunId): Promise<ReopenedRun | undefined>
  /** A run that was recorded here, known from now on by its own id. False: it is not to be found in that file. */
  adopt(run: RunId, path: string): boolean
  /** Undefined: it was never opened here. */
  placeOf(run: RunId): RecordedPlace | undefined
}

/** Each takes up to some 50 MB (ROWS_MOST). */
const HELD_MOST = 3

export function openShelf(turns: Turns): Shelf {
  const places = new Map<RunId, RecordedPlace>()
  /** The one that was asked for last stands last. */
  const held = new Map<RunId, Promise<ReopenedRun>>()
  const hold = async (run: RunId, reading: Promise<ReopenedRun>): Promise<ReopenedRun> => {
    held.delete(run)
    held.set(run, reading)
    for (const oldest of [...held.keys()].slice(0, -HELD_MOST)) held.delete(oldest)
    try {
      const first = await reading
      void first.whole?.then(
        whole => {
          if (held.has(run)) held.set(run, Promise.resolve(whole))
        },
        () => held.delete(run)
      )
      return first
    } catch (error) {
      held.delete(run) // the file may be there again the next time
      throw error
    }
  }
  const findSoon = async (run: RunId): Promise<ReopenedRun | undefined> => {
    const place = places.get(run)
    return place && hold(run, held.get(run) ?? reopen(place, run, turns))
  }
  return {
    async open(path, number) {
      const run = runId(`reopened-${randomUUID().slice(0, 8)}`)
      const reopened = await hold(run, reopen({ path, number }, run, turns))
      places.set(run, { path, number: reopened.number })
      return reopened
    },
    find: async run => {
      const first = await findSoon(run)
      return first?.whole ?? first
    },
    findSoon,
    adopt(run, path) {
      const number = findNumber(run, path)
      if (number === null) return false
      places.set(run, { path, number })
      return true
    },
    placeOf: run => places.get(run)
  }
}

/** Null: the file cannot be read, or has no such run. */
function findNumber(run: RunId, path: string): number | null {
  try {
    const recording = openRecording(path)
    recording.close()
    return recording.runs.find(({ header }) => header.run === run)?.number ?? null
  } catch (error) {
    if (error instanceof FaultError) return null
    throw error
  }
}

/** Up to this long a run is read within a second; of a longer one a sketch comes first. */
const SKETCH_FROM_NS = 2 * 3600 * NS_PER_SECOND

/** The file is let go when all of it has been read: whoever renames or removes it afterwards is not in the way. */
async function reopen({ path, number }: { path: string; number: number | null }, run: RunId, turns: Turns): Promise<ReopenedRun> {
  const recording = openRecording(path)
  let isReadOn = false
  try {
    const recorded = findRun(recording, number)
    const place = { path, number: recorded.number }
    if (recorded.knownUntilNs <= SKETCH_FROM_NS) return reopenedOf(recording, place, { run, history: await readWhole(recording, recorded, turns), whole: null, batchCount: 1 })
    const sketch = recording.readSketch(recorded.number)
    const whole = readWhole(recording, recorded, turns)
      .then(history => reopenedOf(recording, place, { run, history, whole: null, batchCount: 2 }))
      .finally(() => recording.close())
    isReadOn = true
    whole.catch(() => undefined) // told to whoever asks for it
    return reopenedOf(recording, place, { run, history: sketch, whole, batchCount: 1 })
  } finally {
    if (!isReadOn) recording.close()
  }
}

function findRun({ path, runs }: Recording, number: number | null): RecordedRun {
  const run = number === null ? runs[0] : runs.find(each => each.number === number)
  if (!run) throw damaged(path, `there is no run ${number ?? 1} in it`)
  return run
}

interface Read {
  readonly run: RunId
  readonly history: RunHistory
  readonly whole: Promise<ReopenedRun> | null
  /** A sketch is the first batch; all of the run takes its place, and is the second. */
  readonly batchCount: number
}

function reopenedOf(recording: Recording, place: RecordedPlace, { run, history: read, whole, batchCount }: Read): ReopenedRun {
  const header = { ...read.header, run }
  const end = read.end && { ...read.end, run }
  const history: RunHistory = { ...read, header, end }
  const output = recording.readOutput(place.number).map(chunk => ({ ...chunk, run }))
  return {
    ...{ ...place, runCount: recording.runs.length, label: recording.label, damage: [...recording.damage], whole },
    ...{ header, history, end, isLive: false, isSketch: whole !== null, batchCount, output },
    readBatches: from => (from < batchCount ? { first: 0, batches: [batchOf(history)] } : { first: from, batches: [] })
  }
}

/** A recording of a day takes seconds: whoever else waits for main is let in between. */
async function readWhole(recording: Recording, run: RecordedRun, turns: Turns): Promise<RunHistory> {
  const history = await turns.run(recording.readStretch(run.number, wholeOf(run)))
  return { ...(history ?? recording.readHistory(run.number)), end: run.end }
}
