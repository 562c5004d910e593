// /proc/PID/schedstat and /proc/PID/task/TID/schedstat: "ran waited turns", see Documentation/scheduler/sched-stats.rst.
// One thread only, also under /proc/PID (its first); nanoseconds, moving at switches and at the kernel's own tick.
import { parseNumbers } from './numbers.ts'

const fields = new Float64Array(3)

export interface SchedStat {
  /** ns on a core. */
  ranNs: number
  /** ns runnable, waiting for a core. */
  waitedNs: number
  /** Times it was given a core. */
  turns: number
}

/** Parses into `into`. False: the file says nothing (a kernel without SCHED_INFO prints zeros, which is not told apart here). */
export function parseSchedstat(bytes: Uint8Array, length: number, into: SchedStat): boolean {
  if (parseNumbers(bytes, { start: 0, end: length }, fields) < 3) return false
  into.ranNs = fields[0]!
  into.waitedNs = fields[1]!
  into.turns = fields[2]!
  return true
}
