// All live runs of this program: launches them, keeps what they said, ends them. No Electron here.
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { RunHistory } from '../../shared/derive/history.ts'
import type { DetailSpec, RunDetail } from '../../shared/model/detail.ts'
import type { OutputChunk, SampleBatch } from '../../shared/model/batch.ts'
import type { MachineFacts } from '../../shared/model/machine.ts'
import type { RunMark } from '../../shared/model/outcome.ts'
import { type ProcessId, type RunEnd, type RunHeader, type RunId, runId, type RunSpec, type SignalName } from '../../shared/model/run.ts'
import type { RunningList } from '../../shared/model/running.ts'
import { attachRun } from './attachedRun.ts'
import { ChildAccounts } from './launch/accounts.ts'
import { startRun } from './liveRun.ts'
import { readMachineFacts } from './machine/machineFacts.ts'
import type { RecordOptions } from './recording/live.ts'
import { openDetails } from './recording/details.ts'
import { openShelf, type RecordedPlace, type ReopenedRun } from './recording/shelf.ts'
import { openTurns } from './recording/turns.ts'
import { openRunningList } from './running/listRunning.ts'

export interface LaunchOptions extends RecordOptions {
  /** `stream`: standard output and error come as chunks, standard input is empty. `inherit`: the program has ours, untouched. */
  readonly stdio: 'stream' | 'inherit'
  /** A file that exists, to which the program writes marks (lab/README.md): they become marker events of the run. */
  readonly marks?: { readonly file: string; readonly take: (marks: readonly RunMark[]) => void }
}

export interface AttachOptions extends Pick<RunSpec, 'rateHz' | 'looks'>, RecordOptions {
  /** Start time of the process that is meant, as a list told it: refused if another one has its PID now. Left out: whoever has it. */
  readonly startTicks?: number
}

export interface RunListener {
  readonly onBatch?: (batch: SampleBatch) => void
  readonly onOutput?: (chunk: OutputChunk) => void
  readonly onEnd?: (end: RunEnd) => void
}

/** A run that is kept in memory: it goes on, has ended, or was read back from its recording. */
export interface KeptRun {
  readonly header: RunHeader
  /** What all batches so far say. It catches up when it is asked for, so who only counts or passes on does not pay for it. */
  readonly history: RunHistory
  /** Null while the run goes on, and of one that was cut off. */
  readonly end: RunEnd | null
  /** Whether more of it may come: false of what was read from a recording, also where no end is known. */
  readonly isLive: boolean
  /** In outline only, from its recording's overview: it is still being read. */
  readonly isSketch?: boolean
  /** Sentences: what of its recording could not be read. */
  readonly damage?: readonly string[]
  /** How many batches there have been so far. */
  readonly batchCount: number
  /**
   * Those from index `from` on, for a watcher that comes late. Fine ones are kept for ten minutes: of what is older, all of
   * the run so far comes instead, as one batch with a `past` that stands for all `batchCount`, and `first` is 0.
   */
  readBatches(from: number): { readonly first: number; readonly batches: readonly SampleBatch[] }
  /** What the program wrote, bounded: the beginning and the newest part. */
  readonly output: readonly OutputChunk[]
}

/** A run that this program follows, or has followed to its end. */
export interface LiveRun extends KeptRun {
  /** The recording that it is written to; null: none, or writing has failed (then a warning says why). */
  readonly recordedTo: string | null
  /** Settles when nobody of the tree is left, the last sample has been delivered and the recording is closed. Never rejects. */
  readonly ended: Promise<RunEnd>
  /** Returns the function that stops listening. */
  watch(listener: RunListener): () => void
  /** SIGTERM to the tree, `graceMs` (default 3,000), SIGKILL until nobody is left. Returns at once. */
  stop(graceMs?: number): void
  kill(): void
  /** Follows no longer. An attached tree lives on, untouched; a launched one is stopped. */
  detach(): void
  /** One signal to everyone of the tree who is alive, also those whom no tick has seen yet. Replies how many were reached. */
  signalAll(signal: SignalName): number
  /** Signals one process, or it and all below it; replies how many were reached. Identity is PID + start time. Throws FaultError. */
  signal(process: ProcessId, options: { subtree: boolean; signal: SignalName }): number
}

export interface Engine {
  readonly machine: MachineFacts
  /** Throws FaultError when the command cannot be started; then nothing was started. */
  launch(spec: RunSpec, options: LaunchOptions): Promise<LiveRun>
  /** Follows a process that runs already, and all below it, until they have ended or `detach`. Throws FaultError. */
  attach(pid: number, options: AttachOptions): Promise<LiveRun>
  /** Who runs on this machine and could be attached to. Throws a FaultError where nobody can. */
  listRunning(): Promise<RunningList>
  find(run: RunId): LiveRun | undefined
  /** Reads a run back from its recording, under an id of its own, and starts nothing. `number` null: the first. Rejects with `recording-damaged`, `recording-too-new`. */
  reopen(path: string, number: number | null): Promise<ReopenedRun>
  /** A live run, one that ended here, or one that was reopened: it may have to be read anew (then it rejects as reopen does). */
  findKept(run: RunId): Promise<KeptRun | undefined>
  /** As `findKept`; but of a long one that is still being read, its sketch. */
  findSoon(run: RunId): Promise<KeptRun | undefined>
  /** Where a run lies that is read from its recording; undefined: it is not. */
  placeOf(run: RunId): RecordedPlace | undefined
  /** A stretch of a run from its recording. Null: it has none, or a newer question came. Rejects with `recording-damaged`. */
  readDetail(spec: DetailSpec): Promise<RunDetail | null>
  /** Those that go on, and the last that have ended. */
  readonly runs: readonly LiveRun[]
  /** Ends every workload and every helper, leaves what it was attached to; resolves when nobody is left. */
  close(): Promise<void>
}

export interface EngineSpec {
  readonly programVersion: string
  /** False: do as on a machine where cgroups are not allowed. */
  readonly mayUseCgroups?: boolean
  /** Runs are recorded there unless something else is wished for one of them; null (the default): not recorded. */
  readonly recordingsFolder?: string | null
}

/** Reads the machine's facts (a tenth of a second) and is then ready to launch. */
export async function openEngine({ programVersion, mayUseCgroups = true, recordingsFolder = null }: EngineSpec): Promise<Engine> {
  const machine = await readMachineFacts()
  const accounts = new ChildAccounts(machine.clockTicksPerSecond)
  const runs = new Map<RunId, LiveRun>()
  const turns = openTurns()
  const shelf = openShelf(turns)
  const details = openDetails(turns)
  let runCount = 0
  const nextRun = (): RunId => runId(`${String(++runCount)}-${randomUUID().slice(0, 8)}`)
  const keep = (live: LiveRun): LiveRun => {
    runs.set(live.header.run, live)
    void live.ended.then(letGo)
    return live
  }
  /** What has ended and can be read from its recording need not stay in memory: an experiment may have hundreds of runs. */
  const letGo = (): void => {
    const ended = [...runs.values()].filter(({ end, recordedTo }) => end !== null && recordedTo !== null)
    for (const { header, recordedTo } of ended.slice(0, -ENDED_MOST)) {
      if (recordedTo !== null && shelf.adopt(header.run, recordedTo)) runs.delete(header.run)
    }
  }
  return {
    machine,
    launch: async (spec, options) => keep(await startRun(spec, options, { run: nextRun(), machine, programVersion, accounts, mayUseCgroups, recordingsFolder })),
    attach: async (pid, options) => keep(await attachRun(pid, options, { run: nextRun(), machine, programVersion, recordingsFolder })),
    listRunning: openRunningList(machine, () => new Map([...runs.values()].filter(({ end }) => end === null).map(({ header }) => [header.rootPid, header.run]))),
    find: run => runs.get(run),
    reopen: (path, number) => shelf.open(path, number),
    findKept: async run => runs.get(run) ?? shelf.find(run),
    findSoon: async run => runs.get(run) ?? shelf.findSoon(run),
    placeOf: run => shelf.placeOf(run),
    async readDetail(spec) {
      const live = runs.get(spec.run)
      if (live) return live.recordedTo === null ? null : details.read({ path: live.recordedTo, number: null, known: live.history }, spec)
      const reopened = await shelf.findSoon(spec.run)
      return reopened ? details.read({ ...reopened, known: reopened.history }, spec) : null
    },
    get runs() {
      return [...runs.values()]
    },
    close: async () => {
      for (const run of runs.values()) {
        if (run.header.spec.kind === 'attach') run.detach()
        else run.stop(CLOSING_GRACE_MS)
      }
      const ended = Promise.all([...runs.values()].map(run => run.ended))
      await Promise.race([ended, setTimeout(CLOSING_PATIENCE_MS, undefined, { ref: false })])
      accounts.close()
    }
  }
}

/** As many ended runs stay in memory that are recorded; older ones are read back when they are asked for. */
const ENDED_MOST = 5
/** Whoever closes the window waits for this. */
const CLOSING_GRACE_MS = 1000
/** A process that changed to another user cannot be ended by us, and must not keep the window open. */
const CLOSING_PATIENCE_MS = 12_000
