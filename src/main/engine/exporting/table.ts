// The figures of a run as a table: CSV and Parquet in long form (one measurement a row, units in the names) or JSON with
// header, summary, events, series and the command of each process.
import type { ProcessHistory, RunHistory } from '../../../shared/derive/history.ts'
import { deriveSummary } from '../../../shared/derive/summary.ts'
import type { TimeRange } from '../../../shared/derive/bins.ts'
import { FaultError } from '../../../shared/fault.ts'
import type { ExportSpec } from '../../../shared/model/export.ts'
import { csvLine } from './csv.ts'
import { writeParquet } from './parquet.ts'
import { exportRange } from './range.ts'
import { busySeries, cpuSeries, listRows, processSeries, ROW_COLUMNS, type Series } from './rows.ts'

/** Content of the file. Throws FaultError: nothing-to-export, bad-input. Hidden processes are left out; the summary is of the whole run. */
export async function exportTable(history: RunHistory, spec: ExportSpec): Promise<string | Uint8Array> {
  if (spec.what.kind !== 'table') throw new FaultError({ kind: 'bad-input', field: 'what', reason: 'a table is asked for as a table' })
  const range = exportRange(history, spec) ?? { fromNs: -Infinity, toNs: Infinity }
  const hidden = new Set(spec.hidden)
  const processes = history.processes.filter(({ process }) => !hidden.has(process))
  switch (spec.what.format) {
    case 'csv':
      return writeCsv(history, processes, range)
    case 'parquet':
      return writeParquet(listRows(history, processes, range), history.header)
    case 'json':
      return writeJson(history, processes, range)
  }
}

/** A cell without a value is empty: not applicable. */
function writeCsv(history: RunHistory, processes: readonly ProcessHistory[], range: TimeRange): string {
  const lines = [csvLine(ROW_COLUMNS)]
  for (const row of listRows(history, processes, range)) lines.push(csvLine(ROW_COLUMNS.map(column => row[column] ?? '')))
  return lines.join('')
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
    cores: history.cores.map(({ core, tNs, busyNs }) => ({ core, series: jsonSeries([busySeries(tNs, busyNs)]) }))
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
