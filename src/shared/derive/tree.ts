// The process tree at one moment: own figures and subtree totals of each process, and the rows that a sorted, searched,
// partly folded view of it shows. Ended processes stay, with what they had used.
import type { ProcessHistory, RunHistory, ThreadHistory } from './history.ts'
import type { Exit, ProcessId, ThreadId } from '../model/run.ts'
import type { Making } from '../model/batch.ts'
import { counterAt } from './cpu.ts'
import { lastAtOrBefore } from './columns.ts'
import { heldAt } from './memory.ts'
import { commandOfProcess, nameOfProcess } from './names.ts'

/** Figures at the moment asked for. NaN = not measured. */
export interface TreeFigures {
  /** Cores used over the half second before. */
  readonly coresNow: number
  readonly cpuNs: number
  readonly pssBytes: number
  readonly ussBytes: number
}

export interface TreeNode extends TreeFigures {
  readonly process: ProcessId
  readonly pid: number
  readonly name: string
  readonly command: string
  readonly making: Making
  readonly parent: ProcessId | null
  readonly parentPid: number | null
  readonly adoptedBy: number | null
  /** Not yet born at this moment: the row is kept, so that the tree does not jump under the cursor. */
  readonly hasStarted: boolean
  readonly isLiving: boolean
  /** State letter of /proc; null = not looked at, or ended. */
  readonly state: string | null
  readonly threads: number
  readonly rssBytes: number
  readonly peakRssBytes: number
  readonly bornNs: number
  readonly endedNs: number | null
  readonly exit: Exit | null
  readonly children: readonly ProcessId[]
  /** This process and all below it. RSS is not among these: shared pages would count once per process. */
  readonly subtree: TreeFigures & { readonly processCount: number; readonly livingCount: number; readonly threads: number }
}

/** CPU is averaged over this long before the moment: ten looks at the default rate. */
export const NOW_NS = 500e6

/** One node per process, by ProcessId. */
export function deriveTree(history: RunHistory, atNs: number): TreeNode[] {
  const nodes: Writable[] = []
  history.processes.forEach(process => (nodes[process.process] = nodeOf(process, atNs)))
  // Children come after their parents in order of discovery, so one walk backwards adds every subtree up.
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]
    const parent = node?.parent === null || node === undefined ? undefined : nodes[node.parent]
    if (node && parent && parent !== node) parent.subtree = addSubtrees(parent.subtree, node.subtree)
  }
  return nodes
}

type Writable = { -readonly [Key in keyof TreeNode]: TreeNode[Key] }

function nodeOf(process: ProcessHistory, atNs: number): Writable {
  const { detail, memory, bornNs, endedNs } = process
  const figures: TreeFigures = {
    coresNow: coresBefore(process, atNs),
    cpuNs: cpuUntil(process, atNs),
    pssBytes: heldAt(process, { tNs: memory.tNs, values: memory.pssBytes }, atNs),
    ussBytes: heldAt(process, { tNs: memory.tNs, values: memory.ussBytes }, atNs)
  }
  const isLiving = bornNs <= atNs && (endedNs === null || endedNs > atNs)
  const threads = heldAt(process, { tNs: detail.tNs, values: detail.threads }, atNs)
  return {
    ...{ process: process.process, pid: process.pid, name: nameOfProcess(process), command: commandOfProcess(process) },
    ...{ making: process.making, parent: process.parent, parentPid: process.parentPid, adoptedBy: process.adoptedBy },
    ...{ hasStarted: bornNs <= atNs, isLiving, bornNs, endedNs, exit: process.exit, children: process.children },
    ...figures,
    state: isLiving ? letterOf(detail.state.at(lastAtOrBefore(detail.tNs, atNs))) : null,
    threads,
    rssBytes: heldAt(process, { tNs: detail.tNs, values: detail.rssBytes }, atNs),
    peakRssBytes: process.peakRssBytes,
    subtree: { ...figures, processCount: 1, livingCount: isLiving ? 1 : 0, threads }
  }
}

/** Mean over the time it lived within the half second; NaN where it was never measured, 0 once it has ended. */
function coresBefore({ cpu, detail, bornNs, endedNs }: ProcessHistory, atNs: number): number {
  if (cpu.tNs.length === 0 && detail.tNs.length === 0) return NaN
  const fromNs = Math.max(bornNs, atNs - NOW_NS)
  if (atNs <= fromNs || (endedNs !== null && endedNs <= fromNs)) return 0
  return (counterAt(cpu, cpu.ranNs, atNs) - counterAt(cpu, cpu.ranNs, fromNs)) / (atNs - fromNs)
}

/** CPU time of a process up to a moment. A process that was looked at and never ran used 0; one never looked at is NaN. */
export function cpuUntil({ cpu, detail }: ProcessHistory, atNs: number): number {
  if (cpu.tNs.length > 0) return counterAt(cpu, cpu.ranNs, atNs)
  return detail.tNs.length > 0 ? 0 : NaN
}

const letterOf = (code: number): string | null => (code > 0 ? String.fromCharCode(code) : null)

function addSubtrees(a: TreeNode['subtree'], b: TreeNode['subtree']): TreeNode['subtree'] {
  return {
    coresNow: addKnown(a.coresNow, b.coresNow),
    cpuNs: addKnown(a.cpuNs, b.cpuNs),
    pssBytes: addKnown(a.pssBytes, b.pssBytes),
    ussBytes: addKnown(a.ussBytes, b.ussBytes),
    processCount: a.processCount + b.processCount,
    livingCount: a.livingCount + b.livingCount,
    threads: addKnown(a.threads, b.threads)
  }
}

/** Sum of what is measured; NaN only where neither is. */
function addKnown(a: number, b: number): number {
  if (Number.isNaN(a)) return b
  return Number.isNaN(b) ? a : a + b
}

export type TreeSort = 'born' | 'pid' | 'name' | 'state' | 'coresNow' | 'cpuNs' | 'rssBytes' | 'pssBytes' | 'threads' | 'endedNs' | 'exit'

export interface TreeView {
  readonly sort: TreeSort
  readonly isDescending: boolean
  /** Words that must all occur in PID, name or command; '' = all. Ancestors of what is found stay, as the way to it. */
  readonly search: string
  readonly folded: ReadonlySet<ProcessId>
  /** Sort by the figures of the subtree instead of the process's own. */
  readonly bySubtree: boolean
}

export interface TreeRow {
  readonly node: TreeNode
  readonly depth: number
  /** Places of this row among its siblings, 1-based, for screen readers. */
  readonly position: number
  readonly siblings: number
  readonly isFoldable: boolean
  /** False: shown only as the way to a row that was found. */
  readonly isFound: boolean
}

/** The rows to show, top to bottom. While a search is on, nothing is folded. */
export function arrangeTree(nodes: readonly TreeNode[], view: TreeView): TreeRow[] {
  const found = findNodes(nodes, view.search)
  const rows: TreeRow[] = []
  const compare = comparison(view)
  const arrange = (level: readonly TreeNode[], depth: number): TreeRow[] => {
    const shown = level.filter(node => found.way.has(node.process)).sort(compare)
    return shown.map((node, index) => ({
      ...{ node, depth, position: index + 1, siblings: shown.length, isFound: found.hits.has(node.process) },
      isFoldable: node.children.some(child => found.way.has(child))
    }))
  }
  // A stack of our own, next row last: a chain of thousands of forks must not exhaust that of the language.
  const waiting = arrange(nodes.filter(({ parent }) => parent === null || nodes[parent] === undefined), 0).reverse()
  for (let row = waiting.pop(); row; row = waiting.pop()) {
    rows.push(row)
    if (!row.isFoldable || (view.search.trim() === '' && view.folded.has(row.node.process))) continue
    const children = row.node.children.flatMap(child => nodes[child] ?? [])
    for (const child of arrange(children, row.depth + 1).reverse()) waiting.push(child)
  }
  return rows
}

function findNodes(nodes: readonly TreeNode[], search: string): { readonly hits: ReadonlySet<ProcessId>; readonly way: ReadonlySet<ProcessId> } {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const hits = new Set<ProcessId>()
  const way = new Set<ProcessId>()
  nodes.forEach(node => {
    const text = `${String(node.pid)} ${node.name} ${node.command}`.toLowerCase()
    if (!words.every(word => text.includes(word))) return
    hits.add(node.process)
    for (let up: TreeNode | undefined = node; up && !way.has(up.process); up = up.parent === null ? undefined : nodes[up.parent]) way.add(up.process)
  })
  return { hits, way }
}

function comparison({ sort, isDescending, bySubtree }: TreeView): (a: TreeNode, b: TreeNode) => number {
  const sign = isDescending ? -1 : 1
  if (sort === 'name') return (a, b) => sign * a.name.localeCompare(b.name, 'en') || a.process - b.process
  const value = (node: TreeNode): number => sortValue(node, sort, bySubtree)
  return (a, b) => compareKnown(value(a), value(b), sign) || a.process - b.process
}

function sortValue(node: TreeNode, sort: Exclude<TreeSort, 'name'>, bySubtree: boolean): number {
  switch (sort) {
    case 'born':
      return node.bornNs
    case 'pid':
      return node.pid
    case 'endedNs':
      return node.endedNs ?? NaN
    case 'state':
      return node.state?.charCodeAt(0) ?? NaN
    case 'exit':
      return exitOrder(node.exit)
    case 'rssBytes':
      return node.rssBytes
    default:
      return bySubtree ? node.subtree[sort] : node[sort]
  }
}

/** By code; killed by a signal after all codes. */
function exitOrder(exit: Exit | null): number {
  return exit?.signal ? EXIT_CODES : (exit?.code ?? NaN)
}

const EXIT_CODES = 256

/** What is not measured stands last, whichever way the rest is sorted. */
function compareKnown(a: number, b: number, sign: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return sign * (a - b)
}

/** One thread of an unfolded process at a moment. */
export interface ThreadNode {
  readonly thread: ThreadId
  readonly tid: number
  readonly name: string
  readonly isLiving: boolean
  readonly state: string | null
  /** Core it was last seen on; null = not looked at. */
  readonly core: number | null
  readonly coresNow: number
  readonly cpuNs: number
  readonly waitedNs: number
  readonly bornNs: number
  readonly endedNs: number | null
}

export function deriveThreads(history: RunHistory, process: ProcessId, atNs: number): ThreadNode[] {
  const ids = history.processes[process]?.threads ?? []
  return ids.flatMap(id => history.threads[id] ?? []).map(thread => threadNode(thread, atNs))
}

function threadNode({ thread, tid, name, cpu, core, state, bornNs, endedNs }: ThreadHistory, atNs: number): ThreadNode {
  const row = lastAtOrBefore(cpu.tNs, atNs)
  const isLiving = bornNs <= atNs && (endedNs === null || endedNs > atNs)
  const fromNs = Math.max(bornNs, atNs - NOW_NS)
  const cpuNs = counterAt(cpu, cpu.ranNs, atNs)
  return {
    ...{ thread, tid, name, isLiving, bornNs, endedNs, cpuNs },
    state: isLiving ? letterOf(state.at(row)) : null,
    core: core.at(row) >= 0 ? core.at(row) : null,
    coresNow: atNs > fromNs ? (cpuNs - counterAt(cpu, cpu.ranNs, fromNs)) / (atNs - fromNs) : NaN,
    waitedNs: counterAt(cpu, cpu.waitedNs, atNs)
  }
}
