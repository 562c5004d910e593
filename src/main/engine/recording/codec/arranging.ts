// Rows put together by subject, which is what makes them small; and back into the order of time, in which batches come.
import type { Groups } from './column.ts'

export interface Arranged extends Groups {
  /** Subject of each group, ascending. */
  readonly subjects: Float64Array
  /** Row r of the arranged table is row `order[r]` of the original; rows of one subject keep their order. */
  readonly order: Uint32Array
}

/** Up to so many numbers between the least and the greatest subject are counted out; beyond, the rows are sorted. */
const COUNTED_MOST = 1 << 22

export function arrangeBySubject(subject: Float64Array): Arranged {
  const order = orderBy(subject)
  const starts: number[] = []
  let before = NaN
  for (let row = 0; row < order.length; row++) {
    const each = subject[order[row]!]!
    if (each !== before) starts.push(row)
    before = each
  }
  return { order, rows: order.length, starts: Uint32Array.of(...starts, order.length), subjects: Float64Array.from(starts, row => subject[order[row]!]!) }
}

/** Places of the values in ascending order, equal ones as they stood. */
export function orderBy(values: Float64Array): Uint32Array {
  let least = Infinity
  let most = -Infinity
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (value < least) least = value
    if (value > most) most = value
  }
  if (!(most - least < COUNTED_MOST)) return Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b)
  return countOut(values, least, most)
}

function countOut(values: Float64Array, least: number, most: number): Uint32Array {
  const order = new Uint32Array(values.length)
  if (values.length === 0) return order
  const places = new Uint32Array(most - least + 2)
  for (let row = 0; row < values.length; row++) places[values[row]! - least + 1]!++
  for (let value = 1; value < places.length; value++) places[value]! += places[value - 1]!
  for (let row = 0; row < values.length; row++) order[places[values[row]! - least]!++] = row
  return order
}

/** The values in arranged order, as whole multiples of `quantum`, put into `into`. */
export function gather(values: Float64Array, { order }: Arranged, { into, quantum = 1 }: { into: Float64Array; quantum?: number }): Float64Array {
  if (quantum === 1) for (let row = 0; row < order.length; row++) into[row] = values[order[row]!]!
  else for (let row = 0; row < order.length; row++) into[row] = Math.round(values[order[row]!]! / quantum) * quantum
  return into
}

export const groupsBySubject = (subjects: Float64Array): ReadonlyMap<number, number> => new Map(Array.from(subjects, (subject, group) => [subject, group] as const))
