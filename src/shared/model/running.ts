// Who runs on this machine already, as one look at everybody saw it, and what to follow of it.
import type { Bytes, Hz, Ns } from '../units.ts'
import type { Looks, RunId } from './run.ts'

/** One process that could be attached to. Zombies, kernel threads and Forkscope's own processes are not among them. */
export interface RunningProcess {
  readonly pid: number
  /** /proc/PID/stat field 22. With the PID it names one process for as long as the machine is up. */
  readonly startTicks: number
  readonly parentPid: number
  /** The kernel's short name: at most 15 bytes, and a program may have chosen any. */
  readonly name: string
  /** At most the first 4 KiB of it. Empty: it has none, or could not be read. */
  readonly command: readonly string[]
  /** Whose rights it has (effective UID), and what the machine calls that user. Null: not read, or a number without a name. */
  readonly uid: number | null
  readonly user: string | null
  /** Milliseconds since 1970 (UTC), by the kernel's boot time, a second unsure. Null: not told. */
  readonly startedAtUnixMs: number | null
  /** CPU time of all its threads since its start, in steps of 10 ms. */
  readonly cpuNs: Ns
  /** When that was read: ns of main's monotonic clock, for differences between two looks. */
  readonly readNs: number
  readonly rssBytes: Bytes
  readonly threadCount: number
  /** Processes below it, at any depth, that have not ended. */
  readonly belowCount: number
  /** False: its memory maps, I/O counts and folder are closed to us; CPU, RSS and threads are not. */
  readonly isOpen: boolean
  /** The run that goes on and follows it, if it is that run's root or below it. */
  readonly followedBy: RunId | null
}

/** One look at everybody. */
export interface RunningList {
  /** Whom Forkscope runs as. */
  readonly ownUid: number
  readonly processes: readonly RunningProcess[]
}

/** What to follow: a process from the list, as long as it is still that one. */
export interface AttachSpec {
  readonly pid: number
  readonly startTicks: number
  readonly rateHz: Hz
  readonly looks: Looks
}
