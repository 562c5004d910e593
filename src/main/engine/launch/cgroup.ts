// A cgroup (v2) of the run's own, where it is allowed: exact CPU totals, every member, one kill for all. No controller is
// enabled, so scheduling stays as it was. See Documentation/admin-guide/cgroup-v2.rst.
import { accessSync, constants, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseLabelledSpace } from './cgroupText.ts'

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
  const mine = findOwnCgroup()
  if (!mine) return null
  const folder = join(mine.mount, mine.path, name)
  try {
    mkdirSync(folder)
  } catch {
    return null
  }
  const cgroup = openCgroup(folder, join(mine.path, name))
  try {
    writeFileSync(join(folder, 'cgroup.procs'), String(pid))
    if (cgroup.readTotal()) return cgroup
  } catch {
    // no permission to move processes there
  }
  cgroup.remove()
  return null
}

/** The folder below which runs would get cgroups of their own; null: no cgroup v2, or not ours to write. Makes nothing. */
export function findCgroupParent(): string | null {
  const mine = findOwnCgroup()
  const folder = mine && join(mine.mount, mine.path)
  try {
    if (folder === null) return null
    accessSync(folder, constants.W_OK)
    accessSync(join(folder, 'cgroup.procs'), constants.W_OK)
    return folder
  } catch {
    return null
  }
}

function openCgroup(folder: string, name: string): RunCgroup {
  return {
    folder,
    name,
    readTotal: () => {
      try {
        const text = readFileSync(join(folder, 'cpu.stat'), 'latin1')
        const ns = (label: string): number => parseLabelledSpace(text, label) * 1000
        const total = { cpuNs: ns('usage_usec'), userNs: ns('user_usec'), systemNs: ns('system_usec') }
        return Number.isNaN(total.cpuNs) ? null : total
      } catch {
        return null
      }
    },
    killAll: () => {
      try {
        writeFileSync(join(folder, 'cgroup.kill'), '1')
        return true
      } catch {
        return false
      }
    },
    remove: () => {
      try {
        rmdirSync(folder)
      } catch {
        // members left, or gone already
      }
    }
  }
}

/** Where cgroup v2 is mounted and which group we are in. Null on v1-only systems and elsewhere than Linux. */
function findOwnCgroup(): { mount: string; path: string } | null {
  try {
    const mountLine = readFileSync('/proc/self/mountinfo', 'latin1')
      .split('\n')
      .find(line => line.includes(' - cgroup2 '))
    const [, , , root, mount] = mountLine?.split(' ') ?? []
    const path = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'latin1'))?.[1]
    if (root === undefined || mount === undefined || path === undefined) return null
    // In a container the mount shows a part of the tree only; the path is then relative to that part.
    const below = root !== '/' && path.startsWith(root) ? path.slice(root.length) : path
    return { mount, path: below === '' ? '/' : below }
  } catch {
    return null
  }
}
