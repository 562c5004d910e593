// Each chart as a table: the same figures over as many stretches of time as a person would read. For screen readers, and for
// reports.
import { edgesOf, knownUntilNs, type TimeRange } from '../derive/bins.ts'
import type { RunHistory } from '../derive/history.ts'
import { deriveLanes } from '../derive/lanes.ts'
import { deriveMemory } from '../derive/memory.ts'
import { nameOfProcess } from '../derive/names.ts'
import { deriveUsed, type BandOf } from '../derive/used.ts'
import { formatBytes, formatDuration, formatPercent } from '../format.ts'
import type { ProcessId } from '../model/run.ts'
import { type PercentOf, sayCores } from './percent.ts'

export interface ChartTable {
  readonly caption: string
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
}

export interface TableRow {
  readonly time: string
  readonly cells: readonly string[]
}

/** What a table is of. `rows`: stretches of time; a dozen unless told otherwise. */
export interface TableSpec {
  readonly view: TimeRange
  readonly hidden: ReadonlySet<ProcessId>
  readonly percent: PercentOf
  readonly rows?: number
}

const TABLE_ROWS = 12
const TABLE_COLUMNS = 16

function tableEdges(history: RunHistory, view: TimeRange, rows: number): Float64Array {
  const toNs = Math.min(view.toNs, knownUntilNs(history))
  return edgesOf({ fromNs: view.fromNs, toNs: Math.max(toNs, view.fromNs + 1) }, rows)
}

const rowsOf = (edgesNs: Float64Array, cells: (bin: number) => readonly string[]): TableRow[] =>
  Array.from({ length: edgesNs.length - 1 }, (_, bin) => ({ time: formatDuration(edgesNs[bin]!), cells: cells(bin) }))

export function usedTable(history: RunHistory, { view, hidden, percent, rows = TABLE_ROWS }: TableSpec): ChartTable {
  const edgesNs = tableEdges(history, view, rows)
  const { total, waited, bands } = deriveUsed(history, edgesNs, { hidden, budget: rows * TABLE_COLUMNS })
  return {
    caption: `Cores used, means from ${sayRange(view)}`,
    columns: ['This run', 'Waiting for a core', ...bands.map(({ of }) => nameOfBand(history, of))],
    rows: rowsOf(edgesNs, bin => [total[bin]!, waited[bin]!, ...bands.map(({ used, first }) => used[bin - first] ?? NaN)].map(value => sayCores(value, percent)))
  }
}

export function memoryTable(history: RunHistory, { view, hidden, rows = TABLE_ROWS }: Omit<TableSpec, 'percent'>): ChartTable {
  const edgesNs = tableEdges(history, view, rows)
  const { pss, uss, shared, rss } = deriveMemory(history, edgesNs, { hidden, lines: TABLE_COLUMNS })
  return {
    caption: `Memory from ${sayRange(view)}, at the end of each stretch`,
    columns: ['PSS', 'Private', 'Shared', ...rss.map(({ process }) => `RSS of ${nameOfBand(history, { kind: 'process', process })}`)],
    rows: rowsOf(edgesNs, bin => [pss[bin]!, uss[bin]!, shared[bin]!, ...rss.map(({ last, first }) => last[bin - first] ?? NaN)].map(formatBytes))
  }
}

export function lanesTable(history: RunHistory, view: TimeRange, rows = TABLE_ROWS): ChartTable {
  const edgesNs = tableEdges(history, view, rows)
  const lanes = deriveLanes(history, edgesNs).cores
  const shown = lanes.slice(0, TABLE_COLUMNS)
  return {
    caption: `Share of each core from ${sayRange(view)}: this run, and the rest of the machine${shown.length < lanes.length ? ` (the first ${shown.length} of ${lanes.length} cores)` : ''}`,
    columns: shown.flatMap(({ core }) => [`Core ${core}, this run`, `Core ${core}, rest`]),
    rows: rowsOf(edgesNs, bin => shown.flatMap(({ ours, rest }) => [formatPercent(ours[bin]!), formatPercent(rest[bin]!)]))
  }
}

export function sayRange({ fromNs, toNs }: TimeRange): string {
  return `${formatDuration(fromNs)} to ${formatDuration(toNs)}`
}

function nameOfBand({ processes }: RunHistory, of: BandOf): string {
  if (of.kind === 'unseen') return 'children too short to be seen'
  if (of.kind === 'further') return `${of.count} further processes`
  const process = processes[of.process]
  return process ? nameOfProcess(process) : 'process'
}
