// Rows of samples as they lie in the file: where each chunk and hot row is, and their contents on demand.
import type { RunId } from '../../../../shared/model/run.ts'
import { Damage } from '../codec/bytes.ts'
import { unpackChunk } from '../codec/chunk.ts'
import { rowsOfBatch } from '../codec/columns.ts'
import type { ChunkRows } from '../codec/decodeRows.ts'
import { decodeHot } from '../codec/hot.ts'
import type { Strand } from '../codec/sections.ts'
import * as schema from '../schema.ts'
import { sealOf } from '../seal.ts'
import { sayOnce } from './damage.ts'
import type { OpenFile, RunKey } from './open.ts'
import { readHeads } from './sealedRows.ts'

/** A chunk or a hot row, without its contents. */
export interface Head {
  readonly table: 'chunk' | 'hot'
  readonly key: number
  readonly fromNs: number
  readonly toNs: number
  /** Events of the run with at most this number belong to it or to what came before. */
  readonly eventsUntil: number
}

/** A year of minutes. */
const HEADS_MOST = 1 << 20

/** In order of time: chunks, then what had not become one when writing ended. */
export function readRowHeads(file: OpenFile, { number: run, counts }: RunKey): Head[] {
  return (['chunk', 'hot'] as const).flatMap(name => {
    const table = schema[name]
    const heads = readHeads(file.database, { table, run, what: 'minutes of samples', most: HEADS_MOST, expected: name === 'chunk' ? counts.chunk : null, columns: `${name}, from_ns, to_ns, events_until` }, file.damage)
    return heads.map(row => ({ table: name, key: Number(row[name]), fromNs: Number(row.from_ns), toNs: Number(row.to_ns), eventsUntil: Number(row.events_until) }))
  })
}

/** The contents of one; null, and a sentence among the damage, if they are not what was written. */
export function readStored(file: OpenFile, run: RunId, head: Head, wanted?: readonly Strand[]): ChunkRows | null {
  try {
    const row = file.database.prepare(`SELECT * FROM ${head.table} WHERE ${head.table} = ?`).get(head.key)
    const table = schema[head.table]
    const values = table.columns.map(column => row?.[column] ?? null)
    const blob = row?.rows
    if (!(blob instanceof Uint8Array) || row?.seal !== sealOf(values as Parameters<typeof sealOf>[0])) throw new Damage('its seal is broken')
    if (head.table === 'chunk') return unpackChunk(blob, wanted)
    const { batch, own } = decodeHot(run, blob)
    return rowsOfBatch(batch, own)
  } catch {
    // Damage of ours, or SQLite's: said the same way
    const seconds = (timeNs: number): string => (timeNs / 1e9).toFixed(1)
    sayOnce(file.damage, `Samples from ${seconds(head.fromNs)} s to ${seconds(head.toNs)} s are damaged and were left out.`)
    return null
  }
}
