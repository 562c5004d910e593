// What stands in the cells of a row of the tree, as text. Not measured is '–'; what cannot be is empty.
import { ABSENT, formatBytes, formatCount, formatDuration, formatPercent, showControls } from '../../../../shared/format.ts'
import type { TreeNode } from '../../../../shared/derive/tree.ts'
import type { ProcessRow, SortKey, ThreadRow, TreeRow } from './treeRows.ts'

export interface TreeColumn {
  readonly key: SortKey
  readonly title: string
  /** Said in full where the title is short. */
  readonly about: string
  readonly isFigure: boolean
}

export const treeColumns: readonly TreeColumn[] = [
  { key: 'name', title: 'Process', about: 'Name and command line', isFigure: false },
  { key: 'pid', title: 'PID', about: 'Number of the process; of a thread its thread number', isFigure: true },
  { key: 'state', title: 'State', about: 'What it was doing at the last look', isFigure: false },
  { key: 'threads', title: 'Threads', about: 'Threads alive', isFigure: true },
  { key: 'coresNow', title: 'CPU now', about: 'CPU over the last half second', isFigure: true },
  { key: 'cpuNs', title: 'CPU time', about: 'CPU time so far, its own', isFigure: true },
  { key: 'subtree', title: 'With children', about: 'CPU time so far, with all processes below it', isFigure: true },
  { key: 'rssBytes', title: 'RSS', about: 'Resident memory, shared pages counted in full; of an ended process its peak', isFigure: true },
  { key: 'pssBytes', title: 'PSS', about: 'Memory with its share of shared pages', isFigure: true },
  { key: 'born', title: 'Born', about: 'Time since the run began', isFigure: true },
  { key: 'endedNs', title: 'Ended', about: 'Time since the run began', isFigure: true },
  { key: 'exit', title: 'Exit', about: 'How it ended', isFigure: false }
]

export type RowWords = Readonly<Record<SortKey, string>>

const stateWords: Readonly<Record<string, string>> = {
  ...{ R: 'running', S: 'sleeping', D: 'disk wait', T: 'stopped', t: 'traced', Z: 'zombie', X: 'dead', I: 'idle' },
  ...{ P: 'parked', K: 'wakekill', W: 'waking' }
}
const sayState = (letter: string | null): string => (letter === null ? ABSENT : (stateWords[letter] ?? letter))

const empty: RowWords = {
  ...{ name: '', pid: '', state: '', threads: '', coresNow: '', cpuNs: '', subtree: '' },
  ...{ rssBytes: '', pssBytes: '', born: '', endedNs: '', exit: '' }
}

/** `percentCores` is what 100 % stands for: 1, or all cores of the machine. */
export function sayRow(row: TreeRow, percentCores: number): RowWords {
  switch (row.kind) {
    case 'process':
      return sayProcess(row, percentCores)
    case 'thread':
      return sayThread(row, percentCores)
    case 'threads':
      return { ...empty, threads: formatCount(row.living), exit: row.ended > 0 ? `${formatCount(row.ended)} ended` : '' }
  }
}

function sayProcess({ node }: ProcessRow, percentCores: number): RowWords {
  const { pid, isLiving, hasStarted } = node
  const shared = { ...empty, pid: String(pid), born: formatDuration(Math.max(0, node.bornNs)) }
  if (!hasStarted) return { ...shared, state: 'not yet born' }
  const totals = { ...shared, cpuNs: formatDuration(node.cpuNs), subtree: node.children.length > 0 ? formatDuration(node.subtree.cpuNs) : '' }
  if (!isLiving) return { ...totals, state: 'ended', rssBytes: sayPeak(node), endedNs: formatDuration(node.endedNs), exit: sayExitShort(node) }
  return {
    ...totals,
    state: sayState(node.state),
    threads: formatCount(node.threads),
    coresNow: formatPercent(node.coresNow, percentCores),
    rssBytes: formatBytes(node.rssBytes),
    pssBytes: formatBytes(node.pssBytes)
  }
}

const sayPeak = ({ peakRssBytes }: TreeNode): string => (Number.isNaN(peakRssBytes) ? ABSENT : `peak ${formatBytes(peakRssBytes)}`)

function sayThread({ thread }: ThreadRow, percentCores: number): RowWords {
  const { tid, bornNs, endedNs, isLiving } = thread
  const shared = { ...empty, pid: String(tid), born: formatDuration(Math.max(0, bornNs)), cpuNs: formatDuration(thread.cpuNs) }
  if (!isLiving) return endedNs === null ? { ...shared, state: 'not yet born', cpuNs: '' } : { ...shared, state: 'ended', endedNs: formatDuration(endedNs) }
  const onCore = thread.core === null ? '' : ` · core ${thread.core}`
  return { ...shared, state: `${sayState(thread.state)}${onCore}`, coresNow: formatPercent(thread.coresNow, percentCores) }
}

function sayExitShort({ exit }: TreeNode): string {
  if (exit?.signal) return exit.signal
  return exit?.code === null || exit?.code === undefined ? 'not told' : `code ${exit.code}`
}

/** '/usr/bin/python3.11 a.py' of 'python3.11' → 'a.py'. The kernel cuts short names at 15 characters. */
function withoutOwnName(command: string, short: string): string {
  const [first = '', ...rest] = command.split(' ')
  const base = first.slice(first.lastIndexOf('/') + 1)
  return short !== '' && base.startsWith(short) ? rest.join(' ') : command
}

/** The kernel's short name first, then the command line as far as it says more. */
export function nameRow(row: TreeRow): { readonly name: string; readonly detail: string; readonly full: string } {
  switch (row.kind) {
    case 'process': {
      const { name, command, pid } = row.node
      const short = name.replace(new RegExp(` ${pid}$`), '') // the PID has a column of its own
      return { name: short || ABSENT, detail: withoutOwnName(command, short), full: `${short} ${pid}: ${command}` }
    }
    case 'threads':
      return plainName(`${formatCount(row.living + row.ended)} threads`)
    case 'thread':
      return plainName(showControls(row.thread.name) || 'thread')
  }
}

const plainName = (name: string): ReturnType<typeof nameRow> => ({ name, detail: '', full: name })
