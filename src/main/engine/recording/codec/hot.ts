// The rows of the last second as they came: written often and soon replaced by a chunk, so copying beats encoding. Columns
// stand behind one another, in the byte order of every processor that Electron runs on (little-endian).
import type { SampleBatch } from '../../../../shared/model/batch.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { ByteReader, ByteWriter, Damage } from './bytes.ts'
import { columnOf, namesOf, ROWS_MOST, type Section, sections, tableOf } from './sections.ts'

/** First byte. */
const LAYOUT = 1
/** Before each column: nothing was measured in it, or its values follow. */
const EMPTY = 0
const FULL = 1

export function encodeHot(batches: readonly SampleBatch[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
  writer.byte(LAYOUT)
  writer.varint(batches.reduce((sum, { tickNs }) => sum + tickNs.length, 0))
  for (const { tickNs } of batches) writer.append(bytesOf(tickNs))
  for (const section of sections) encodeSection(writer, section, batches)
  const own = batches.flatMap(batch => batch.own ?? [])
  writer.varint(own.length)
  for (const { tNs, samplerNs, programNs } of own) for (const value of [tNs, samplerNs, programNs]) writer.double(value)
  return writer.take()
}

function encodeSection(writer: ByteWriter, section: Section, batches: readonly SampleBatch[]): void {
  const tables = batches.map(batch => tableOf(batch, section.name)).filter(({ tNs }) => (tNs?.length ?? 0) > 0)
  writer.varint(tables.reduce((sum, { tNs }) => sum + (tNs?.length ?? 0), 0))
  if (tables.length === 0) return
  for (const name of namesOf(section)) {
    const columns = tables.map(table => table[name] ?? new Float64Array(0))
    const isMeasured = columns.some(isAnyMeasured)
    writer.byte(isMeasured ? FULL : EMPTY)
    if (isMeasured) for (const column of columns) writer.append(bytesOf(column))
  }
}

type Column = ArrayLike<number> & ArrayBufferView

const bytesOf = (column: ArrayLike<number>): Uint8Array => {
  const { buffer, byteOffset, byteLength } = column as Column // the columns of a batch are typed arrays
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function isAnyMeasured(column: ArrayLike<number>): boolean {
  for (let row = 0; row < column.length; row++) if (!Number.isNaN(column[row]!)) return true
  return false
}

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
    const isMeasured = rows > 0 && reader.byte() === FULL
    const kind = kindOf(columnOf(section.name, name, new Float64Array(0)))
    return [name, isMeasured ? readColumn(reader, kind, rows) : columnOf(section.name, name, new Float64Array(rows).fill(NaN))] as const
  })
  return Object.fromEntries(columns)
}

type Kind = new (buffer: ArrayBuffer) => Float64Array

/** The class of a typed array: all that a batch uses are made from a buffer. */
const kindOf = (column: ArrayLike<number>): Kind & { readonly BYTES_PER_ELEMENT: number } => (column as Float64Array).constructor as Kind & { readonly BYTES_PER_ELEMENT: number }

function readColumn(reader: ByteReader, Column: Kind & { readonly BYTES_PER_ELEMENT: number }, rows: number): Float64Array {
  const { bytes, at, end } = reader.part(rows * Column.BYTES_PER_ELEMENT)
  return new Column(Uint8Array.prototype.slice.call(bytes, at, end).buffer)
}
