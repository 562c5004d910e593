// What the sampler says: columns of samples at ticks, and events at a time. Samples, events and (once a kernel stream is
// read) intervals are three different things; each carries how it was obtained. Numbers are cumulative and raw: the
// worker measures and never interprets, so a better derivation improves old recordings too.
import type { Ns } from '../units.ts'
import type { Exactness, Exit, ProcessId, RunId, ThreadId, Warning } from './run.ts'

/**
 * Rows of CPU time. Row i says: between `fromNs[i]` and `tNs[i]` the counter rose to `ranNs[i]`; between the former row
 * of the same process (or thread) and `fromNs[i]` it is known not to have moved. A look that found nothing new makes no row;
 * a lone thread that runs only a little has fewer rows than its process, of longer intervals.
 * NaN = not measured. Rows of one subject are in order of time.
 */
export interface CpuColumns {
  /** ProcessId or ThreadId. */
  readonly subject: Uint32Array
  readonly fromNs: Float64Array
  readonly tNs: Float64Array
  /** Cumulative ns on a core. */
  readonly ranNs: Float64Array
  /** Cumulative ns runnable but waiting for a core (run-queue wait). NaN where the kernel does not tell. */
  readonly waitedNs: Float64Array
}

/** Threads also say where they ran: the last core, -1 = not looked at; state letter of /proc, 0 = not looked at. */
export interface ThreadColumns extends CpuColumns {
  readonly core: Int16Array
  readonly state: Uint8Array
}

/** One row per process and closer look. NaN = not readable or not looked at this time; counters are cumulative. */
export interface DetailColumns {
  readonly process: Uint32Array
  readonly tNs: Float64Array
  readonly rssBytes: Float64Array
  readonly threads: Float64Array
  readonly userNs: Float64Array
  readonly systemNs: Float64Array
  /** CPU time of its children that were waited for (cutime + cstime). */
  readonly reapedNs: Float64Array
  readonly minorFaults: Float64Array
  readonly majorFaults: Float64Array
  readonly voluntarySwitches: Float64Array
  readonly involuntarySwitches: Float64Array
  readonly readBytes: Float64Array
  readonly writtenBytes: Float64Array
  readonly state: Uint8Array
}

/** Memory that is true for forked trees, measured at a rate of its own. From /proc/PID/smaps_rollup. */
export interface MemoryColumns {
  readonly process: Uint32Array
  readonly tNs: Float64Array
  readonly pssBytes: Float64Array
  /** Private_Clean + Private_Dirty: what would be freed if the process ended. */
  readonly ussBytes: Float64Array
  readonly sharedBytes: Float64Array
  readonly swapBytes: Float64Array
}

/** Whole machine, per core: cumulative busy ns (user, nice, system, irq, softirq), tick resolution. */
export interface CoreColumns {
  readonly core: Uint16Array
  readonly tNs: Float64Array
  readonly busyNs: Float64Array
}

/** How a process came to be, as far as one look tells. `forked`: forked and never exec'd since. `execd`: it has exec'd. */
export type Making = 'root' | 'forked' | 'execd' | null

export type RunEvent =
  | {
      readonly kind: 'born'
      /** Start time by the kernel (exactness: one clock tick); when it was first seen is `seenNs`. */
      readonly tNs: Ns
      readonly seenNs: Ns
      readonly process: ProcessId
      readonly pid: number
      /** /proc/PID/stat field 22; with the PID it identifies the process. 0 where the system does not tell. */
      readonly startTicks: number
      readonly parent: ProcessId | null
      readonly parentPid: number | null
      readonly name: string
      readonly command: readonly string[]
      readonly making: Making
      readonly exactness: Exactness
    }
  | {
      /** New name or command line: an exec, or a program that renames itself. */
      readonly kind: 'renamed'
      readonly tNs: Ns
      readonly process: ProcessId
      readonly name: string
      readonly command: readonly string[]
      readonly making: Making
    }
  | {
      readonly kind: 'ended'
      /** The look that found it gone; `exact` when the kernel told. */
      readonly tNs: Ns
      readonly process: ProcessId
      readonly exit: Exit
      readonly exactness: Exactness
    }
  | { readonly kind: 'reparented'; readonly tNs: Ns; readonly process: ProcessId; readonly parentPid: number }
  | {
      readonly kind: 'thread-born'
      readonly tNs: Ns
      readonly thread: ThreadId
      readonly process: ProcessId
      readonly tid: number
      readonly name: string
    }
  | { readonly kind: 'thread-ended'; readonly tNs: Ns; readonly thread: ThreadId }
  /** It waits for a lock that nobody can release; recognised from outside, see engine/hazards/stuck.ts. */
  | { readonly kind: 'stuck'; readonly tNs: Ns; readonly process: ProcessId }
  /** Said by the program itself over a channel made for it. */
  | { readonly kind: 'marker'; readonly tNs: Ns; readonly pid: number | null; readonly name: string; readonly value: string | null }

/** The program's own cost, cumulative since the run began. */
export interface OwnCost {
  readonly tNs: Ns
  readonly samplerNs: Ns
  readonly programNs: Ns
}

/** Greatest values of what had been seen when it was put together, see derive/peaks.ts. NaN = not measured. */
export interface Peaks {
  /** End of what is in `pssBytes` and `threads`. */
  readonly untilNs: number
  readonly pssBytes: number
  readonly threads: number
  /** How many windows, counted from the run's start, are in `coresUsed`. */
  readonly windows: number
  readonly coresUsed: number
}

/** How far the rows of a history have been put together, see derive/thin.ts. */
export interface Thinned {
  /** Newest tick when it was last done. */
  readonly atNs: number
  /** Up to here one row a second, or less. */
  readonly secondsUntilNs: number
  /** Up to here one row per 16 seconds. */
  readonly coarseUntilNs: number
  /** Read from a recording: at one step for all of it, 0 = every row; the other two are 0 then. */
  readonly stepNs?: number
  /** A stretch whose rows were read from the recording, at a step of their own; see derive/splice.ts. */
  readonly sharp?: { readonly fromNs: number; readonly toNs: number; readonly stepNs: number }
  readonly peaks: Peaks
}

/** What the rows of a thinned history no longer say, so that it can cross as a batch and be the same history again. */
export interface Past {
  readonly thinned: Thinned
  /** All that is kept of it, in order of time. */
  readonly own: readonly OwnCost[]
  /** By ProcessId; NaN = never measured. */
  readonly peakRssBytes: Float64Array
  readonly peakThreads: Float64Array
  /** One per row of threads. */
  readonly waitFromNs: Float64Array
  readonly lane: Readonly<Record<'core' | 'thread' | 'fromNs' | 'tNs' | 'ranNs', Float64Array>>
}

/** One delivery from the sampler: one or more ticks. The receiver owns the buffers. Events come in order of time. */
export interface SampleBatch {
  readonly run: RunId
  /** Time of each tick, as measured when it began. */
  readonly tickNs: Float64Array
  readonly processes: CpuColumns
  readonly threads: ThreadColumns
  readonly details: DetailColumns
  readonly memory: MemoryColumns
  readonly cores: CoreColumns
  readonly events: readonly RunEvent[]
  readonly warnings: readonly Warning[]
  readonly own: OwnCost | null
  /** Only where one batch stands for all of a run so far, and never from a sampler. Its rows are in order of subject, then time. */
  readonly past?: Past
}

/** A piece of what the program wrote. Text is decoded UTF-8; a broken sequence shows as U+FFFD. */
export interface OutputChunk {
  readonly run: RunId
  readonly tNs: Ns
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  /** Bytes left out before this piece because the window could not keep up. 0 = none. */
  readonly droppedBytes: number
}
