// The times of a chunk, each once: ticks, and the few moments that are none. Rows then speak of a time by its place in this
// table; a row that ends at the next tick and began at the one before costs nothing.
import type { ByteReader, ByteWriter } from './bytes.ts'
import { decodeColumn, encodeColumn, inQuanta, single, whole } from './column.ts'

/** More than a minute at the highest rate with every row at a time of its own. */
const TIMES_MOST = 1 << 20

/** Distinct times in ascending order, NaN last; `ticks` are ascending already. */
export function collectTimes(ticks: Float64Array, columns: readonly Float64Array[]): Float64Array {
  let table = ticks
  for (const column of columns) {
    const missing: number[] = []
    let at = 0
    let former: number | null = null
    for (let row = 0; row < column.length; row++) {
      const time = column[row]!
      if (time === former) continue
      former = time
      at = placeOf(table, time, at)
      if (at >= 0 && (table[at] === time || (time !== time && table[at] !== table[at]))) continue
      missing.push(time)
      at = Math.max(0, at)
    }
    if (missing.length > 0) table = mergeTimes(table, Float64Array.from(missing).sort())
  }
  return table
}

/** Both ascending, NaN last; each time once. */
function mergeTimes(table: Float64Array, more: Float64Array): Float64Array {
  const merged = new Float64Array(table.length + more.length)
  let count = 0
  for (let i = 0, j = 0; i < table.length || j < more.length; ) {
    const isFirst = j >= more.length || (i < table.length && !(table[i]! > more[j]! || table[i] !== table[i]))
    const time = isFirst ? table[i++]! : more[j++]!
    if (count > 0 && (merged[count - 1] === time || (time !== time && merged[count - 1] !== merged[count - 1]))) continue
    merged[count++] = time
  }
  return merged.subarray(0, count)
}

/** Index of `time` in the table; of the last one before it if it is not there, −1 if there is none. `hint`: where to look first. */
export function placeOf(table: Float64Array, time: number, hint: number): number {
  if (table[hint] === time) return hint
  if (table[hint + 1] === time) return hint + 1
  if (time !== time) return table.length - 1
  let low = 0
  let high = table.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (table[middle]! <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The table, rounded to whole multiples of `quantumNs`, and which of its times are ticks (`tickNs` is a part of it). */
export function encodeTimes(writer: ByteWriter, table: Float64Array, { tickNs, quantumNs }: { tickNs: Float64Array; quantumNs: number }): void {
  writer.varint(table.length)
  const rounded = quantumNs === 1 ? table : table.map(time => Math.round(time / quantumNs) * quantumNs)
  encodeColumn(writer, rounded, { groups: single(table.length), form: inQuanta(quantumNs) })
  encodePlaces(writer, table, tickNs)
}

/** Times of the table by how much further they stand in it than in their own column. */
export function encodePlaces(writer: ByteWriter, table: Float64Array, times: Float64Array): void {
  const places = new Float64Array(times.length)
  let at = 0
  times.forEach((time, i) => {
    at = placeOf(table, time, at)
    places[i] = at - i
  })
  writer.varint(times.length)
  encodeColumn(writer, places, { groups: single(times.length), form: whole })
}

export function decodeTimes(reader: ByteReader): { readonly table: Float64Array; readonly tickNs: Float64Array } {
  const count = reader.count(TIMES_MOST)
  const table = decodeColumn(reader, { groups: single(count), form: whole })
  return { table, tickNs: decodePlaces(reader, table) }
}

export function decodePlaces(reader: ByteReader, table: Float64Array): Float64Array {
  const count = reader.count(TIMES_MOST)
  return decodeColumn(reader, { groups: single(count), form: whole }).map((place, i) => table[place + i] ?? NaN)
}
