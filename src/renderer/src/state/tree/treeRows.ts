// The process tree as a flat list of rows: who stands where, what matches the search, what is folded. Pure.
import type { ProcessHistory, RunHistory, ThreadHistory } from '../../../../shared/derive/history.ts'
import { formatCommand } from '../../../../shared/format.ts'
import { type ProcessFigures, type ThreadFigures, deriveSubtreeCpu, figuresOf, threadFiguresOf } from './processFigures.ts'

export type SortKey = 'name' | 'pid' | 'state' | 'threads' | 'cores' | 'cpu' | 'subtree' | 'rss' | 'pss' | 'born' | 'ended' | 'exit'
export interface Sorting {
  readonly by: SortKey
  readonly descending: boolean
}
export const BY_BIRTH: Sorting = { by: 'born', descending: false }

/** Place of a row in the tree: what a screen reader says of it. Levels and positions count from 1. */
interface Place {
  /** Stays the same for the life of the run. */
  readonly key: string
  readonly level: number
  readonly position: number
  readonly siblings: number
  /** Null: nothing to unfold. */
  readonly isOpen: boolean | null
}
export interface ProcessRow extends Place {
  readonly kind: 'process'
  readonly process: ProcessHistory
  readonly figures: ProcessFigures
  readonly subtreeNs: number
  /** False: shown only because something below it matches the search. */
  readonly isMatch: boolean
}
/** Stands for the threads of a process; they are below it. */
export interface ThreadsRow extends Place {
  readonly kind: 'threads'
  readonly process: ProcessHistory
  readonly living: number
  readonly ended: number
}
export interface ThreadRow extends Place {
  readonly kind: 'thread'
  readonly process: ProcessHistory
  readonly thread: ThreadHistory
  readonly figures: ThreadFigures
}
export type TreeRow = ProcessRow | ThreadsRow | ThreadRow

export interface TreeQuery {
  readonly atNs: number
  readonly sorting: Sorting
  readonly search: string
  /** Rows whose fold differs from the usual: processes are open, threads are folded. */
  readonly toggled: ReadonlySet<string>
}

export const processKey = (process: number): string => `p${process}`
export const threadsKey = (process: number): string => `t${process}`

interface Walk extends TreeQuery {
  readonly history: RunHistory
  readonly rows: TreeRow[]
  readonly subtreeNs: Float64Array
  /** Null: no search, everything is shown. Otherwise the processes to show, and whether they match themselves. */
  readonly found: ReadonlyMap<number, boolean> | null
}

/** Siblings that are being written down, and how far. */
interface Frame {
  readonly measured: readonly Measured[]
  readonly level: number
  next: number
}

/** Rows from the top, ready to be shown; a process whose parent is unknown stands at the top level. */
export function layoutTree(history: RunHistory, query: TreeQuery): TreeRow[] {
  const walk: Walk = { ...query, history, rows: [], found: findMatches(history, query.search), subtreeNs: deriveSubtreeCpu(history, query.atNs) }
  const roots = history.processes.filter(process => process.parent === null || !history.processes[process.parent])
  const open: Frame[] = [openFrame(walk, roots, 1)] // a stack of our own: a chain of thousands of forks must not end ours
  for (let frame = open.at(-1); frame; frame = open.at(-1)) {
    const measured = frame.measured[frame.next++]
    if (!measured) open.pop()
    else if (appendProcess(walk, measured, frame)) open.push(openFrame(walk, childrenOf(history, measured.process), frame.level + 1))
  }
  return walk.rows
}

function openFrame(walk: Walk, processes: readonly ProcessHistory[], level: number): Frame {
  const shown = processes.filter(({ process }) => walk.found?.has(process) ?? true)
  const measured = shown.map(process => ({ process, figures: figuresOf(process, walk.atNs), subtreeNs: walk.subtreeNs[process.process] ?? NaN }))
  return { measured: measured.sort(orderBy(walk.sorting)), level, next: 0 }
}

const childrenOf = (history: RunHistory, process: ProcessHistory): ProcessHistory[] =>
  process.children.map(child => history.processes[child]).filter(child => child !== undefined)

/** True: what is below it follows. */
function appendProcess(walk: Walk, { process, figures, subtreeNs }: Measured, frame: Frame): boolean {
  const key = processKey(process.process)
  const hasBelow = process.children.length > 0 || process.threads.length > 1
  const isOpen = hasBelow ? walk.found !== null || !walk.toggled.has(key) : null
  const isMatch = walk.found?.get(process.process) ?? true
  const place = { key, level: frame.level, position: frame.next, siblings: frame.measured.length, isOpen }
  walk.rows.push({ kind: 'process', ...place, process, figures, subtreeNs, isMatch })
  if (isOpen && process.threads.length > 1) appendThreads(walk, process, frame.level + 1)
  return isOpen ?? false
}

function appendThreads(walk: Walk, process: ProcessHistory, level: number): void {
  const threads = process.threads.map(id => walk.history.threads[id]).filter(thread => thread !== undefined)
  const born = threads.filter(({ bornNs }) => bornNs <= walk.atNs)
  const ended = born.filter(({ endedNs }) => endedNs !== null && endedNs <= walk.atNs).length
  const key = threadsKey(process.process)
  const isOpen = walk.toggled.has(key)
  walk.rows.push({ kind: 'threads', key, level, position: 1, siblings: process.children.length + 1, isOpen, process, living: born.length - ended, ended })
  if (!isOpen) return
  for (const [index, thread] of threads.entries()) {
    const place = { key: `h${thread.thread}`, level: level + 1, position: index + 1, siblings: threads.length, isOpen: null }
    walk.rows.push({ kind: 'thread', ...place, process, thread, figures: threadFiguresOf(thread, walk.atNs) })
  }
}

interface Measured {
  readonly process: ProcessHistory
  readonly figures: ProcessFigures
  readonly subtreeNs: number
}

const sortValues: Readonly<Record<SortKey, (row: Measured) => number | string>> = {
  name: ({ process }) => process.name,
  pid: ({ process }) => process.pid,
  state: ({ figures }) => `${figures.life}${figures.stateLetter}`,
  threads: ({ figures }) => figures.threads,
  cores: ({ figures }) => figures.coresNow,
  cpu: ({ figures }) => figures.cpuNs,
  subtree: ({ subtreeNs }) => subtreeNs,
  rss: ({ figures }) => figures.rssBytes,
  pss: ({ figures }) => figures.pssBytes,
  born: ({ process }) => process.bornNs,
  ended: ({ process }) => process.endedNs ?? NaN,
  exit: ({ process }) => process.exit?.signal ?? process.exit?.code ?? NaN
}

/** Rows without a figure stand at the end in both directions; equals stay in order of birth. */
function orderBy({ by, descending }: Sorting): (left: Measured, right: Measured) => number {
  const valueOf = sortValues[by]
  const isAbsent = (value: number | string): boolean => typeof value === 'number' && Number.isNaN(value)
  return (left, right) => {
    const [a, b] = [valueOf(left), valueOf(right)]
    if (isAbsent(a) || isAbsent(b)) return Number(isAbsent(a)) - Number(isAbsent(b)) || left.process.process - right.process.process
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
    return (descending ? -order : order) || left.process.process - right.process.process
  }
}

/** Words of a search all have to occur in the name, the command line or the PID. Null: there is no search. */
function findMatches(history: RunHistory, search: string): ReadonlyMap<number, boolean> | null {
  const words = search.toLowerCase().split(/\s+/).filter(word => word !== '')
  if (words.length === 0) return null
  const found = new Map<number, boolean>()
  for (const process of history.processes) {
    const text = `${process.pid} ${process.name} ${formatCommand(process.command)}`.toLowerCase()
    if (!words.every(word => text.includes(word))) continue
    found.set(process.process, true)
    for (let above = process.parent; above !== null && !found.has(above); above = history.processes[above]?.parent ?? null) found.set(above, false)
  }
  return found
}
