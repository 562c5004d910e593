// One column of numbers as bytes: differences to the row before of the same subject, in the largest unit that divides
// them all, as varints; runs of zeros as one; what was not measured (NaN) apart. What fits none of this is kept as raw
// doubles, so every column comes back exactly as it was.
import { type ByteReader, type ByteWriter, Damage, putVarint } from './bytes.ts'

/** Rows stand subject by subject: group g is rows `starts[g]` up to `starts[g + 1]`. */
export interface Groups {
  readonly starts: Uint32Array
  readonly rows: number
}

/** Rows of one subject, or of none. */
export const single = (rows: number): Groups => ({ starts: Uint32Array.of(0, rows), rows })

export interface ColumnForm {
  /** Index into `units`: tried first; 1 is tried next. */
  readonly unit: number
  /** False: the numbers themselves, not their differences. */
  readonly isDelta: boolean
}

/** 1; µs; KiB of smaps_rollup; pages; clock ticks of 10 ms; 10 µs. The order is part of the format. */
export const units = [1, 1000, 1024, 4096, 1e7, 1e4] as const

/** Times and counters of ns that are whole multiples of `quantumNs`. */
export const inQuanta = (quantumNs: number): ColumnForm => ({ unit: Math.max(0, units.findIndex(unit => unit === quantumNs)), isDelta: true })

export const whole: ColumnForm = { unit: 0, isDelta: true }
export const plain: ColumnForm = { unit: 0, isDelta: false }

/** First byte: kind in bits 0–1, flags, index of the unit in bits 5–7. */
const NOTHING = 0
const INTEGERS = 1
const RAW = 2
/** No difference is below zero: no bit is spent on signs. */
const RISING = 4
/** A zero is followed by the number of further zeros. */
const SPARSE = 8
const HOLES = 16
/** Twice this, plus one, is still a whole number that a double holds. */
const LARGEST = 2 ** 51

/** What is encoded: values in the order of the groups, or, with `order`, row r stands at `order[r]`. */
export interface ColumnRows {
  readonly groups: Groups
  readonly order?: Uint32Array
  readonly form: ColumnForm
  /** `bases[g]`: from what the first difference of group g counts; without, from 0. */
  readonly bases?: Float64Array | undefined
  /** Room for the differences, used again and again; without, some is made. */
  readonly scratch?: Float64Array | undefined
}

export function encodeColumn(writer: ByteWriter, values: Float64Array, column: ColumnRows): void {
  if (isUnmeasured(values, column.groups.rows)) {
    writer.byte(NOTHING)
    return
  }
  const { unit } = column.form
  const steps = planSteps(values, column, unit) ?? (unit === 0 ? null : planSteps(values, column, 0))
  if (!steps) encodeRaw(writer, inOrder(values, column))
  else encodeSteps(writer, values, { steps, column })
}

/** Some columns are, all through: found out without a look at the order. Every row stands somewhere among the first `rows` values. */
function isUnmeasured(values: Float64Array, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (values[row] === values[row]) return false
  return true
}

interface Steps {
  readonly unit: number
  readonly values: Float64Array
  readonly count: number
  readonly isRising: boolean
  readonly isSparse: boolean
}

/** Null: some value is no multiple of the unit, or too large. */
function planSteps(values: Float64Array, { groups: { starts, rows }, order, form: { isDelta }, bases, scratch }: ColumnRows, unit: number): Steps | null {
  const size = units[unit] ?? 1
  const steps = scratch && scratch.length >= rows ? scratch : new Float64Array(rows)
  let count = 0
  let zeros = 0
  let zeroRuns = 0
  let isRising = true
  let last = 1
  // Most values are what they were before: what was worked out then holds.
  let former = NaN
  let whole = 0
  for (let group = 0; group + 1 < starts.length; group++) {
    let before = bases ? Math.round(bases[group]! / size) : 0
    for (let row = starts[group]!, end = starts[group + 1]!; row < end; row++) {
      const value = values[order ? order[row]! : row]!
      if (value !== value) continue
      if (value !== former) {
        former = value
        whole = size === 1 ? value : value / size
        if (Math.floor(whole) !== whole) return null
      }
      const step = whole - before
      if (!(step <= LARGEST && step >= -LARGEST)) return null
      if (isDelta) before = whole
      if (step < 0) isRising = false
      else if (step === 0) {
        zeros++
        if (last !== 0) zeroRuns++
      }
      steps[count++] = last = step
    }
  }
  return { unit, values: steps, count, isRising, isSparse: 2 * zeroRuns < zeros }
}

function encodeSteps(writer: ByteWriter, values: Float64Array, { steps: { values: steps, count, isRising, isSparse, unit }, column }: { steps: Steps; column: ColumnRows }): void {
  const hasHoles = count < column.groups.rows
  writer.byte(INTEGERS | (isRising ? RISING : 0) | (isSparse ? SPARSE : 0) | (hasHoles ? HOLES : 0) | (unit << 5))
  if (hasHoles) encodeHoles(writer, values, column)
  writer.reserve(count * 8 + 16)
  const { bytes } = writer
  let at = writer.length
  for (let i = 0; i < count; i++) {
    const step = steps[i]!
    if (step === 0 && isSparse) {
      const first = i
      while (i + 1 < count && steps[i + 1] === 0) i++
      bytes[at++] = 0
      at = putVarint(bytes, at, i - first)
      continue
    }
    const zigzag = isRising ? step : step >= 0 ? 2 * step : -2 * step - 1
    if (zigzag < 128) bytes[at++] = zigzag
    else at = putVarint(bytes, at, zigzag)
  }
  writer.length = at
}

/** Lengths of runs: measured, not measured, measured …; the last is known from the number of rows. */
function encodeHoles(writer: ByteWriter, values: Float64Array, { order, groups: { rows } }: ColumnRows): void {
  let from = 0
  for (let isMeasured = true; from < rows; isMeasured = !isMeasured) {
    let to = from
    while (to < rows && Number.isNaN(values[order ? order[to]! : to]!) !== isMeasured) to++
    writer.varint(to - from)
    from = to
  }
}

const inOrder = (values: Float64Array, { order, groups: { rows } }: ColumnRows): Float64Array =>
  order ? Float64Array.from(order, place => values[place] ?? NaN) : values.slice(0, rows)

/** Little-endian, as every processor that Electron runs on. */
function encodeRaw(writer: ByteWriter, values: Float64Array): void {
  writer.byte(RAW)
  writer.append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
}

type Decoding = Pick<ColumnRows, 'groups' | 'form' | 'bases'>

/** Not measured is NaN again. Throws Damage. */
export function decodeColumn(reader: ByteReader, column: Decoding): Float64Array {
  const head = reader.byte()
  const { rows } = column.groups
  if ((head & 3) === RAW) return decodeRaw(reader, rows)
  const values = new Float64Array(rows)
  if (head === NOTHING) return values.fill(NaN)
  const size = units[head >> 5]
  if ((head & 3) !== INTEGERS || size === undefined) throw new Damage('a column is of an unknown kind')
  const count = (head & HOLES) === 0 ? rows : markHoles(reader, values)
  const steps = decodeSteps(reader, count, { isRising: (head & RISING) !== 0, isSparse: (head & SPARSE) !== 0 })
  addUp(values, steps, { column, size })
  return values
}

/** Puts NaN where nothing was measured; returns how many rows were. */
function markHoles(reader: ByteReader, values: Float64Array): number {
  let measured = 0
  let from = 0
  for (let isMeasured = true; from < values.length; isMeasured = !isMeasured) {
    const run = reader.count(values.length - from)
    if (run === 0 && from > 0) throw new Damage('a run of rows is empty')
    if (isMeasured) measured += run
    else values.fill(NaN, from, from + run)
    from += run
  }
  return measured
}

function decodeSteps(reader: ByteReader, count: number, { isRising, isSparse }: { isRising: boolean; isSparse: boolean }): Float64Array {
  const steps = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const step = reader.varint()
    if (step === 0 && isSparse) i += reader.count(count - i - 1)
    else steps[i] = isRising ? step : step % 2 === 0 ? step / 2 : -(step + 1) / 2
  }
  return steps
}

function addUp(values: Float64Array, steps: Float64Array, { column, size }: { column: Decoding; size: number }): void {
  const { groups: { starts }, bases, form: { isDelta } } = column
  let next = 0
  for (let group = 0; group + 1 < starts.length; group++) {
    let before = bases ? Math.round(bases[group]! / size) : 0
    for (let row = starts[group]!, end = starts[group + 1]!; row < end; row++) {
      if (Number.isNaN(values[row]!)) continue
      const value = before + steps[next++]!
      if (isDelta) before = value
      values[row] = value * size
    }
  }
}

function decodeRaw(reader: ByteReader, rows: number): Float64Array {
  const { bytes, at } = reader.part(rows * 8)
  return new Float64Array(bytes.slice(at, at + rows * 8).buffer)
}
