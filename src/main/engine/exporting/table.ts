// The figures of a run as a table: CSV in long form (one measurement a line, units in the names, see docs/measuring.md) or
// JSON with header, summary, events, series and the command of each process. Numbers are written as measured: cumulative, in ns and bytes, unrounded.
import type { Column } from '../../../shared/derive/columns.ts'
import type { ProcessHistory, RunHistory } from '../../../shared/derive/history.ts'
import { deriveSummary } from '../../../shared/derive/summary.ts'
import type { TimeRange } from '../../../shared/derive/bins.ts'
import { FaultError } from '../../../shared/fault.ts'
import type { ExportSpec } from '../../../shared/model/export.ts'
import { csvLine } from './csv.ts'
import { exportRange } from './range.ts'

/** Text of the file. Throws FaultError: nothing-to-export, bad-input. Hidden processes are left out; the summary is of the whole run. */
export function exportTable(history: RunHistory, spec: ExportSpec): string {
  if (spec.what.kind !== 'table') throw new FaultError({ kind: 'bad-input', field: 'what', reason: 'a table is asked for as a table' })
  const range = exportRange(history, spec) ?? { fromNs: -Infinity, toNs: Infinity }
  const hidden = new Set(spec.hidden)
  const processes = history.processes.filter(({ process }) => !hidden.has(process))
  return spec.what.format === 'csv' ? writeCsv(history, processes, range) : writeJson(history, processes, range)
}

/** The columns of the CSV, in order. A cell without a value is empty: not applicable, or not measured. */
const CSV_COLUMNS = ['subject', 'pid', 'tid', 'core', 'name', 'measure', 'from_ns', 't_ns', 'value'] as const

interface Subject {
  readonly kind: 'process' | 'thread' | 'core'
  readonly pid: number | ''
  readonly tid: number | ''
  readonly core: number | ''
  readonly name: string
}

function writeCsv(history: RunHistory, processes: readonly ProcessHistory[], range: TimeRange): string {
  const lines = [csvLine(CSV_COLUMNS)]
  for (const process of processes) {
    const subject: Subject = { kind: 'process', pid: process.pid, tid: '', core: '', name: process.name }
    for (const series of processSeries(process)) writeSeries(lines, subject, series, range)
    for (const id of process.threads) {
      const thread = history.threads[id]
      if (thread) for (const series of cpuSeries(thread.cpu)) writeSeries(lines, { ...subject, kind: 'thread', tid: thread.tid, name: thread.name }, series, range)
    }
  }
  for (const { core, tNs, busyNs } of history.cores) writeSeries(lines, { kind: 'core', pid: '', tid: '', core, name: '' }, { measure: 'busy_ns', fromNs: null, tNs, values: busyNs }, range)
  return lines.join('')
}

/** One measured quantity over time; the measure's name carries its unit. */
interface Series {
  readonly measure: string
  /** Beginning of the interval that a row speaks of; null: it speaks of the moment. */
  readonly fromNs: Column | null
  readonly tNs: Column
  readonly values: Column
}

function cpuSeries({ fromNs, tNs, ranNs, waitedNs }: ProcessHistory['cpu']): Series[] {
  return [
    { measure: 'ran_ns', fromNs, tNs, values: ranNs },
    { measure: 'waited_ns', fromNs, tNs, values: waitedNs }
  ]
}

function processSeries({ cpu, detail, memory }: ProcessHistory): Series[] {
  const moment = (measure: string, values: Column, tNs = detail.tNs): Series => ({ measure, fromNs: null, tNs, values })
  return [
    ...cpuSeries(cpu),
    moment('rss_bytes', detail.rssBytes),
    moment('threads', detail.threads),
    moment('user_ns', detail.userNs),
    moment('system_ns', detail.systemNs),
    moment('reaped_ns', detail.reapedNs),
    moment('minor_faults', detail.minorFaults),
    moment('major_faults', detail.majorFaults),
    moment('voluntary_switches', detail.voluntarySwitches),
    moment('involuntary_switches', detail.involuntarySwitches),
    moment('read_bytes', detail.readBytes),
    moment('written_bytes', detail.writtenBytes),
    moment('pss_bytes', memory.pssBytes, memory.tNs),
    moment('uss_bytes', memory.ussBytes, memory.tNs),
    moment('shared_bytes', memory.sharedBytes, memory.tNs),
    moment('swap_bytes', memory.swapBytes, memory.tNs)
  ]
}

function writeSeries(lines: string[], { kind, pid, tid, core, name }: Subject, { measure, fromNs, tNs, values }: Series, range: TimeRange): void {
  for (let row = 0; row < values.length; row++) {
    const [t, value] = [tNs.at(row), values.at(row)]
    if (Number.isNaN(value) || t < range.fromNs || t > range.toNs) continue
    lines.push(csvLine([kind, pid, tid, core, name, measure, fromNs ? fromNs.at(row) : '', t, value]))
  }
}

function writeJson(history: RunHistory, processes: readonly ProcessHistory[], range: TimeRange): string {
  const jsonSeries = (series: readonly Series[]): object => Object.fromEntries(series.map(each => [each.measure, rowsWithin(each, range)] as const).filter(([, rows]) => rows.t_ns.length > 0))
  const document = {
    format: 'forkscope-series',
    version: 1,
    header: history.header,
    end: history.end,
    summary: deriveSummary(history),
    events: history.events.filter(({ tNs }) => tNs >= range.fromNs && tNs <= range.toNs),
    processes: processes.map(process => ({
      ...{ pid: process.pid, parentPid: process.parentPid, command: process.command, name: process.name, making: process.making },
      ...{ bornNs: process.bornNs, endedNs: process.endedNs, exit: process.exit, series: jsonSeries(processSeries(process)) },
      threads: process.threads.flatMap(id => history.threads[id] ?? []).map(({ tid, name, bornNs, endedNs, cpu }) => ({ tid, name, bornNs, endedNs, series: jsonSeries(cpuSeries(cpu)) }))
    })),
    cores: history.cores.map(({ core, tNs, busyNs }) => ({ core, series: jsonSeries([{ measure: 'busy_ns', fromNs: null, tNs, values: busyNs }]) }))
  }
  return `${JSON.stringify(document, null, 1)}\n`
}

interface JsonRows {
  readonly from_ns?: number[]
  readonly t_ns: number[]
  readonly value: number[]
}

function rowsWithin({ fromNs, tNs, values }: Series, range: TimeRange): JsonRows {
  const rows = Array.from({ length: values.length }, (_, row) => row).filter(row => !Number.isNaN(values.at(row)) && tNs.at(row) >= range.fromNs && tNs.at(row) <= range.toNs)
  const moments = { t_ns: rows.map(row => tNs.at(row)), value: rows.map(row => values.at(row)) }
  return fromNs ? { from_ns: rows.map(row => fromNs.at(row)), ...moments } : moments
}
