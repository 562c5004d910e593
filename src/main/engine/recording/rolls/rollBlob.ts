// A block of the pyramid as bytes: per series the mean, and how far the extremes lie from it, in steps. Processes are many and
// alike, so their part is compressed; the tree's own is read often, and is not.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { processId } from '../../../../shared/model/run.ts'
import { ByteReader, ByteWriter, Damage } from '../codec/bytes.ts'
import { decodeColumn, encodeColumn, single, whole } from '../codec/column.ts'
import type { BlockColumns } from './blocks.ts'
import { BLOCK, type Measure, measures, type Series, stepOf, subjectOf } from './series.ts'

export interface RollSeries {
  readonly series: Series
  readonly columns: BlockColumns
}

/** First byte: as it is, or compressed behind its length. */
const LAYOUT = 1
const PACKED = 2
/** Bytes of a block of so many series. */
const BLOCK_MOST = 1 << 28
/** More series than there can be processes and cores. */
const SERIES_MOST = 1 << 22

export function packRoll(series: readonly RollSeries[]): Uint8Array<ArrayBuffer> {
  const whole = encodeRoll(series)
  const writer = new ByteWriter()
  writer.byte(PACKED)
  writer.varint(whole.length)
  writer.append(zstdCompressSync(whole))
  return writer.take()
}

export function encodeRoll(series: readonly RollSeries[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
  const part = new ByteWriter()
  writer.byte(LAYOUT)
  writer.varint(series.length)
  for (const { series: each, columns } of series) {
    part.length = 0
    encodeSeries(part, columns, stepOf(each.measure))
    // Whether the subject is a process, a core or the tree follows from the measure and from the part it is stored in.
    writer.byte(measures.indexOf(each.measure))
    writer.varint(subjectOf(each) + 1)
    writer.varint(part.length)
    writer.append(part.view())
  }
  return writer.take()
}

function encodeSeries(writer: ByteWriter, { least, most, mean }: BlockColumns, step: number): void {
  const groups = single(BLOCK)
  const centre = mean.map(value => Math.round(value / step))
  encodeColumn(writer, centre, { groups, form: whole })
  encodeColumn(writer, most.map((value, entry) => Math.ceil(value / step - 1e-6) - centre[entry]!), { groups, form: offsets })
  encodeColumn(writer, least.map((value, entry) => centre[entry]! - Math.floor(value / step + 1e-6)), { groups, form: offsets })
}

const offsets = { unit: 0, isDelta: false }

/** As encodeRoll made it, whichever way it was stored. Throws Damage. */
export function unpackRoll(blob: Uint8Array): Uint8Array {
  if (blob[0] !== PACKED) return blob
  const reader = new ByteReader(blob, 1)
  const length = reader.count(BLOCK_MOST)
  try {
    return zstdDecompressSync(blob.subarray(reader.at), { maxOutputLength: Math.max(1, length) })
  } catch {
    throw new Damage('it cannot be unpacked')
  }
}

/** The series that is asked for, of an unpacked block; null if it has none of it. Throws Damage. */
export function decodeRoll(blob: Uint8Array, { measure, subject }: { measure: Measure; subject: number }): BlockColumns | null {
  for (const { measure: found, subject: of, reader } of walkRoll(blob)) if (found === measure && of === subject) return decodeSeries(reader, stepOf(measure))
  return null
}

/** Processes that used a core in this unpacked block. Throws Damage. */
export const processesOf = (blob: Uint8Array): number[] => [...walkRoll(blob)].filter(({ measure }) => measure === 'used').map(({ subject }) => processId(subject))

/** Every series of an unpacked block. Throws Damage. */
export function* decodeRolls(blob: Uint8Array): Generator<{ readonly measure: Measure; readonly subject: number; readonly columns: BlockColumns }> {
  for (const { measure, subject, reader } of walkRoll(blob)) yield { measure, subject, columns: decodeSeries(reader, stepOf(measure)) }
}

function* walkRoll(blob: Uint8Array): Generator<{ readonly measure: Measure; readonly subject: number; readonly reader: ByteReader }> {
  const reader = new ByteReader(blob)
  if (reader.byte() !== LAYOUT) throw new Damage('it is of an unknown layout')
  const count = reader.count(SERIES_MOST)
  for (let i = 0; i < count; i++) {
    const measure = measures[reader.byte()]
    if (measure === undefined) throw new Damage('it has an unknown series')
    const subject = reader.varint() - 1
    yield { measure, subject, reader: reader.part(reader.varint()) }
  }
}

function decodeSeries(reader: ByteReader, step: number): BlockColumns {
  const groups = single(BLOCK)
  const centre = decodeColumn(reader, { groups, form: whole })
  const above = decodeColumn(reader, { groups, form: offsets })
  const below = decodeColumn(reader, { groups, form: offsets })
  return {
    mean: centre.map(value => value * step),
    most: above.map((value, entry) => (centre[entry]! + value) * step),
    least: below.map((value, entry) => (centre[entry]! - value) * step)
  }
}
