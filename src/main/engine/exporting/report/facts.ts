// What a report says in words and tables: figures of the run, its processes, what happened, conditions, how it was measured.
import { listConditions } from '../../../../shared/derive/conditions.ts'
import { isAboutProcesses, sayEvent, sayExit } from '../../../../shared/derive/eventWords.ts'
import type { ProcessHistory, RunHistory } from '../../../../shared/derive/history.ts'
import { listMeasuring } from '../../../../shared/derive/measuring.ts'
import { deriveSummary } from '../../../../shared/derive/summary.ts'
import { listSummary } from '../../../../shared/derive/summaryWords.ts'
import { arrangeTree, deriveTree, type TreeRow } from '../../../../shared/derive/tree.ts'
import { knownUntilNs, type TimeRange } from '../../../../shared/derive/bins.ts'
import { sayStart } from '../../../../shared/charts/measured.ts'
import { formatBytes, formatCount, formatDuration } from '../../../../shared/format.ts'
import type { ProcessId } from '../../../../shared/model/run.ts'
import { group, type Markup, table, tag } from './markup.ts'

/** More rows than this nobody reads, and the page would take seconds to open. The CSV has them all. */
const ROWS_MOST = 500

export function layoutFigures(history: RunHistory): Markup {
  const rows = listSummary(deriveSummary(history)).map(({ name, value, about }) => [name, value, about])
  return section('Figures', table(['Figure', 'Value', 'Meaning'], rows, { numeric: new Set([1]) }))
}

export function layoutProcesses(history: RunHistory, hidden: ReadonlySet<ProcessId>): Markup {
  const nodes = deriveTree(history, knownUntilNs(history))
  const all = arrangeTree(nodes, { sort: 'born', isDescending: false, search: '', folded: new Set(), bySubtree: false }).filter(({ node }) => !hidden.has(node.process))
  const rows = all.slice(0, ROWS_MOST).map(row => processRow(row, threadsMost(history.processes[row.node.process])))
  const titles = ['Process', 'Parent', 'Born', 'Ended', 'CPU', 'with those below', 'Greatest RSS', 'Most threads', 'Exit', 'Command']
  return section('Processes', table(titles, rows, { numeric: new Set([1, 2, 3, 4, 5, 6, 7]) }), sayLeftOut(all.length - rows.length, 'process', 'processes'))
}

/** Seen at once; NaN = never looked at. */
function threadsMost(process: ProcessHistory | undefined): number {
  let most = NaN
  for (const count of process?.detail.threads.view() ?? []) if (!(count <= most) && !Number.isNaN(count)) most = count
  return most
}

function processRow({ node, depth }: TreeRow, threads: number): string[] {
  const { name, parentPid, bornNs, endedNs, cpuNs, subtree, peakRssBytes, exit, command } = node
  const ended = endedNs === null ? 'lives' : formatDuration(endedNs)
  return [
    ...['\u00a0'.repeat(depth * 3) + name, parentPid === null ? '' : String(parentPid), formatDuration(bornNs), ended, formatDuration(cpuNs)],
    ...[formatDuration(subtree.cpuNs), formatBytes(peakRssBytes), formatCount(threads), exit === null ? '' : sayExit(exit), command]
  ]
}

export function layoutEvents(history: RunHistory, range: TimeRange | null): Markup {
  const within = history.events.filter(event => isAboutProcesses(event) && (!range || (event.tNs >= range.fromNs && event.tNs <= range.toNs)))
  const rows = within.slice(0, ROWS_MOST).map(event => {
    const { kind, text } = sayEvent(history, event)
    return [formatDuration(event.tNs), kind, text]
  })
  return section('Events', table(['At', 'Event', 'What happened'], rows, { numeric: new Set([0]) }), sayLeftOut(within.length - rows.length, 'event', 'events'))
}

export function layoutConditions(history: RunHistory): Markup {
  // A report travels: the time of its reader's clock would not be that of the run.
  const rows = listConditions(history.header).map(({ name, text }) => [name, name === 'Started' ? sayStart(history.header) : text])
  return section('Conditions', table(['Condition', 'Value'], rows))
}

export function layoutMeasuring(history: RunHistory): Markup {
  return section('How it was measured', table(['Figure', 'Source', 'Resolution'], listMeasuring(history).map(({ figure, source, resolution }) => [figure, source, resolution])))
}

const section = (title: string, ...parts: readonly (Markup | null)[]): Markup => tag('section', {}, tag('h2', {}, title), tag('div', { class: 'wide' }, group(parts)))

const sayLeftOut = (count: number, one: string, many: string): Markup | null =>
  count > 0 ? tag('p', { class: 'muted' }, `${formatCount(count)} further ${count === 1 ? one : many}: not listed here; the exports as CSV and JSON hold them.`) : null
