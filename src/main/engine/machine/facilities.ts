// Which facilities of the kernel can be used here, by this user, and what each gives. Looked at only: nothing is changed,
// and nothing is started. Sources: proc(5), cgroups(7), Documentation/admin-guide/sysctl/kernel.rst, Yama.rst.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findCgroupParent } from '../launch/cgroup.ts'
import type { Environment } from '../launch/environment.ts'

export interface Facility {
  readonly name: string
  readonly isThere: boolean
  /** What was found. */
  readonly found: string
  /** What it gives where it is there, and what is missing where it is not. */
  readonly gives: string
  /** What somebody may do about it; null: nothing, or nothing needed. */
  readonly remedy: string | null
}

/** `environment`: the user's, for programs on the PATH. */
export function readFacilities({ environment }: { readonly environment: Environment }): Facility[] {
  if (!existsSync('/proc/self/stat')) return [noProc()]
  return [...procFacilities(), cgroupFacility(), ptraceFacility(), ...tracing(environment)]
}

const noProc = (): Facility => ({
  ...{ name: '/proc', isThere: false, found: 'this system has none', remedy: null },
  gives: 'all that is said of threads, run-queue wait, PSS and USS; without it processes, their CPU time and RSS are known'
})

function procFacilities(): Facility[] {
  const file = (name: string, path: string, gives: string): Facility => {
    const isThere = readFile(path) !== null
    return { name, isThere, found: isThere ? `${path} can be read` : `${path} cannot be read`, gives, remedy: null }
  }
  const schedstat = readFile('/proc/self/schedstat')
  const tells = schedstat !== null && Number(schedstat.split(' ')[0]) > 0
  return [
    {
      ...{ name: 'schedstat', isThere: tells, found: tells ? 'CPU time and run-queue wait in nanoseconds' : 'the kernel was built without it (CONFIG_SCHED_INFO)', remedy: null },
      gives: 'CPU time to the nanosecond and demand; without it clock ticks, and no demand'
    },
    file('children files', `/proc/self/task/${String(process.pid)}/children`, 'births found without scanning all processes (CONFIG_PROC_CHILDREN)'),
    file('smaps_rollup', '/proc/self/smaps_rollup', 'PSS and USS; without it only RSS, which counts shared pages often'),
    file('io', '/proc/self/io', 'bytes read and written'),
    file('syscall', '/proc/self/syscall', 'processes that wait for a lock for ever')
  ]
}

function cgroupFacility(): Facility {
  const parent = findCgroupParent()
  return {
    ...{ name: 'cgroup v2', isThere: parent !== null, found: parent === null ? 'no group that may be divided' : `${parent} may be divided` },
    gives: 'exact totals of a run, and one kill for all; without it totals to a few clock ticks',
    remedy: parent === null ? 'with systemd: start Forkscope by “systemd-run --user --scope -p Delegate=yes”' : null
  }
}

const PTRACE_SCOPES = ['any process of the same user', 'descendants only', 'administrators only', 'nobody']

function ptraceFacility(): Facility {
  const path = '/proc/sys/kernel/yama/ptrace_scope'
  const scope = Number(readFile(path) ?? NaN)
  const found = Number.isNaN(scope) ? 'Yama is not there: any process of the same user' : `${path} is ${scope}: ${PTRACE_SCOPES[scope] ?? 'unknown'}`
  return {
    ...{ name: 'ptrace scope', isThere: !(scope >= 2) || process.getuid?.() === 0, found, remedy: scope >= 2 ? `as administrator: sysctl kernel.yama.ptrace_scope=1` : null },
    gives: 'looks into processes of the run (which call they wait in); all of them are descendants of Forkscope unless their parents ended'
  }
}

/** What this version does not use yet is said to be so. */
function tracing(environment: Environment): Facility[] {
  const path = '/proc/sys/kernel/perf_event_paranoid'
  const level = Number(readFile(path) ?? NaN)
  const isRoot = process.getuid?.() === 0
  return [
    {
      ...{ name: 'perf events', isThere: isRoot || level <= 2, found: Number.isNaN(level) ? 'the kernel was built without them' : `${path} is ${level}${isRoot ? ', and you are root' : ''}` },
      gives: 'every fork, exec and exit, also of processes that live for a millisecond; not used by this version',
      remedy: isRoot || level <= 2 ? null : 'as administrator: sysctl kernel.perf_event_paranoid=2'
    },
    command('perf', 'reads perf events; not used by this version', environment),
    command('strace', 'the kind of each creation, by its system calls; not used by this version', environment)
  ]
}

function command(name: string, gives: string, environment: Environment): Facility {
  const path = (environment.PATH ?? '').split(delimiter).map(folder => join(folder, name)).find(isExecutable)
  return { name, isThere: path !== undefined, found: path ?? 'not on your PATH', gives, remedy: null }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Null: it is not there, or not readable. */
function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'latin1').trim()
  } catch {
    return null
  }
}
