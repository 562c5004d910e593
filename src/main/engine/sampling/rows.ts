// A batch in the making: rows are appended during ticks and taken as columns in fresh buffers, which the receiver owns.
import type { CoreColumns, CpuColumns, DetailColumns, MemoryColumns, OwnCost, RunEvent, SampleBatch, ThreadColumns } from '../../../shared/model/batch.ts'
import type { RunId, Warning } from '../../../shared/model/run.ts'

const f64 = (values: readonly number[]): Float64Array => Float64Array.from(values)

export class CpuRows {
  readonly subject: number[] = []
  readonly fromNs: number[] = []
  readonly tNs: number[] = []
  readonly ranNs: number[] = []
  readonly waitedNs: number[] = []

  append(subject: number, fromNs: number, tNs: number, ranNs: number, waitedNs: number): void {
    this.subject.push(subject)
    this.fromNs.push(fromNs)
    this.tNs.push(tNs)
    this.ranNs.push(ranNs)
    this.waitedNs.push(waitedNs)
  }

  columns(): CpuColumns {
    const { subject, fromNs, tNs, ranNs, waitedNs } = this
    return { subject: Uint32Array.from(subject), fromNs: f64(fromNs), tNs: f64(tNs), ranNs: f64(ranNs), waitedNs: f64(waitedNs) }
  }
}

export class ThreadRows extends CpuRows {
  readonly core: number[] = []
  readonly state: number[] = []

  /** One row; `at`: on which core and in which state it was seen, null if nobody looked. */
  appendLook(row: { thread: number; fromNs: number; tNs: number; ranNs: number; waitedNs: number }, at: { core: number; state: number } | null): void {
    this.append(row.thread, row.fromNs, row.tNs, row.ranNs, row.waitedNs)
    this.core.push(at ? at.core : -1)
    this.state.push(at ? at.state : 0)
  }

  override columns(): ThreadColumns {
    return { ...super.columns(), core: Int16Array.from(this.core), state: Uint8Array.from(this.state) }
  }
}

type Row<Columns> = { readonly [Name in keyof Columns]: number }
export type DetailRow = Row<DetailColumns>
export type MemoryRow = Row<MemoryColumns>
export type CoreRow = Row<CoreColumns>

const column = <R>(rows: readonly R[], name: keyof R): Float64Array => Float64Array.from(rows, row => Number(row[name]))

export function detailColumns(rows: readonly DetailRow[]): DetailColumns {
  return {
    process: Uint32Array.from(rows, row => row.process),
    tNs: column(rows, 'tNs'),
    rssBytes: column(rows, 'rssBytes'),
    threads: column(rows, 'threads'),
    userNs: column(rows, 'userNs'),
    systemNs: column(rows, 'systemNs'),
    reapedNs: column(rows, 'reapedNs'),
    minorFaults: column(rows, 'minorFaults'),
    majorFaults: column(rows, 'majorFaults'),
    voluntarySwitches: column(rows, 'voluntarySwitches'),
    involuntarySwitches: column(rows, 'involuntarySwitches'),
    readBytes: column(rows, 'readBytes'),
    writtenBytes: column(rows, 'writtenBytes'),
    state: Uint8Array.from(rows, row => row.state)
  }
}

export function memoryColumns(rows: readonly MemoryRow[]): MemoryColumns {
  return {
    process: Uint32Array.from(rows, row => row.process),
    tNs: column(rows, 'tNs'),
    pssBytes: column(rows, 'pssBytes'),
    ussBytes: column(rows, 'ussBytes'),
    sharedBytes: column(rows, 'sharedBytes'),
    swapBytes: column(rows, 'swapBytes')
  }
}

/** Everything of one delivery. */
export class BatchRows {
  readonly tickNs: number[] = []
  readonly processes = new CpuRows()
  readonly threads = new ThreadRows()
  readonly details: DetailRow[] = []
  readonly memory: MemoryRow[] = []
  readonly cores: CoreRow[] = []
  readonly events: RunEvent[] = []
  readonly warnings: Warning[] = []

  columns(run: RunId, own: OwnCost | null): SampleBatch {
    const { cores } = this
    return {
      run,
      tickNs: f64(this.tickNs),
      processes: this.processes.columns(),
      threads: this.threads.columns(),
      details: detailColumns(this.details),
      memory: memoryColumns(this.memory),
      cores: { core: Uint16Array.from(cores, row => row.core), tNs: column(cores, 'tNs'), busyNs: column(cores, 'busyNs') },
      events: this.events,
      warnings: this.warnings,
      own
    }
  }
}
