// /proc/stat (per-core busy time, forks since boot, time of boot) and /proc/loadavg (newest PID), see proc_stat(5), proc_loadavg(5).
import { parseNumbers } from './numbers.ts'

const fields = new Float64Array(8)
const line = { start: 0, end: 0 }

/**
 * Calls `take(core, busyTicks)` for each core line. Busy = user, nice, system, irq, softirq; not idle, not waiting for I/O,
 * not stolen by the hypervisor (guest time is inside user already). Returns how many cores were told.
 */
export function parseCores(bytes: Buffer, length: number, take: (core: number, busyTicks: number) => void): number {
  let told = 0
  line.start = bytes.indexOf(10) + 1 // the first line is the sum
  while (line.start > 0 && line.start < length && bytes[line.start] === 99 /* c of cpuN */) {
    const newline = bytes.indexOf(10, line.start)
    line.end = newline < 0 ? length : newline
    if (parseNumbers(bytes, line, fields) >= 8) {
      take(fields[0]!, fields[1]! + fields[2]! + fields[3]! + fields[6]! + fields[7]!)
      told++
    }
    line.start = line.end + 1
  }
  return told
}

const forks = new Float64Array(1)

/** Processes and threads born since boot, in all PID namespaces together. NaN if it is not told. */
export function parseForks(bytes: Buffer, length: number): number {
  const start = bytes.indexOf('\nprocesses ')
  return start >= 0 && start < length && parseNumbers(bytes, { start, end: length }, forks) === 1 ? forks[0]! : NaN
}

const boot = new Float64Array(1)

/** When the system booted, seconds since 1970 (UTC). NaN if it is not told. */
export function parseBootTime(bytes: Buffer, length: number): number {
  const start = bytes.indexOf('\nbtime ')
  return start >= 0 && start < length && parseNumbers(bytes, { start, end: length }, boot) === 1 ? boot[0]! : NaN
}

const newest = new Float64Array(6)

/** The PID (or TID) given out last in this PID namespace: the last number of /proc/loadavg. NaN if unreadable. */
export function parseNewestPid(bytes: Uint8Array, length: number): number {
  // 0.12 0.34 0.56 1/234 5678 has eight runs of digits; only the last is wanted
  let from = length
  while (from > 0 && bytes[from - 1]! !== 32) from--
  return parseNumbers(bytes, { start: from, end: length }, newest) === 1 ? newest[0]! : NaN
}
