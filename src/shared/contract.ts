// Everything that crosses between main and page, once: names, arguments, replies. Preload and shell are derived from it;
// a name missing or too many on either side does not compile. Nothing from the page is believed before shell/guard.ts
// has parsed it.
import type { Fault } from './fault.ts'
import type { OutputChunk, SampleBatch } from './model/batch.ts'
import type { MachineFacts } from './model/machine.ts'
import type { ProcessId, RunEnd, RunHeader, RunId, RunSpec } from './model/run.ts'
import type { Ns } from './units.ts'

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
}

/** A run so far: the page catches up with one merged history of batches. */
export interface RunSoFar {
  readonly header: RunHeader
  readonly batches: readonly SampleBatch[]
  readonly output: readonly OutputChunk[]
  readonly end: RunEnd | null
}

export type ChartName = 'cores' | 'used' | 'memory' | 'tree' | 'run'
export type PictureFormat = 'svg' | 'png'
export type TableFormat = 'csv' | 'json'

export interface ExportSpec {
  readonly run: RunId
  readonly what:
    | { readonly kind: 'chart'; readonly chart: ChartName; readonly format: PictureFormat }
    | { readonly kind: 'table'; readonly format: TableFormat }
  /** Null: the whole run. */
  readonly fromNs: Ns | null
  readonly toNs: Ns | null
  readonly hidden: readonly ProcessId[]
  readonly theme: 'light' | 'dark'
  readonly percentOf: Settings['percentOf']
  /** CSS pixels. */
  readonly width: number
  /** Device pixels per CSS pixel of a PNG. */
  readonly scale: number
}

export type SignalName = 'SIGTERM' | 'SIGKILL' | 'SIGINT' | 'SIGHUP' | 'SIGSTOP' | 'SIGCONT' | 'SIGUSR1' | 'SIGUSR2' | 'SIGQUIT'

/** Requests of the page, each with one reply. Each argument is one cloneable value. */
export interface Calls {
  readStart(request: null): StartState
  launch(spec: RunSpec): RunHeader
  readRun(run: RunId): RunSoFar
  /** SIGTERM to the tree, grace, SIGKILL. Replies at once; the run's end comes as an event. */
  stop(run: RunId): null
  kill(run: RunId): null
  signal(request: { readonly run: RunId; readonly process: ProcessId; readonly subtree: boolean; readonly signal: SignalName }): { readonly reached: number }
  /** Asks for the place by a dialog of the system; null: the user thought better of it. Replies the path written. */
  exportRun(spec: ExportSpec): string | null
  chooseFolder(current: string): string | null
  /** Shows what was just exported in the system's file manager. */
  showExported(path: string): null
  saveSettings(settings: Settings): Settings
  forgetRecents(request: null): null
}

/** What main tells the page unasked. */
export interface Events {
  runStarted: RunHeader
  batchArrived: SampleBatch
  outputArrived: OutputChunk
  runEnded: RunEnd
  /** A menu item or its key was chosen. */
  commandChosen: MenuCommand
}

export type MenuCommand = 'export' | 'stop' | 'pause' | 'follow' | 'launch-view' | 'run-view' | 'commands' | 'keys' | 'zoom-in' | 'zoom-out' | 'zoom-reset'

export type CallName = keyof Calls
export type EventName = keyof Events
export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault }

/** The object that the preload puts into the page as `window.forkscope`. */
export type Bridge = {
  readonly [Name in CallName]: (argument: Parameters<Calls[Name]>[0]) => Promise<Reply<ReturnType<Calls[Name]>>>
} & {
  /** Returns the function that stops listening. */
  readonly on: <Name extends EventName>(name: Name, listener: (value: Events[Name]) => void) => () => void
}

// Written out, since types leave no names at run time; `satisfies` and the two checks below keep them complete.
export const callNames = [
  ...(['readStart', 'launch', 'readRun', 'stop', 'kill', 'signal'] as const),
  ...(['exportRun', 'chooseFolder', 'showExported', 'saveSettings', 'forgetRecents'] as const)
] satisfies CallName[]
export const eventNames = ['runStarted', 'batchArrived', 'outputArrived', 'runEnded', 'commandChosen'] as const satisfies EventName[]

type Missing = Exclude<CallName, (typeof callNames)[number]> | Exclude<EventName, (typeof eventNames)[number]>
export const contractIsComplete: [Missing] extends [never] ? true : Missing = true
