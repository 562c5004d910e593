// A running process in words: the cells of its row, and the sentences about the one that is chosen.
import { ABSENT, formatBytes, formatCommand, formatCount, formatDuration, formatPercent, showControls } from '../../../../shared/format.ts'
import type { RunningProcess } from '../../../../shared/model/running.ts'
import type { RunningColumn, RunningRow } from './runningRows.ts'

export interface RunningColumnWords {
  readonly key: RunningColumn
  readonly title: string
  /** Said in full where the title is short. */
  readonly about: string
  readonly isFigure: boolean
}

export const runningColumns: readonly RunningColumnWords[] = [
  { key: 'pid', title: 'PID', about: 'Number of the process', isFigure: true },
  { key: 'name', title: 'Name', about: 'The kernel’s short name, at most 15 bytes', isFigure: false },
  { key: 'command', title: 'Command', about: 'Command line', isFigure: false },
  { key: 'user', title: 'User', about: 'Whose rights it has', isFigure: false },
  { key: 'coresNow', title: 'CPU now', about: 'CPU over the last second, in steps of 10 ms', isFigure: true },
  { key: 'rss', title: 'RSS', about: 'Resident memory, shared pages counted in full', isFigure: true },
  { key: 'threads', title: 'Threads', about: 'Threads alive', isFigure: true },
  { key: 'below', title: 'Below', about: 'Processes below it, at any depth: they are followed, too', isFigure: true }
]

/** Nobody reads more of a command line in one line. */
const COMMAND_SHOWN = 400

/** `percentCores` is what 100 % stands for: 1, or all cores of the machine. */
export function sayRunning({ process, coresNow, isGone }: RunningRow, percentCores: number): Readonly<Record<RunningColumn, string>> {
  return {
    pid: String(process.pid),
    name: showControls(process.name) || ABSENT,
    command: formatCommand(process.command).slice(0, COMMAND_SHOWN),
    user: sayUser(process),
    coresNow: isGone ? 'ended' : formatPercent(coresNow, percentCores),
    rss: isGone ? '' : formatBytes(process.rssBytes),
    threads: isGone ? '' : formatCount(process.threadCount),
    below: isGone || process.belowCount === 0 ? '' : formatCount(process.belowCount)
  }
}

const sayUser = ({ user, uid }: RunningProcess): string => user ?? (uid === null ? ABSENT : String(uid))

/** Who it is: '4711 · ada · running for 1:02:03 · 12.3 s of CPU so far'. `nowUnixMs`: the time by the wall. */
export function sayIdentity(process: RunningProcess, nowUnixMs: number): string {
  const { pid, startedAtUnixMs, cpuNs } = process
  const since = startedAtUnixMs === null ? [] : [`running for ${formatDuration(Math.max(0, nowUnixMs - startedAtUnixMs) * NS_PER_MS)}`]
  return [`PID ${pid}`, sayUser(process), ...since, `${formatDuration(cpuNs)} of CPU so far`].join(' · ')
}

const NS_PER_MS = 1e6

/** What will be followed. */
export function sayExtent({ belowCount }: RunningProcess): string {
  if (belowCount === 0) return 'Everything it makes is followed from now on, too.'
  return belowCount === 1 ? 'The process below it and everything they make are followed, too.' : `The ${formatCount(belowCount)} processes below it and everything they make are followed, too.`
}

/** What may not be read of it; null: everything may. */
export function sayLimits({ isOpen, uid }: RunningProcess, ownUid: number): string | null {
  if (isOpen) return null
  return uid !== null && uid !== ownUid
    ? `It belongs to another user: CPU, RSS and threads can be read; PSS, I/O and its working folder cannot, and it cannot be signalled.`
    : `It keeps its memory to itself: CPU, RSS and threads can be read; PSS, I/O and its working folder cannot.`
}
