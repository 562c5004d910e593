// Rows of a table that may be damaged: what can be read is, each row against its seal; what cannot is said once, in words.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { TableForm } from '../schema.ts'
import { sealOf, type Value } from '../seal.ts'
import { sayOnce } from './damage.ts'

export type Row = Readonly<Record<string, Value>>

export interface ReadSpec {
  readonly table: TableForm
  /** Only rows of this run; null: all, of a table that numbers its rows throughout. */
  readonly run: number | null
  /** What the rows are, as the middle of a sentence: 'events'. */
  readonly what: string
  /** At most so many: a damaged table can seem endless. */
  readonly most: number
  /** So many there must be; null: nobody said. */
  readonly expected?: number | null
}

/** Whole rows with a right seal, in order of the table's key. */
export function* readSealed(database: DatabaseSync, spec: ReadSpec, damage: string[]): Generator<Row> {
  const seen = { lost: 0, count: 0 }
  for (const row of walk(database, { ...spec, columns: '*' }, damage)) {
    if (++seen.count > spec.most) {
      sayOnce(damage, `There are more than ${spec.most.toLocaleString('en-US')} ${spec.what}; the rest was left out.`)
      break
    }
    const values = spec.table.columns.map(column => row[column] ?? null)
    if (row.seal === sealOf(values)) yield row
    else seen.lost++
  }
  if (seen.lost > 0) sayOnce(damage, `${seen.lost.toLocaleString('en-US')} ${spec.what} are damaged and were left out.`)
  sayMissing(seen.count, spec, damage)
}

function sayMissing(count: number, { expected, what }: ReadSpec, damage: string[]): void {
  if (typeof expected === 'number' && count < expected) sayOnce(damage, `${(expected - count).toLocaleString('en-US')} ${what} are missing.`)
}

/** The values of some columns, without a look at the seal: the row itself is read later. */
export function readHeads(database: DatabaseSync, spec: ReadSpec & { readonly columns: string }, damage: string[]): Row[] {
  const heads: Row[] = []
  for (const row of walk(database, spec, damage)) {
    if (heads.length >= spec.most) break
    heads.push(row)
  }
  sayMissing(heads.length, spec, damage)
  return heads
}

/** From one end until something cannot be read, then from the other end as far as it goes: what is damaged lies between. */
function* walk(database: DatabaseSync, { table, run, what, columns }: ReadSpec & { readonly columns: string }, damage: string[]): Generator<Row> {
  const { key } = table
  const sql = (order: string): string => `SELECT ${columns} FROM ${table.name}${run === null ? '' : ` WHERE run = ${run}`} ORDER BY ${key} ${order}`
  let last = -Infinity
  try {
    for (const row of database.prepare(sql('ASC')).iterate()) {
      const number = Number(row[key])
      if (!(number > last)) throw new Error('out of order') // pages that point to one another in a circle
      last = number
      yield rowOf(row)
    }
    return
  } catch {
    sayOnce(damage, `Some ${what} could not be read: a part of the file is damaged.`)
  }
  const rest: Row[] = []
  let next = Infinity
  try {
    for (const row of database.prepare(sql('DESC')).iterate()) {
      const number = Number(row[key])
      if (!(number < next) || number <= last) break
      next = number
      rest.push(rowOf(row))
    }
  } catch {
    // as far as it goes
  }
  yield* rest.reverse()
}

/** node:sqlite gives no other values while it is not asked for BigInts. */
const rowOf = (row: Record<string, SQLOutputValue>): Row => row as Row
