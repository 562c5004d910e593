// /proc/PID/stat and /proc/PID/task/TID/stat, see proc_pid_stat(5). The name stands in brackets and may itself contain
// brackets, spaces and newlines: everything after the last ')' is safe to read.
import { NS_PER_SECOND } from '../../../shared/units.ts'
import { parseNumbers } from './numbers.ts'

/** Fields by their number in proc_pid_stat(5). Ticks become nanoseconds here and nowhere else. */
export interface ProcessStat {
  /** Letter's code: R S D Z T t X I. */
  state: number
  parentPid: number
  group: number
  session: number
  flags: number
  minorFaults: number
  majorFaults: number
  userNs: number
  systemNs: number
  reapedUserNs: number
  reapedSystemNs: number
  threads: number
  startTicks: number
  rssBytes: number
  /** −1 for a thread that is not the first of its process. */
  exitSignal: number
  /** Core it last ran on. */
  core: number
  /** Wait status; 0 also where the kernel hides it. */
  exitStatus: number
}

/** Forked and never exec'd since (include/linux/sched.h). */
export const PF_FORKNOEXEC = 0x40
/** A thread of the kernel itself (include/linux/sched.h). */
export const PF_KTHREAD = 0x200000
export const STATE_ZOMBIE = 90
export const STATE_DEAD = 88

export const emptyStat = (): ProcessStat => ({
  ...{ state: 0, parentPid: 0, group: 0, session: 0, flags: 0, minorFaults: 0, majorFaults: 0 },
  ...{ userNs: 0, systemNs: 0, reapedUserNs: 0, reapedSystemNs: 0, threads: 0, startTicks: 0, rssBytes: 0 },
  ...{ exitSignal: 0, core: -1, exitStatus: 0 }
})

/** Of the kernel's page, which RSS is counted in. Not told by any file; 4 KiB on x86-64 and almost all arm64. */
export const PAGE_BYTES = 4096

/** What the kernel's units are worth. */
export interface KernelUnits {
  readonly tickNs: number
  readonly pageBytes: number
}
export const kernelUnits = (ticksPerSecond: number, pageBytes: number): KernelUnits => ({ tickNs: NS_PER_SECOND / ticksPerSecond, pageBytes })

const FIELD_AFTER_STATE = 4
const fields = new Float64Array(53)

/** Parses into `into` (reused by the caller: no garbage per look). False: not a whole stat line. */
export function parseStat(bytes: Buffer, length: number, units: KernelUnits, into: ProcessStat): boolean {
  const bracket = bytes.subarray(0, length).lastIndexOf(41)
  if (bracket < 0 || bracket + 3 >= length) return false
  const found = parseNumbers(bytes, { start: bracket + 4, end: length }, fields, FIELD_AFTER_STATE)
  if (found < 36) return false // field 39 is the last that every kernel has had since 2.2
  into.state = bytes[bracket + 2]!
  into.parentPid = fields[4]!
  into.group = fields[5]!
  into.session = fields[6]!
  into.flags = fields[9]!
  into.minorFaults = fields[10]!
  into.majorFaults = fields[12]!
  into.userNs = fields[14]! * units.tickNs
  into.systemNs = fields[15]! * units.tickNs
  into.reapedUserNs = fields[16]! * units.tickNs
  into.reapedSystemNs = fields[17]! * units.tickNs
  into.threads = fields[20]!
  into.startTicks = fields[22]!
  into.rssBytes = fields[24]! * units.pageBytes
  into.exitSignal = fields[38]!
  into.core = fields[39]!
  into.exitStatus = found >= 49 ? fields[52]! : 0
  return true
}

/** The name in brackets (comm, at most 15 bytes), or null if there is none. */
export function parseStatName(bytes: Buffer, length: number): string | null {
  const line = bytes.subarray(0, length)
  const from = line.indexOf(40)
  const to = line.lastIndexOf(41)
  return from < 0 || to < from ? null : line.toString('utf8', from + 1, to)
}

/** True if the name in brackets is still these bytes: a cheap test for exec and renaming at each look. */
export function isSameName(bytes: Buffer, length: number, name: Buffer): boolean {
  const from = bytes.indexOf(40) + 1
  const to = from + name.length
  return to < length && bytes[to] === 41 && bytes[to + 1] === 32 && bytes.compare(name, 0, name.length, from, to) === 0
}
