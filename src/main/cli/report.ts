// The summary for people: what ran, how it ended, what it used, and what is doubtful. Pure: text out of a history.
import type { RunHistory } from '../../shared/derive/history.ts'
import { deriveSummary } from '../../shared/derive/summary.ts'
import { ABSENT, formatBytes, formatCommand, formatCores, formatCount, formatDuration, formatPercent, showControls } from '../../shared/format.ts'
import type { Exit, ProcessSummary, RunSummary } from '../../shared/model/run.ts'
import { layoutCoresChart } from './coresChart.ts'
import { deriveWaitedMean } from './demand.ts'
import { layoutTable } from './table.ts'
import { cutText, wrapWords } from './wrapping.ts'

const LABEL = 11
const INDENT = '  '
const CHART_ROWS = 4
const CHART_COLUMNS = 72
const PROCESSES_SHOWN = 10

export interface ReportSpec {
  readonly columns: number
  /** Where the run can be read again; null or absent: nothing is said of that. */
  readonly recordedTo?: string | null
}

/** Ends with a newline, begins with an empty line: the program may have left the cursor in the middle of one. */
export function layoutReport(history: RunHistory, { columns, recordedTo = null }: ReportSpec): string {
  const summary = deriveSummary(history)
  const lines = [
    '',
    cutText(`forkscope  ${formatCommand(summary.command)}`, columns),
    ...layoutFigures(history, columns),
    ...(recordedTo === null ? [] : [`${INDENT}${'recorded'.padEnd(LABEL)}${showControls(recordedTo)}`]), // a path is there to be copied: never cut
    ...layoutChart(history, columns),
    ...layoutProcesses(summary.processes, columns),
    ...summary.warnings.flatMap(({ text, count }) => layoutNote('note', count > 1 ? `${text} (${formatCount(count)}×)` : text, columns))
  ]
  return `${lines.join('\n')}\n`
}

/** A line for each figure: its name, then what is known of it. */
export function layoutFigures(history: RunHistory, columns: number): string[] {
  const ended = history.end?.endedBy === 'left' ? 'no longer followed; it goes on' : sayExit(deriveSummary(history).exit)
  return sayFigures(deriveSummary(history), { ended, waitedMean: deriveWaitedMean(history) }).map(([label, text]) => cutText(`${INDENT}${label.padEnd(LABEL)}${text}`, columns))
}

function sayFigures(summary: RunSummary, { ended, waitedMean }: { ended: string; waitedMean: number | null }): [string, string][] {
  const { wallNs, cpuNs, userNs, systemNs, coresUsedMean, coresUsedPeak, processCount, threadCountPeak } = summary
  const cpu = [formatDuration(cpuNs), userNs !== null && `user ${formatDuration(userNs)}, system ${formatDuration(systemNs)}`, sayTotal(summary)]
  const cores = [`${formatCores(coresUsedMean)} used on average`, `${formatCores(coresUsedPeak)} at the peak`, sayMachine(summary)]
  const memory = [`${formatBytes(summary.peakRssBytes)} RSS at the peak of one process`, `${formatBytes(summary.peakPssBytes)} PSS of all together`]
  return [
    ['ended', ended],
    ['wall', formatDuration(wallNs)],
    ['CPU', join(cpu)],
    ['cores', join(cores)],
    ...(waitedMean === null ? [] : [waiting(waitedMean)]),
    ['memory', join(memory)],
    ['processes', join([formatCount(processCount), threadCountPeak !== null && `${formatCount(threadCountPeak)} ${threadCountPeak === 1 ? 'thread' : 'threads'} at most at a time`])],
    ['own cost', sayOwnCost(summary)]
  ]
}

const waiting = (waitedMean: number): [string, string] => ['waiting', `${formatCores(waitedMean)} threads for a core, on average`]

const join = (parts: readonly (string | false)[]): string => parts.filter(part => part !== false).join(' · ')

export function sayExit({ code, signal }: Exit): string {
  if (signal !== null) return `killed by ${signal}`
  return code === null ? 'nobody could say how' : `with code ${code}`
}

/** How exact the CPU time is; docs/measuring.md, "The total". */
function sayTotal({ totalBy, unsampledCpuNs }: RunSummary): string {
  const seldom = unsampledCpuNs !== null && unsampledCpuNs > UNSEEN_WORTH_SAYING_NS ? `, ${formatDuration(unsampledCpuNs)} of it between looks` : ''
  if (totalBy === 'cgroup') return `exact (cgroup)${seldom}`
  return totalBy === 'procfs' ? `to a few ticks (wait)${seldom}` : 'sampled only'
}

const UNSEEN_WORTH_SAYING_NS = 50e6

function sayMachine({ machine: { coreCount, affinity, quotaCores } }: RunSummary): string {
  const allowed = affinity?.length ?? coreCount
  const cores = allowed < coreCount ? `may run on ${allowed} of ${coreCount}` : `${coreCount} there`
  return quotaCores === null ? cores : `${cores}, quota ${formatCores(quotaCores)}`
}

function sayOwnCost({ ownCpu: { samplerNs, programNs }, wallNs, rateHz }: RunSummary): string {
  const all = wallNs > 0 ? `${formatPercent(programNs / wallNs)} of a core` : formatDuration(programNs)
  const sampler = Number.isNaN(samplerNs) || wallNs <= 0 ? false : `the sampler ${formatPercent(samplerNs / wallNs)}`
  return join([all, sampler, `${rateHz} Hz`])
}

function layoutChart(history: RunHistory, columns: number): string[] {
  const width = Math.min(CHART_COLUMNS, columns - 10)
  const lines = layoutCoresChart(history, { columns: width, rows: CHART_ROWS })
  return lines.length === 0 ? [] : ['', '  cores used', ...lines.map(line => `  ${line}`)]
}

/** Who used most, most first. One process needs no table: its figures are those of the run. */
function layoutProcesses(processes: readonly ProcessSummary[], columns: number): string[] {
  if (processes.length < 2) return []
  const byUse = [...processes].sort((a, b) => (b.cpuNs ?? -1) - (a.cpuNs ?? -1)).slice(0, PROCESSES_SHOWN)
  const table = layoutTable(
    ['PID', 'CPU', 'RSS', 'threads', 'exit', 'command'],
    byUse.map(({ pid, cpuNs, peakRssBytes, threadCountPeak, exit, command }) => [
      ...[String(pid), formatDuration(cpuNs), formatBytes(peakRssBytes), formatCount(threadCountPeak)],
      ...[sayExitBriefly(exit), command]
    ])
  )
  const rest = processes.length - byUse.length
  return ['', ...table.map(line => cutText(`  ${line}`, columns)), ...(rest > 0 ? [`  … and ${formatCount(rest)} more that used less`] : [])]
}

export function sayExitBriefly(exit: Exit | null): string {
  if (exit === null) return 'alive'
  return exit.signal ?? (exit.code === null ? ABSENT : `code ${exit.code}`)
}

function layoutNote(label: string, text: string, columns: number): string[] {
  return wrapWords(text, columns - INDENT.length - LABEL).map((line, index) => `${INDENT}${(index === 0 ? label : '').padEnd(LABEL)}${line}`)
}
