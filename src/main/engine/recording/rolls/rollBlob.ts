// A block of the pyramid as bytes: per series the mean, and how far the extremes lie from it, in steps. Processes are many and
// alike, so their part is compressed; the tree's own is read often, and is not.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { processId } from '../../../../shared/model/run.ts'
import { ByteReader, ByteWriter, Damage } from '../codec/bytes.ts'
import { type ColumnForm, decodeColumn, encodeColumn, single, whole } from '../codec/column.ts'
import type { BlockColumns } from './blocks.ts'
import { BLOCK, type Measure, measures, type Series, stepOf, subjectOf } from './series.ts'

/** First byte: as it is, or compressed behind its length. */
const LAYOUT = 1
const PACKED = 2
/** Bytes of a block of so many series. */
const BLOCK_MOST = 1 << 28
/** More series than there can be processes and cores. */
const SERIES_MOST = 1 << 22

const wholeBlock = single(BLOCK)

/** Puts series together to a blob, then to the next one; its room is used again and again. */
export class RollEncoder {
  readonly #series = new ByteWriter()
  readonly #part = new ByteWriter()
  readonly #centre = new Float64Array(BLOCK)
  readonly #distance = new Float64Array(BLOCK)
  readonly #scratch = new Float64Array(BLOCK)
  #count = 0

  get isEmpty(): boolean {
    return this.#count === 0
  }

  put(series: Series, columns: BlockColumns): void {
    this.#part.length = 0
    this.#encode(columns, stepOf(series.measure))
    // Whether the subject is a process, a core or the tree follows from the measure and from the part it is stored in.
    this.#series.byte(measures.indexOf(series.measure))
    this.#series.varint(subjectOf(series) + 1)
    this.#series.varint(this.#part.length)
    this.#series.append(this.#part.view())
    this.#count++
  }

  /** Everything since the last blob. */
  take(): Uint8Array<ArrayBuffer> {
    const writer = new ByteWriter()
    writer.byte(LAYOUT)
    writer.varint(this.#count)
    writer.append(this.#series.view())
    this.#series.length = this.#count = 0
    return writer.take()
  }

  /** The same, compressed. */
  pack(): Uint8Array<ArrayBuffer> {
    const whole = this.take()
    const writer = new ByteWriter()
    writer.byte(PACKED)
    writer.varint(whole.length)
    writer.append(zstdCompressSync(whole))
    return writer.take()
  }

  #encode({ least, most, mean }: BlockColumns, step: number): void {
    const centre = this.#centre
    const distance = this.#distance
    for (let entry = 0; entry < BLOCK; entry++) centre[entry] = Math.round(mean[entry]! / step)
    this.#encodeColumn(centre, whole)
    for (let entry = 0; entry < BLOCK; entry++) distance[entry] = Math.ceil(most[entry]! / step - 1e-6) - centre[entry]!
    this.#encodeColumn(distance, offsets)
    for (let entry = 0; entry < BLOCK; entry++) distance[entry] = centre[entry]! - Math.floor(least[entry]! / step + 1e-6)
    this.#encodeColumn(distance, offsets)
  }

  #encodeColumn(values: Float64Array, form: ColumnForm): void {
    encodeColumn(this.#part, values, { groups: wholeBlock, form, scratch: this.#scratch })
  }
}

const offsets = { unit: 0, isDelta: false }

/** As RollEncoder made it, whichever way it was stored. Throws Damage. */
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
