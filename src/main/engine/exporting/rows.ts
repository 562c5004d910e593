// The figures of a run in long form, one measurement a row: what CSV and Parquet hold. Numbers are as measured: cumulative, in ns
// and bytes, unrounded; docs/measuring.md tells of each.
import type { Column } from '../../../shared/derive/columns.ts'
import type { ProcessHistory, RunHistory } from '../../../shared/derive/history.ts'
import type { TimeRange } from '../../../shared/derive/bins.ts'

/** Names of the columns, in order, with their units. Null: not applicable. What was not measured has no row. */
export const ROW_COLUMNS = ['subject', 'pid', 'tid', 'core', 'name', 'measure', 'from_ns', 't_ns', 'value'] as const

export interface Row {
  readonly subject: 'process' | 'thread' | 'core'
  readonly pid: number | null
  readonly tid: number | null
  readonly core: number | null
  readonly name: string
  readonly measure: string
  /** Beginning of the interval that the row speaks of; null: it speaks of the moment. */
  readonly from_ns: number | null
  readonly t_ns: number
  readonly value: number
}

type Subject = Pick<Row, 'subject' | 'pid' | 'tid' | 'core' | 'name'>

export function* listRows({ threads, cores }: RunHistory, processes: readonly ProcessHistory[], range: TimeRange): Generator<Row> {
  for (const process of processes) {
    const subject: Subject = { subject: 'process', pid: process.pid, tid: null, core: null, name: process.name }
    for (const series of processSeries(process)) yield* rowsOf(subject, series, range)
    for (const id of process.threads) {
      const thread = threads[id]
      if (thread) for (const series of cpuSeries(thread.cpu)) yield* rowsOf({ ...subject, subject: 'thread', tid: thread.tid, name: thread.name }, series, range)
    }
  }
  for (const { core, tNs, busyNs } of cores) yield* rowsOf({ subject: 'core', pid: null, tid: null, core, name: '' }, busySeries(tNs, busyNs), range)
}

function* rowsOf(subject: Subject, { measure, fromNs, tNs, values }: Series, range: TimeRange): Generator<Row> {
  for (let row = 0; row < values.length; row++) {
    const [t, value] = [tNs.at(row), values.at(row)]
    if (!Number.isNaN(value) && t >= range.fromNs && t <= range.toNs) yield { ...subject, measure, from_ns: fromNs ? fromNs.at(row) : null, t_ns: t, value }
  }
}

/** One measured quantity over time; the measure's name carries its unit. */
export interface Series {
  readonly measure: string
  /** Beginning of the interval that a row speaks of; null: it speaks of the moment. */
  readonly fromNs: Column | null
  readonly tNs: Column
  readonly values: Column
}

export function cpuSeries({ fromNs, tNs, ranNs, waitedNs }: ProcessHistory['cpu']): Series[] {
  return [
    { measure: 'ran_ns', fromNs, tNs, values: ranNs },
    { measure: 'waited_ns', fromNs, tNs, values: waitedNs }
  ]
}

export function processSeries({ cpu, detail, memory }: ProcessHistory): Series[] {
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

export const busySeries = (tNs: Column, busyNs: Column): Series => ({ measure: 'busy_ns', fromNs: null, tNs, values: busyNs })
