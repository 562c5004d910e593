// Everything that crosses between main and page, once: names, arguments, replies. Preload and shell are derived from it;
// a name missing or too many on either side does not compile. Nothing from the page is believed before shell/guard.ts
// has parsed it.
import type { Fault } from './fault.ts'
import type { OutputChunk, SampleBatch } from './model/batch.ts'
import type { DetailSpec, RunDetail } from './model/detail.ts'
import type { Interpreter } from './model/experiment.ts'
import type { ComparedExportSpec, ExportSpec } from './model/export.ts'
import type { MachineFacts } from './model/machine.ts'
import type { Catalogue, ExperimentOrder, NotRun, VariantRun } from './model/outcome.ts'
import type { LibraryItem, LibraryState, RecordingId } from './model/recording.ts'
import type { ProcessId, RunEnd, RunHeader, RunId, RunSpec, SignalName } from './model/run.ts'
import type { AttachSpec, RunningList } from './model/running.ts'
import type { UsedCurve } from './model/usedCurve.ts'

export type { ChartName, ExportSpec, PictureFormat, TableFormat } from './model/export.ts'
export type { SignalName } from './model/run.ts'

/** What the page knows before any run. */
export interface StartState {
  readonly version: string
  readonly runtime: string
  readonly platform: string
  readonly homeFolder: string
  readonly machine: MachineFacts
  readonly recents: readonly RunSpec[]
  readonly workloads: readonly ReadyWorkload[]
  readonly settings: Settings
  /** A run that was asked for on the command line, or that goes on after a reload of the page. */
  readonly liveRun: RunId | null
  /** All runs since the program started, oldest first, those of the lab too. */
  readonly runs: readonly SessionRun[]
}

/** A run of which main still has everything. */
export interface SessionRun {
  readonly header: RunHeader
  /** Null: it goes on. */
  readonly end: RunEnd | null
}

/** A workload that is ready to click. */
export interface ReadyWorkload {
  readonly title: string
  /** One sentence: what it does, what to look for. */
  readonly about: string
  /** Null: it can run here. Otherwise the reason why not, in words. */
  readonly missing: string | null
  readonly spec: RunSpec
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  /** 100 % = one core, or 100 % = all cores. */
  readonly percentOf: 'core' | 'machine'
  /** The oldest recordings that are complete and not pinned go to the trash when all together are larger. Null: no limit. */
  readonly libraryLimitBytes: number | null
}

/** A run so far, for a page that comes late or was reloaded. */
export interface RunSoFar {
  readonly header: RunHeader
  /** Index of the first batch here: the asked one; 0 where so old ones are not kept any more: then these stand for all of the run. */
  readonly first: number
  /** From `first` on, in order, several samplings merged into one. */
  readonly batches: readonly SampleBatch[]
  /** How many batches the sampler has made so far; the next delivery begins with this index. */
  readonly batchCount: number
  /** All that is kept of it; replaces what the page had. */
  readonly output: readonly OutputChunk[]
  /** Null: it goes on; or, of one that is not live, it was cut off and nobody knows how it ended. */
  readonly end: RunEnd | null
  /** Whether more of it may come. Never of a run that was read from a recording. */
  readonly isLive: boolean
  /** In outline, from its recording's overview, since reading a long one takes seconds: whoever asks for what follows gets all of it when it has been read. */
  readonly isSketch: boolean
  /** Sentences: what of its recording could not be read, as far as that is known. */
  readonly damage: readonly string[]
}

/**
 * A run of a recording, which readRun and exportRun know from now on, under an id of its own: two copies of one file, or a
 * run and its own recording, are never mixed up. One that is still being written is the live run itself.
 */
export interface OpenedRun {
  readonly header: RunHeader
  readonly recording: RecordingId
  /** Which of the file's runs. */
  readonly number: number
  /** Given by the user. */
  readonly name: string | null
  /** Sentences: what could not be read of it. Empty: it is whole. */
  readonly damage: readonly string[]
  /** How many runs the file has. */
  readonly runCount: number
}

/**
 * One or more batches of the sampler, merged. A page that holds the first `first` batches of the run appends it and then
 * holds `first + count`; a page that holds more has it already; a page that holds fewer asks `readRun` for the rest. After a
 * long absence comes one batch with a `past`: it stands for the first `count` batches, in the place of all that the page has.
 */
export interface BatchDelivery {
  readonly first: number
  readonly count: number
  readonly batch: SampleBatch
}

/** One variant in one round of an experiment. */
export interface PlannedRun {
  readonly variant: string
  /** Counted from 0. */
  readonly round: number
  /** `stopped`: ended by the user before it was done, so it has no result. */
  readonly state: 'waiting' | 'running' | 'ended' | 'stopped' | 'not-run'
  /** Once it has been launched. */
  readonly run: RunId | null
  /** Where it is not run: why. */
  readonly reason: NotRun | null
}

export interface ExperimentResult {
  readonly run: VariantRun
  readonly curve: UsedCurve
}

/**
 * How far an experiment has come. Plan and phase are whole; of the results, those from index `firstResult` on. A page that
 * holds `firstResult` of them appends; one that holds fewer, or those of another execution, asks `readLab` for all.
 */
export interface ExperimentProgress {
  /** Counted from 1 since the program started. */
  readonly execution: number
  /** With the value of every parameter. */
  readonly order: ExperimentOrder
  readonly phase: 'running' | 'stopping' | 'ended' | 'stopped' | 'failed'
  /** What went wrong; null unless it failed. */
  readonly fault: Fault | null
  /** In the order in which they are run. */
  readonly plan: readonly PlannedRun[]
  readonly firstResult: number
  readonly results: readonly ExperimentResult[]
}

export interface LabState {
  readonly catalogue: Catalogue
  /** The experiment that goes on, or was run last, with all results; null: none yet. */
  readonly progress: ExperimentProgress | null
}

/** A program of the lab, to be read. */
export interface LabProgram {
  readonly path: string
  readonly text: string
}

/** Requests of the page, each with one reply. Each argument is one cloneable value. */
export interface Calls {
  readStart(request: null): StartState
  launch(spec: RunSpec): RunHeader
  readRun(request: { readonly run: RunId; readonly fromBatch: number }): RunSoFar
  /** Everyone who could be attached to, read now. */
  listProcesses(request: null): RunningList
  /** Follows a process that runs already, and all below it. Refused when its PID belongs to another one by now. */
  attach(spec: AttachSpec): RunHeader
  /** Follows an attached tree no longer; it lives on, untouched. The run's end comes as an event. A launched one is refused. */
  detach(run: RunId): null
  /** For who zooms into a long run. Null: there is no recording of it, or another stretch was asked for meanwhile. */
  readDetail(spec: DetailSpec): RunDetail | null
  /** SIGTERM to the tree, grace, SIGKILL. Replies at once; the run's end comes as an event. */
  stop(run: RunId): null
  kill(run: RunId): null
  signal(request: { readonly run: RunId; readonly process: ProcessId; readonly subtree: boolean; readonly signal: SignalName }): { readonly reached: number }
  /** Asks for the place by a dialog of the system; null: the user thought better of it. Replies the path written. */
  exportRun(spec: ExportSpec): string | null
  /** As exportRun. Refused before the first of its runs has ended. */
  exportCompared(spec: ComparedExportSpec): string | null
  chooseFolder(current: string): string | null
  /** Shows what was just exported in the system's file manager. */
  showExported(path: string): null
  saveSettings(settings: Settings): Settings
  forgetRecents(request: null): null
  readLab(request: null): LabState
  /** Asked of each interpreter itself, which takes seconds; later calls get the same answer. */
  findInterpreters(request: null): readonly Interpreter[]
  readProgram(request: { readonly experiment: string; readonly variant: string }): LabProgram
  /** Replies when it has begun; its runs then come like any other. One experiment at a time. */
  runExperiment(order: ExperimentOrder): ExperimentProgress
  /** Ends the run that goes on and starts nothing more. Replies at once; without an experiment nothing happens. */
  stopExperiment(request: null): null
  readLibrary(request: null): LibraryState
  /** Opening never starts anything. */
  openRecording(request: { readonly recording: RecordingId; readonly number: number }): OpenedRun
  /** Asks for a file by a dialog of the system and opens its first run; null: the user thought better of it. */
  chooseRecording(request: null): OpenedRun | null
  /** Null: its command is its name. */
  renameRecording(request: { readonly recording: RecordingId; readonly name: string | null }): LibraryItem
  annotateRecording(request: { readonly recording: RecordingId; readonly note: string | null }): LibraryItem
  /** A pinned one never goes to keep the library within its limit. */
  pinRecording(request: { readonly recording: RecordingId; readonly isPinned: boolean }): LibraryItem
  /** Moves their files to the trash of the system. If one of them is being written, nothing is moved. */
  trashRecordings(recordings: readonly RecordingId[]): { readonly trashed: number }
  /** Shows the file in the system's file manager. */
  showRecording(recording: RecordingId): null
}

/**
 * What main tells the page unasked, from the page's readStart on. Of one run: runStarted, then batches and output at most
 * 30 times a second, then runEnded after the last of both. A hidden window is told nothing; what it missed comes first when shown.
 */
export interface Events {
  runStarted: RunHeader
  batchArrived: BatchDelivery
  outputArrived: OutputChunk
  runEnded: RunEnd
  experimentMoved: ExperimentProgress
  /** Something in the library is new, gone or complete: to be asked for anew. */
  libraryChanged: null
  /** Main opened a recording: a second start of the program, a double click on the file. */
  runOpened: OpenedRun
  /** A menu item or its key was chosen. */
  commandChosen: MenuCommand
}

export type MenuCommand = 'open' | 'attach' | 'export' | 'stop' | 'pause' | 'follow' | 'launch-view' | 'run-view' | 'lab-view' | 'library-view' | 'commands' | 'keys' | 'zoom-in' | 'zoom-out' | 'zoom-reset'

export type CallName = keyof Calls
export type EventName = keyof Events
export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault }

/** The object that the preload puts into the page as `window.forkscope`. */
export type Bridge = {
  readonly [Name in CallName]: (argument: Parameters<Calls[Name]>[0]) => Promise<Reply<ReturnType<Calls[Name]>>>
} & {
  /** Returns the function that stops listening. */
  readonly on: <Name extends EventName>(name: Name, listener: (value: Events[Name]) => void) => () => void
  /** Opens the first run of a file that was dropped onto the page. The preload finds out where it lies: the page never names a path. */
  readonly openDropped: (file: File) => Promise<Reply<OpenedRun>>
}

/** The channel of openDropped, with the file's path. Not among the calls, since the page itself may not use it. */
export const DROPPED_CHANNEL = 'openDropped'

// Written out, since types leave no names at run time; `satisfies` and the check below keeps them complete.
export const callNames = [
  ...(['readStart', 'launch', 'readRun', 'readDetail', 'stop', 'kill', 'signal'] as const),
  ...(['exportRun', 'exportCompared', 'chooseFolder', 'showExported', 'saveSettings', 'forgetRecents'] as const),
  ...(['readLab', 'findInterpreters', 'readProgram', 'runExperiment', 'stopExperiment'] as const),
  ...(['readLibrary', 'openRecording', 'chooseRecording', 'renameRecording', 'annotateRecording'] as const),
  ...(['pinRecording', 'trashRecordings', 'showRecording'] as const),
  ...(['listProcesses', 'attach', 'detach'] as const)
] satisfies CallName[]
export const eventNames = [
  ...(['runStarted', 'batchArrived', 'outputArrived', 'runEnded', 'experimentMoved'] as const),
  ...(['libraryChanged', 'runOpened', 'commandChosen'] as const)
] satisfies EventName[]

type MissingCall = Exclude<CallName, (typeof callNames)[number]>
type MissingEvent = Exclude<EventName, (typeof eventNames)[number]>
export const contractIsComplete: [MissingCall, MissingEvent] extends [never, never] ? true : [MissingCall, MissingEvent] = true
