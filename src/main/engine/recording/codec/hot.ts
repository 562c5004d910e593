// The rows of the last second: written every second and soon replaced by a chunk, so copying beats encoding. Columns stand behind
// one another, in the byte order of every processor that Electron runs on (little-endian); what says the same row after row
// is said once.
import type { SampleBatch } from '../../../../shared/model/batch.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { ByteReader, ByteWriter, Damage } from './bytes.ts'
import type { PendingRows, RowsMark } from './rows.ts'
import { columnOf, namesOf, ROWS_MOST, type Section, sections } from './sections.ts'

/** First byte. */
const LAYOUT = 2
/** Before each column: its values follow; or, per run of equal ones, how many and which. NaN equals NaN. */
const VALUES = 1
const RUNS = 2

/** Kept from one second to the next, since fresh memory costs more than what is done with it. */
export class HotEncoder {
  readonly #writer = new ByteWriter()
  readonly #kinds = new Map(sections.map(section => [section, namesOf(section).map(name => kindOf(columnOf(section.name, name, new Float64Array(0))))]))

  /** What has come since the mark. Valid until the next call. */
  encode(pending: PendingRows, since: RowsMark): Uint8Array {
    const writer = this.#writer
    writer.length = 0
    writer.byte(LAYOUT)
    const ticks = Float64Array.from(pending.tickNs.slice(since.ticks))
    writer.varint(ticks.length)
    putColumn(writer, ticks, Float64Array)
    for (const section of sections) this.#encodeSection(section, pending, since.sections[section.name])
    const own = pending.own.slice(since.own)
    writer.varint(own.length)
    for (const { tNs, samplerNs, programNs } of own) for (const value of [tNs, samplerNs, programNs]) writer.double(value)
    return writer.view()
  }

  #encodeSection(section: Section, pending: PendingRows, from: number): void {
    const rows = pending.sections[section.name]
    this.#writer.varint(rows.length - from)
    if (rows.length === from) return
    const kinds = this.#kinds.get(section) ?? []
    rows.names.forEach((name, i) => putColumn(this.#writer, rows.column(name).subarray(from), kinds[i] ?? Float64Array))
  }
}

function putColumn(writer: ByteWriter, values: Float64Array, Column: Kind): void {
  const runs = countRuns(values)
  if (2 * runs > values.length) {
    writer.byte(VALUES)
    writer.append(bytesOf(Column === Float64Array ? values : new Column(values)))
    return
  }
  writer.byte(RUNS)
  for (let row = 0; row < values.length; ) {
    const first = row
    while (row < values.length && isSame(values[row]!, values[first]!)) row++
    writer.varint(row - first)
    writer.double(values[first]!)
  }
}

function countRuns(values: Float64Array): number {
  let runs = values.length > 0 ? 1 : 0
  for (let row = 1; row < values.length; row++) if (!isSame(values[row]!, values[row - 1]!)) runs++
  return runs
}

const isSame = (a: number, b: number): boolean => a === b || (a !== a && b !== b)

type Column = ArrayLike<number> & ArrayBufferView

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength)

export interface HotRows {
  /** Without events and warnings; its own cost is told apart. */
  readonly batch: SampleBatch
  readonly own: readonly { readonly tNs: number; readonly samplerNs: number; readonly programNs: number }[]
}

/** Throws Damage, and nothing else. */
export function decodeHot(run: RunId, blob: Uint8Array): HotRows {
  const reader = new ByteReader(blob)
  if (reader.byte() !== LAYOUT) throw new Damage('it is of an unknown layout')
  const tickNs = readColumn(reader, Float64Array, reader.count(ROWS_MOST))
  const tables = Object.fromEntries(sections.map(section => [section.name, decodeSection(reader, section)])) as unknown as Omit<SampleBatch, 'run'> // as sections.ts names them
  const own = Array.from({ length: reader.count(ROWS_MOST) }, () => ({ tNs: reader.double(), samplerNs: reader.double(), programNs: reader.double() }))
  return { batch: { ...tables, run, tickNs, events: [], warnings: [], own: null }, own }
}

function decodeSection(reader: ByteReader, section: Section): Readonly<Record<string, ArrayLike<number>>> {
  const rows = reader.count(ROWS_MOST)
  const columns = namesOf(section).map(name => {
    const empty = columnOf(section.name, name, new Float64Array(0))
    return [name, rows === 0 ? empty : readColumn(reader, kindOf(empty), rows)] as const
  })
  return Object.fromEntries(columns)
}

/** What all typed arrays of a batch have in common, as Float64Array has it. */
interface Kind {
  new (content: number | ArrayBuffer | Float64Array): Float64Array
  readonly BYTES_PER_ELEMENT: number
}

const kindOf = (column: ArrayLike<number>): Kind => (column as Column).constructor as unknown as Kind

function readColumn(reader: ByteReader, Column: Kind, rows: number): Float64Array {
  const form = reader.byte()
  if (form === VALUES) {
    const { bytes, at, end } = reader.part(rows * Column.BYTES_PER_ELEMENT)
    return new Column(Uint8Array.prototype.slice.call(bytes, at, end).buffer)
  }
  if (form !== RUNS) throw new Damage('a column is of an unknown kind')
  const values = new Column(rows)
  for (let row = 0; row < rows; ) {
    const run = reader.count(rows - row)
    if (run === 0) throw new Damage('a run of rows is empty')
    values.fill(reader.double(), row, row + run)
    row += run
  }
  return values
}
