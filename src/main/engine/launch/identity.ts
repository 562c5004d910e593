// Who a process is: PID and start time. Asked of /proc at the moment when it matters, just before a signal. On systems
// without /proc only whether a PID is there can be asked, and who was born of whom is known from the sampler alone.
import { existsSync, readFileSync, readdirSync } from 'node:fs'

export const HAS_PROC = existsSync('/proc/self/stat')

export interface Identity {
  readonly pid: number
  /** /proc/PID/stat field 22; 0: unknown on this system, then the PID alone has to do. */
  readonly startTicks: number
}

export interface Standing extends Identity {
  readonly state: string
  readonly parentPid: number
  readonly session: number
}

/** What the system says of a PID now; null: nobody. Without /proc: '?' and NaN for what it does not say. */
export function readStanding(pid: number): Standing | null {
  if (!HAS_PROC) return isThere(pid) ? { pid, startTicks: 0, state: '?', parentPid: NaN, session: NaN } : null
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
    const [state = '', parentPid, , session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { pid, state, parentPid: Number(parentPid), session: Number(session), startTicks: Number(rest[15]) }
  } catch {
    return null
  }
}

/** True while this very process exists and is more than a zombie. */
export function isAlive({ pid, startTicks }: Identity): boolean {
  const standing = readStanding(pid)
  return standing !== null && standing.state !== 'Z' && standing.state !== 'X' && (startTicks === 0 || standing.startTicks === startTicks)
}

/** Children of a process, of all its threads, where the kernel has the files (PROC_CHILDREN); else by a scan. */
export function readChildren(pid: number): number[] {
  if (!HAS_PROC) return []
  try {
    const folder = `/proc/${String(pid)}/task`
    return readdirSync(folder).flatMap(tid => readFileSync(`${folder}/${tid}/children`, 'latin1').split(' ').filter(Boolean).map(Number))
  } catch (error) {
    if (readStanding(pid) === null || (error as NodeJS.ErrnoException).code === 'ESRCH') return []
    return scanStandings().filter(({ parentPid }) => parentPid === pid).map(standing => standing.pid)
  }
}

/** Everyone on the machine: 18 µs a process, so only where nothing else answers. */
export function scanStandings(): Standing[] {
  if (!HAS_PROC) return []
  return readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0)
    .map(readStanding)
    .filter(standing => standing !== null)
}

// Signal 0 only asks. EPERM: it is there and somebody else's.
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
