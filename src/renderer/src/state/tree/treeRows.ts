// The process tree as a flat list of rows: processes as they are arranged, with a row for their threads where there are
// several, and the threads themselves below it. Pure.
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { type ThreadNode, type TreeNode, type TreeSort, arrangeTree, deriveThreads } from '../../../../shared/derive/tree.ts'
import type { ProcessId } from '../../../../shared/model/run.ts'

export type SortKey = TreeSort | 'subtree'
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
  /** The process that the row is, or belongs to. */
  readonly node: TreeNode
}
export interface ProcessRow extends Place {
  readonly kind: 'process'
  /** False: shown only because something below it matches the search. */
  readonly isMatch: boolean
}
/** Stands for the threads of a process; they are below it. */
export interface ThreadsRow extends Place {
  readonly kind: 'threads'
  readonly living: number
  readonly ended: number
}
export interface ThreadRow extends Place {
  readonly kind: 'thread'
  readonly thread: ThreadNode
}
export type TreeRow = ProcessRow | ThreadsRow | ThreadRow

export interface TreeQuery {
  /** Of all processes at the moment `atNs`, by ProcessId. */
  readonly nodes: readonly TreeNode[]
  readonly atNs: number
  readonly sorting: Sorting
  readonly search: string
  readonly folded: ReadonlySet<ProcessId>
  /** Processes whose threads are shown one by one. */
  readonly unfoldedThreads: ReadonlySet<ProcessId>
}

export const processKey = (process: number): string => `p${process}`

/** Rows from the top, ready to be shown; a process whose parent is unknown stands at the top level. */
export function layoutTree(history: RunHistory, query: TreeQuery): TreeRow[] {
  const { nodes, atNs, sorting, search, folded } = query
  const sort = sorting.by === 'subtree' ? 'cpuNs' : sorting.by
  const arranged = arrangeTree(nodes, { sort, isDescending: sorting.descending, search, folded, bySubtree: sorting.by === 'subtree' })
  const hasThreads = (process: ProcessId | null): boolean => process !== null && (history.processes[process]?.threads.length ?? 0) > 1
  return arranged.flatMap(({ node, depth, position, siblings, isFoldable, isFound }): TreeRow[] => {
    const opening = { isSearched: search.trim() !== '', isParent: isFoldable, hasThreads: hasThreads(node.process) }
    const isOpen = isRowOpen(node.process, opening, query)
    const shift = hasThreads(node.parent) ? 1 : 0 // the parent's threads are its first child
    const row: ProcessRow = { kind: 'process', key: processKey(node.process), level: depth + 1, position: position + shift, siblings: siblings + shift, isOpen, node, isMatch: isFound }
    if (!isOpen || !hasThreads(node.process)) return [row]
    return [row, ...(isFoldable ? groupedThreads(history, row, query) : threadRows(history, row, { atNs, level: row.level + 1 }))]
  })
}

/** A parent is open until it is folded; a process with nothing but threads below it is folded until it is opened. */
function isRowOpen(process: ProcessId, below: { isSearched: boolean; isParent: boolean; hasThreads: boolean }, query: TreeQuery): boolean | null {
  if (below.isParent) return below.isSearched || !query.folded.has(process)
  return below.hasThreads ? query.unfoldedThreads.has(process) : null
}

/** Beside child processes, threads stand together under a row of their own. */
function groupedThreads(history: RunHistory, { node, level }: ProcessRow, query: TreeQuery): TreeRow[] {
  const born = deriveThreads(history, node.process, query.atNs).filter(({ bornNs }) => bornNs <= query.atNs)
  const living = born.filter(({ isLiving }) => isLiving).length
  const isOpen = query.unfoldedThreads.has(node.process)
  const place = { key: `t${node.process}`, level: level + 1, position: 1, siblings: node.children.length + 1, isOpen, node }
  const group: ThreadsRow = { kind: 'threads', ...place, living, ended: born.length - living }
  return isOpen ? [group, ...threadRows(history, { node }, { atNs: query.atNs, level: level + 2 })] : [group]
}

function threadRows(history: RunHistory, { node }: Pick<ProcessRow, 'node'>, { atNs, level }: { atNs: number; level: number }): ThreadRow[] {
  const threads = deriveThreads(history, node.process, atNs)
  return threads.map((thread, index) => ({
    ...{ kind: 'thread', key: `h${thread.thread}`, level, node, thread },
    ...{ position: index + 1, siblings: threads.length, isOpen: null }
  }))
}
