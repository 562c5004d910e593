// The meter of every subject: CPU time of a whole process, all its threads and the children it has reaped, never wall
// time. Read from outside, the same way for a C program and for Node. Source: /proc/PID/task/TID/schedstat (ns on a
// core) and /proc/PID/stat (ticks; remembers threads that ended). Kernel: Documentation/scheduler/sched-stats.rst.
import { readFileSync, readdirSync } from 'node:fs'

/** USER_HZ, 100 on every architecture that Node runs on. */
const NS_PER_TICK = 1e7

export interface CpuReading {
  readonly threadNs: ReadonlyMap<string, number>
  readonly ticksNs: number
  readonly reapedNs: number
}

export function readCpu(pid: number): CpuReading {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ')
  const ticksAt = (field: number): number => Number(fields[field - 3]) * NS_PER_TICK
  return { threadNs: readThreads(pid), ticksNs: ticksAt(14) + ticksAt(15), reapedNs: ticksAt(16) + ticksAt(17) }
}

/** CPU time between two readings of one process, ns. Exact while no thread ended in between, else to a clock tick. */
export function deriveCpuNs(before: CpuReading, after: CpuReading): number {
  const reapedNs = after.reapedNs - before.reapedNs
  if ([...before.threadNs.keys()].some(tid => !after.threadNs.has(tid))) return after.ticksNs - before.ticksNs + reapedNs
  return sum(after.threadNs) - sum(before.threadNs) + reapedNs
}

/** All below `pid`, without those below (and including) `except`. */
export function listDescendants(pid: number, except: number | null): number[] {
  const children = listTasks(pid).flatMap(tid => readWords(`/proc/${pid}/task/${tid}/children`))
  return children.filter(child => child !== except).flatMap(child => [child, ...listDescendants(child, except)])
}

/** The file with the ns of each thread of a process. */
export const listThreadPaths = (pid: number): string[] => listTasks(pid).map(tid => `/proc/${pid}/task/${tid}/schedstat`)

function readThreads(pid: number): Map<string, number> {
  const ranOf = (tid: string): number => readWords(`/proc/${pid}/task/${tid}/schedstat`)[0] ?? 0
  return new Map(listTasks(pid).map(tid => [tid, ranOf(tid)]))
}

/** Empty when the process has left: a normal ending. */
function listTasks(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

function readWords(path: string): number[] {
  try {
    return readFileSync(path, 'latin1').split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return []
  }
}

const sum = (values: ReadonlyMap<string, number>): number => [...values.values()].reduce((total, value) => total + value, 0)
