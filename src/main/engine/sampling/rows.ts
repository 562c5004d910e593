// A batch in the making: rows are appended during ticks and taken as columns in a fresh buffer, which the receiver owns.
// All columns share one buffer: a message of forty buffers costs three times as much to send as one of forty views.
import type { CoreColumns, CpuColumns, DetailColumns, MemoryColumns, OwnCost, RunEvent, SampleBatch, ThreadColumns } from '../../../shared/model/batch.ts'
import type { RunId, Warning } from '../../../shared/model/run.ts'

type Values = ArrayLike<number>

/** One buffer, handed out piece by piece. Each piece begins at a multiple of 8. */
class Space {
  readonly #buffer: ArrayBuffer
  #at = 0

  constructor(columns: number, values: number) {
    this.#buffer = new ArrayBuffer((columns + values) * 8)
  }

  f64 = (values: Values): Float64Array => this.#fill(new Float64Array(this.#buffer, this.#at, values.length), values)
  u32 = (values: Values): Uint32Array => this.#fill(new Uint32Array(this.#buffer, this.#at, values.length), values)
  u16 = (values: Values): Uint16Array => this.#fill(new Uint16Array(this.#buffer, this.#at, values.length), values)
  i16 = (values: Values): Int16Array => this.#fill(new Int16Array(this.#buffer, this.#at, values.length), values)
  u8 = (values: Values): Uint8Array => this.#fill(new Uint8Array(this.#buffer, this.#at, values.length), values)

  #fill<Piece extends Float64Array | Uint32Array | Uint16Array | Int16Array | Uint8Array>(piece: Piece, values: Values): Piece {
    piece.set(values)
    this.#at += Math.ceil(piece.byteLength / 8) * 8
    return piece
  }
}

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

  columns({ u32, f64 }: Space): CpuColumns {
    const { subject, fromNs, tNs, ranNs, waitedNs } = this
    return { subject: u32(subject), fromNs: f64(fromNs), tNs: f64(tNs), ranNs: f64(ranNs), waitedNs: f64(waitedNs) }
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

  override columns(space: Space): ThreadColumns {
    return { ...super.columns(space), core: space.i16(this.core), state: space.u8(this.state) }
  }
}

const CPU_COLUMNS = 5
const THREAD_COLUMNS = CPU_COLUMNS + 2
const DETAIL_COLUMNS = 14
const MEMORY_COLUMNS = 6
const CORE_COLUMNS = 3

type Row<Columns> = { readonly [Name in keyof Columns]: number }
export type DetailRow = Row<DetailColumns>
export type MemoryRow = Row<MemoryColumns>
export type CoreRow = Row<CoreColumns>

const pick = <R>(rows: readonly R[], name: keyof R): number[] => rows.map(row => Number(row[name]))

function detailColumns(rows: readonly DetailRow[], { u32, u8, f64 }: Space): DetailColumns {
  return {
    process: u32(pick(rows, 'process')),
    tNs: f64(pick(rows, 'tNs')),
    rssBytes: f64(pick(rows, 'rssBytes')),
    threads: f64(pick(rows, 'threads')),
    userNs: f64(pick(rows, 'userNs')),
    systemNs: f64(pick(rows, 'systemNs')),
    reapedNs: f64(pick(rows, 'reapedNs')),
    minorFaults: f64(pick(rows, 'minorFaults')),
    majorFaults: f64(pick(rows, 'majorFaults')),
    voluntarySwitches: f64(pick(rows, 'voluntarySwitches')),
    involuntarySwitches: f64(pick(rows, 'involuntarySwitches')),
    readBytes: f64(pick(rows, 'readBytes')),
    writtenBytes: f64(pick(rows, 'writtenBytes')),
    state: u8(pick(rows, 'state'))
  }
}

/** In a buffer of their own. */
export function memoryColumns(rows: readonly MemoryRow[]): MemoryColumns {
  return placeMemory(rows, new Space(MEMORY_COLUMNS, rows.length * MEMORY_COLUMNS))
}

function placeMemory(rows: readonly MemoryRow[], { u32, f64 }: Space): MemoryColumns {
  return {
    process: u32(pick(rows, 'process')),
    tNs: f64(pick(rows, 'tNs')),
    pssBytes: f64(pick(rows, 'pssBytes')),
    ussBytes: f64(pick(rows, 'ussBytes')),
    sharedBytes: f64(pick(rows, 'sharedBytes')),
    swapBytes: f64(pick(rows, 'swapBytes'))
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
    const space = this.#space()
    return {
      run,
      tickNs: space.f64(this.tickNs),
      processes: this.processes.columns(space),
      threads: this.threads.columns(space),
      details: detailColumns(this.details, space),
      memory: placeMemory(this.memory, space),
      cores: { core: space.u16(pick(this.cores, 'core')), tNs: space.f64(pick(this.cores, 'tNs')), busyNs: space.f64(pick(this.cores, 'busyNs')) },
      events: this.events,
      warnings: this.warnings,
      own
    }
  }

  /** Room for every column, should each value take 8 bytes. */
  #space(): Space {
    const { tickNs, processes, threads, details, memory, cores } = this
    const values = [
      [tickNs.length, 1],
      [processes.tNs.length, CPU_COLUMNS],
      [threads.tNs.length, THREAD_COLUMNS],
      [details.length, DETAIL_COLUMNS],
      [memory.length, MEMORY_COLUMNS],
      [cores.length, CORE_COLUMNS]
    ] as const
    return new Space(values.reduce((sum, [, columns]) => sum + columns, 0), values.reduce((sum, [rows, columns]) => sum + rows * columns, 0))
  }
}
