// Running processes as rows: searched, sorted, flat or as a tree, and standing still while somebody aims at one. Pure.
import { keyOfRunning } from '../../../../shared/derive/running.ts'
import type { RunningProcess } from '../../../../shared/model/running.ts'
import { type Fit, fitProcess, wordsOf } from './fitting.ts'

export interface RunningRow {
  readonly key: string
  readonly process: RunningProcess
  /** Cores used between the last two looks. Null: it has been seen once only. */
  readonly coresNow: number | null
  /** 1 = top. In a flat list everyone is. */
  readonly level: number
  /** It has ended since, and keeps its place until nobody aims at the list. */
  readonly isGone: boolean
  /** False: it is there only because somebody below it fits. */
  readonly isMatch: boolean
}

export type RunningColumn = 'pid' | 'name' | 'command' | 'user' | 'coresNow' | 'rss' | 'threads' | 'below'
export interface RunningSorting {
  readonly by: RunningColumn
  readonly descending: boolean
}

export interface RowsSpec {
  readonly processes: readonly RunningProcess[]
  readonly coresNow: ReadonlyMap<string, number>
  readonly search: string
  readonly asTree: boolean
  readonly sorting: RunningSorting
}

interface Fitting {
  readonly row: RunningRow
  readonly fit: Fit
}

export function layoutRows(spec: RowsSpec): RunningRow[] {
  return spec.asTree ? layoutTree(spec) : layoutFlat(spec)
}

const rowOf = (process: RunningProcess, { coresNow }: RowsSpec): RunningRow => {
  const key = keyOfRunning(process)
  return { key, process, coresNow: coresNow.get(key) ?? null, level: 1, isGone: false, isMatch: true }
}

/** What fits best comes first; among equals the chosen column counts, then the number. */
function layoutFlat(spec: RowsSpec): RunningRow[] {
  const words = wordsOf(spec.search)
  const fitting: Fitting[] = []
  for (const process of spec.processes) {
    const fit = fitProcess(process, words)
    if (fit !== null) fitting.push({ row: rowOf(process, spec), fit })
  }
  const compare = comparing(spec.sorting)
  return fitting.sort((left, right) => left.fit - right.fit || compare(left.row, right.row)).map(({ row }) => row)
}

/** Parents before children, in order of their numbers; who does not fit stays if somebody below does. */
function layoutTree(spec: RowsSpec): RunningRow[] {
  const words = wordsOf(spec.search)
  const known = new Map(spec.processes.map(process => [process.pid, process]))
  const matches = new Set(spec.processes.filter(process => fitProcess(process, words) !== null))
  const wanted = withParents(matches, known)
  const childrenOf = Map.groupBy(wanted, ({ parentPid }) => (known.has(parentPid) ? parentPid : null))
  const rows: RunningRow[] = []
  const waiting = lastFirst(childrenOf.get(null), 1) // a stack: a line of children may be thousands deep
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { process, level } = next
    rows.push({ ...rowOf(process, spec), level, isMatch: matches.has(process) })
    waiting.push(...lastFirst(childrenOf.get(process.pid), level + 1))
  }
  return rows
}

function withParents(matches: ReadonlySet<RunningProcess>, known: ReadonlyMap<number, RunningProcess>): ReadonlySet<RunningProcess> {
  const wanted = new Set<RunningProcess>()
  for (const match of matches) {
    for (let each: RunningProcess | undefined = match; each && !wanted.has(each); each = known.get(each.parentPid)) wanted.add(each)
  }
  return wanted
}

const lastFirst = (processes: readonly RunningProcess[] | undefined, level: number): { process: RunningProcess; level: number }[] =>
  (processes ?? []).toSorted((left, right) => right.pid - left.pid).map(process => ({ process, level }))

type Compare = (left: RunningRow, right: RunningRow) => number

function comparing({ by, descending }: RunningSorting): Compare {
  const compare = comparers[by]
  return (left, right) => (descending ? compare(right, left) : compare(left, right)) || left.process.pid - right.process.pid
}

const byNumber = (value: (row: RunningRow) => number | null): Compare => {
  const valueOf = (row: RunningRow): number => value(row) ?? -1 // not measured: below everything that was
  return (left, right) => valueOf(left) - valueOf(right)
}
const byText = (value: (row: RunningRow) => string): Compare => (left, right) => collator.compare(value(left), value(right))
const collator = new Intl.Collator('en', { numeric: true })

const comparers: Readonly<Record<RunningColumn, Compare>> = {
  pid: byNumber(({ process }) => process.pid),
  name: byText(({ process }) => process.name),
  command: byText(({ process }) => process.command.join(' ')),
  user: byText(({ process }) => process.user ?? String(process.uid ?? '')),
  // Most are idle: among them, whoever has used more so far.
  coresNow: (left, right) => (left.coresNow ?? -1) - (right.coresNow ?? -1) || left.process.cpuNs - right.process.cpuNs,
  rss: byNumber(({ process }) => process.rssBytes),
  threads: byNumber(({ process }) => process.threadCount),
  below: byNumber(({ process }) => process.belowCount)
}

/**
 * The rows as they stood, with their figures as they are now: nobody moves under a pointer or away from a choice. Who has
 * ended stays where it was and says so; who is new comes last.
 */
export function holdRows(stood: readonly RunningRow[], now: readonly RunningRow[], living: ReadonlySet<string>): RunningRow[] {
  const current = new Map(now.map(row => [row.key, row]))
  const held = stood.map(row => current.get(row.key) ?? (living.has(row.key) ? row : { ...row, coresNow: null, isGone: true }))
  const known = new Set(stood.map(({ key }) => key))
  return [...held, ...now.filter(({ key }) => !known.has(key))]
}
