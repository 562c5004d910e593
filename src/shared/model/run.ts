// What a run is: what was asked for (Spec), what is known at its start (Header), at its end (End). Plain data, cloneable.
import type { Bytes, Hz, Ns } from '../units.ts'
import type { MachineFacts } from './machine.ts'

declare const id: unique symbol
/** Names one execution within this program and its recordings. */
export type RunId = string & { readonly [id]: 'run' }
/** Index of a process within its run, 0 = the root, in order of discovery. Never a PID: PIDs are used again. */
export type ProcessId = number & { readonly [id]: 'process' }
/** Index of a thread within its run, in order of discovery. */
export type ThreadId = number & { readonly [id]: 'thread' }

export const runId = (value: string): RunId => value as RunId
export const processId = (value: number): ProcessId => value as ProcessId
export const threadId = (value: number): ThreadId => value as ThreadId

/** How a figure was obtained. `averaged`: sampled, over an interval longer than one tick. */
export type Exactness = 'exact' | 'sampled' | 'averaged' | 'estimated'
/** `spawn`: any command. `fork`: a Node module by child_process.fork, with the user's own node and a message channel. */
export type LaunchKind = 'spawn' | 'fork'
/** `attach`: it ran already when Forkscope came. */
export type RunKind = LaunchKind | 'attach'
export type SamplerKind = 'procfs' | 'portable'
/** `adaptive`: idle processes are looked at less often. `every-tick`: everything at every tick. */
export type Looks = 'adaptive' | 'every-tick'

/** What to launch (or, kind `attach`, what was found running), as asked for. Nothing here is interpreted by a shell unless `throughShell` says so. */
export interface RunSpec {
  /** The program and its arguments. With `throughShell`: one element, the command line for /bin/sh. With kind `fork`: module path and arguments. */
  readonly argv: readonly string[]
  readonly throughShell: boolean
  readonly kind: RunKind
  /** Working folder, absolute. */
  readonly cwd: string
  /** Added to (or replacing) the inherited environment. */
  readonly envAdditions: Readonly<Record<string, string>>
  readonly rateHz: Hz
  readonly sampler: 'auto' | SamplerKind
  readonly looks: Looks
}

/** Which source the run's total CPU comes from, best first. See docs/measuring.md, "The total". */
export type TotalSource = 'cgroup' | 'procfs' | 'sampled' | 'portable'

/** Everything known when the workload is released. Conditions are data, so that runs can be compared later. */
export interface RunHeader {
  readonly run: RunId
  readonly spec: RunSpec
  /** Absolute path of what was executed. */
  readonly executable: string
  /** Wall-clock time of the run's zero, milliseconds since 1970 (UTC). The only wall-clock figure in a run. */
  readonly startedAtUnixMs: number
  readonly rootPid: number
  readonly sampler: SamplerKind
  readonly totalBy: TotalSource
  readonly machine: MachineFacts
  readonly programVersion: string
}

/** Signals that a user may send. */
export type SignalName = 'SIGTERM' | 'SIGKILL' | 'SIGINT' | 'SIGHUP' | 'SIGSTOP' | 'SIGCONT' | 'SIGUSR1' | 'SIGUSR2' | 'SIGQUIT'

/** How a process left. Both null: it left between two looks and nobody could say how. */
export interface Exit {
  readonly code: number | null
  /** Name of the signal that ended it, e.g. 'SIGKILL'. */
  readonly signal: string | null
}

/** Everything known once nobody of the tree is left. */
export interface RunEnd {
  readonly run: RunId
  /** From release until the last process of the tree had left. */
  readonly wallNs: Ns
  /** When the root process itself ended. */
  readonly rootEndNs: Ns
  readonly exit: Exit
  /** CPU time of the whole tree, by `totalBy`. Null: could not be read. */
  readonly cpuNs: Ns | null
  readonly userNs: Ns | null
  readonly systemNs: Ns | null
  readonly totalBy: TotalSource
  /** `asked`: the user stopped it. `left`: an attached tree that goes on; only its following ended. */
  readonly endedBy: 'itself' | 'asked' | 'left'
  /** CPU time of this program itself during the run: sampler threads, and all of its own threads together. */
  readonly ownCpu: OwnCpu
}

export interface OwnCpu {
  /** The sampling threads. */
  readonly samplerNs: Ns
  /** The whole measuring process (main, engine, sampler), helpers like a window's processes not included. */
  readonly programNs: Ns
}

/** A doubt about the measurement, stored with the run and shown beside the chart it concerns. Never a 0 instead. */
export interface Warning {
  readonly code: WarningCode
  /** When it was noticed, in the run's time. */
  readonly tNs: Ns
  /** A sentence for people: what happened, what it means for the figures. */
  readonly text: string
  /** How many times so far; later warnings of one code replace earlier ones. */
  readonly count: number
}
export type WarningCode =
  | 'late-ticks'
  | 'missed-ticks'
  | 'descriptors-short'
  | 'no-schedstat'
  | 'no-children-files'
  | 'no-cgroup'
  | 'memory-unreadable'
  | 'io-unreadable'
  | 'other-user'
  | 'births-uncertain'
  | 'total-uncertain'
  | 'portable-limits'
  | 'memory-over-budget'
  | 'sampler-failed'
  | 'marks-cut'
  | 'recording-failed'
  | 'being-read'

/** The figures of one process in the summary. */
export interface ProcessSummary {
  readonly pid: number
  readonly startNs: Ns
  /** Null while it lives. */
  readonly endNs: Ns | null
  readonly parentPid: number | null
  readonly command: string
  readonly cpuNs: Ns | null
  readonly peakRssBytes: Bytes | null
  readonly threadCountPeak: number | null
  readonly exit: Exit | null
}

/** The greatest figures of a run, null = not measured: what a list of runs tells without reading a sample. */
export type RunPeaks = Pick<RunSummary, 'coresUsedPeak' | 'peakRssBytes' | 'peakPssBytes' | 'threadCountPeak'>

export const unknownPeaks: RunPeaks = { coresUsedPeak: null, peakRssBytes: null, peakPssBytes: null, threadCountPeak: null }

/** The run in figures: what `forkscope record --json` writes. Documented in docs/measuring.md. */
export interface RunSummary {
  readonly command: readonly string[]
  readonly startedAtUnixMs: number
  readonly wallNs: Ns
  readonly cpuNs: Ns | null
  readonly userNs: Ns | null
  readonly systemNs: Ns | null
  readonly coresUsedMean: number | null
  readonly coresUsedPeak: number | null
  readonly peakRssBytes: Bytes | null
  readonly peakPssBytes: Bytes | null
  readonly processCount: number
  readonly threadCountPeak: number | null
  readonly unsampledCpuNs: Ns | null
  readonly totalBy: TotalSource
  readonly exit: Exit
  readonly processes: readonly ProcessSummary[]
  readonly warnings: readonly Warning[]
  readonly ownCpu: OwnCpu
  readonly rateHz: Hz
  readonly sampler: SamplerKind
  readonly machine: MachineFacts
}
