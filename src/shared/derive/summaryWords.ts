// The figures of an ended run, each under its name. What was not measured is left out, not shown as 0.
import { formatBytes, formatCores, formatCount, formatDuration, formatShare } from '../format.ts'
import type { RunSummary } from '../model/run.ts'

export interface SummaryFigure {
  readonly name: string
  readonly value: string
  readonly about: string
}

export function listSummary(summary: RunSummary): SummaryFigure[] {
  const { wallNs, ownCpu, unsampledCpuNs, cpuNs } = summary
  const hidden = unsampledCpuNs !== null && cpuNs !== null && unsampledCpuNs > cpuNs / 1000 ? unsampledCpuNs : null
  return present([
    ['Wall time', formatDuration(wallNs), 'From the release of the program until the last process had left'],
    ['CPU time', orNull(cpuNs, formatDuration), `Of the whole tree, by ${summary.totalBy}`],
    ['User', orNull(summary.userNs, formatDuration), 'CPU time in the programs themselves'],
    ['System', orNull(summary.systemNs, formatDuration), 'CPU time in the kernel on their behalf'],
    ['Cores, mean', orNull(summary.coresUsedMean, formatCores), 'CPU time divided by wall time'],
    ['Cores, peak', orNull(summary.coresUsedPeak, formatCores), 'Greatest mean over 100 ms'],
    ['Peak PSS', orNull(summary.peakPssBytes, formatBytes), 'Of all processes together, shared pages counted once'],
    ['Peak RSS', orNull(summary.peakRssBytes, formatBytes), 'Of the greatest single process; a sum would count shared pages more than once'],
    ['Processes', formatCount(summary.processCount), 'That were seen'],
    ['Threads, peak', orNull(summary.threadCountPeak, formatCount), 'Alive at once'],
    ['Never sampled', orNull(hidden, formatDuration), 'CPU time in the total that no look saw: processes or threads too short'],
    ['Own cost', wallNs > 0 ? `${formatShare(ownCpu.programNs / wallNs)} of a core` : null, 'CPU time of Forkscope’s measuring process']
  ])
}

const orNull = <Value extends number>(value: Value | null, format: (value: Value) => string): string | null => (value === null ? null : format(value))

const present = (rows: readonly (readonly [string, string | null, string])[]): SummaryFigure[] =>
  rows.flatMap(([name, value, about]) => (value === null ? [] : [{ name, value, about }]))
