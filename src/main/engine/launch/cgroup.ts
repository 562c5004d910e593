// A cgroup (v2) of the run's own, where it is allowed: exact CPU totals, every member, one kill for all. No controller is
// enabled, so scheduling stays as it was. See Documentation/admin-guide/cgroup-v2.rst.
import { accessSync, constants, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCgroupPlaces } from '../procfs/cgroupPlaces.ts'

export interface CgroupTotal {
  readonly cpuNs: number
  readonly userNs: number
  readonly systemNs: number
}

export interface RunCgroup {
  readonly folder: string
  /** As the third field of /proc/PID/cgroup prints it. */
  readonly name: string
  /** CPU of all members so far, the ended ones included; µs resolution. Null: unreadable. */
  readTotal(): CgroupTotal | null
  /** Ends every member at once. False: this kernel has no cgroup.kill. */
  killAll(): boolean
  /** Removes the group once it is empty. Silent if it cannot. */
  remove(): void
}

/** Moves the held process into a new cgroup below our own. Null: not allowed here, or no cgroup v2. */
export function enterCgroup(pid: number, name: string): RunCgroup | null {
  const own = findCgroupParent()
  if (own === null) return null
  const folder = join(own, name)
  if (!succeeds(() => mkdirSync(folder))) return null
  const hasEntered = succeeds(() => {
    writeFileSync(join(folder, 'cgroup.procs'), String(pid))
  })
  const entered = hasEntered ? readGroupName(pid) : null
  if (entered !== null && readTotal(folder)) return openCgroup(folder, entered)
  removeFolder(folder)
  return null
}

function openCgroup(folder: string, name: string): RunCgroup {
  return {
    ...{ folder, name },
    readTotal: () => readTotal(folder),
    killAll: () =>
      succeeds(() => {
        writeFileSync(join(folder, 'cgroup.kill'), '1')
      }),
    remove: () => {
      removeFolder(folder)
    }
  }
}

/** The folder of the group that we are in, if a group may be made below it and processes moved there; else null. */
export function findCgroupParent(): string | null {
  try {
    const [folder] = parseCgroupPlaces(readFileSync('/proc/self/cgroup', 'utf8'), readFileSync('/proc/self/mountinfo', 'utf8')).v2
    if (folder === undefined) return null
    accessSync(folder, constants.W_OK)
    accessSync(join(folder, 'cgroup.procs'), constants.W_OK)
    return folder
  } catch {
    return null
  }
}

function readGroupName(pid: number): string | null {
  try {
    return /^0::(.*)$/m.exec(readFileSync(`/proc/${String(pid)}/cgroup`, 'utf8'))?.[1] ?? null
  } catch {
    return null
  }
}

function readTotal(folder: string): CgroupTotal | null {
  try {
    const text = readFileSync(join(folder, 'cpu.stat'), 'latin1')
    const ns = (label: string): number => Number(new RegExp(`^${label} (\\d+)$`, 'm').exec(text)?.[1]) * 1000
    const total = { cpuNs: ns('usage_usec'), userNs: ns('user_usec'), systemNs: ns('system_usec') }
    return Number.isNaN(total.cpuNs) ? null : total
  } catch {
    return null
  }
}

/** Members may be left, or somebody else was quicker: both are fine. */
function removeFolder(folder: string): void {
  succeeds(() => {
    rmdirSync(folder)
  })
}

/** A refusal is an answer here: no permission, or a kernel without the file. */
function succeeds(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}
