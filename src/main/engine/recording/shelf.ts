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
  /** Of a sketch: the run itself; its samples are read when somebody asks for the first time. Null: this is it. */
  readonly readWhole: (() => Promise<ReopenedRun>) | null
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
      return await reading
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
      if (!first?.readWhole) return first
      const whole = await first.readWhole()
      if (held.has(run)) held.set(run, Promise.resolve(whole))
      return whole
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

/** Up to this long a run is read at once, in a fraction of a second; of a longer one a sketch comes first. */
const SKETCH_FROM_NS = 40 * 60 * NS_PER_SECOND

/** The file is let go when it has been read: whoever renames or removes it afterwards is not in the way. */
async function reopen(place: { readonly path: string; readonly number: number | null }, run: RunId, turns: Turns): Promise<ReopenedRun> {
  const recording = openRecording(place.path)
  try {
    const recorded = findRun(recording, place.number)
    if (recorded.knownUntilNs <= SKETCH_FROM_NS) return await readWhole(recording, recorded, { run, turns, batchCount: 1 })
    let whole: Promise<ReopenedRun> | null = null
    const history = recording.readSketch(recorded.number)
    return reopenedOf(recording, recorded, { run, history, batchCount: 1, readWhole: () => (whole ??= reopenWhole({ ...place, number: recorded.number }, run, turns)) })
  } finally {
    recording.close()
  }
}

async function reopenWhole({ path, number }: RecordedPlace, run: RunId, turns: Turns): Promise<ReopenedRun> {
  const recording = openRecording(path)
  try {
    return await readWhole(recording, findRun(recording, number), { run, turns, batchCount: 2 })
  } finally {
    recording.close()
  }
}

function findRun({ path, runs }: Recording, number: number | null): RecordedRun {
  const run = number === null ? runs[0] : runs.find(each => each.number === number)
  if (!run) throw damaged(path, `there is no run ${number ?? 1} in it`)
  return run
}

interface Read extends Pick<ReopenedRun, 'readWhole'> {
  readonly run: RunId
  readonly history: RunHistory
  /** A sketch is the first batch; all of the run takes its place, and is the second. */
  readonly batchCount: number
}

/** A recording of a day takes seconds: whoever else waits for main is let in between. */
async function readWhole(recording: Recording, recorded: RecordedRun, { run, turns, batchCount }: { run: RunId; turns: Turns; batchCount: number }): Promise<ReopenedRun> {
  const history = (await turns.run(recording.readStretch(recorded.number, wholeOf(recorded)))) ?? recording.readHistory(recorded.number)
  return reopenedOf(recording, recorded, { run, history: { ...history, end: recorded.end }, batchCount, readWhole: null })
}

function reopenedOf(recording: Recording, { number }: RecordedRun, { run, history: read, batchCount, readWhole }: Read): ReopenedRun {
  const header = { ...read.header, run }
  const end = read.end && { ...read.end, run }
  const history: RunHistory = { ...read, header, end }
  const { path, runs, label, damage } = recording
  const output = recording.readOutput(number).map(chunk => ({ ...chunk, run }))
  return {
    ...{ path, number, runCount: runs.length, label, damage: [...damage], readWhole },
    ...{ header, history, end, isLive: false, isSketch: readWhole !== null, batchCount, output },
    readBatches: from => (from < batchCount ? { first: 0, batches: [batchOf(history)] } : { first: from, batches: [] })
  }
}
