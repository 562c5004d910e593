// Where the blocks of the pyramid lie, and their bytes on demand.
import * as schema from '../schema.ts'
import { sealOf } from '../seal.ts'
import type { OpenFile } from './open.ts'
import { readHeads } from './sealedRows.ts'

export interface RollHead {
  readonly key: number
  /** Seconds per entry. */
  readonly level: number
  readonly part: string
  readonly fromNs: number
}

const HEADS_MOST = 1 << 21

/** In order of time within each level and part. */
export function readRollHeads(file: OpenFile, run: number): RollHead[] {
  const heads = readHeads(file.database, { table: schema.roll, run, what: 'overviews', most: HEADS_MOST, columns: 'roll, level_s, part, from_ns' }, file.damage)
  return heads.map(row => ({ key: Number(row.roll), level: Number(row.level_s), part: String(row.part), fromNs: Number(row.from_ns) }))
}

/** Null if it is damaged: the samples know the same, only slower. */
export function readRoll(file: OpenFile, { key }: RollHead): Uint8Array | null {
  try {
    const row = file.database.prepare('SELECT * FROM roll WHERE roll = ?').get(key)
    const values = schema.roll.columns.map(column => row?.[column] ?? null)
    return row?.series instanceof Uint8Array && row.seal === sealOf(values as Parameters<typeof sealOf>[0]) ? row.series : null
  } catch {
    return null
  }
}
