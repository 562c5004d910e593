// Rows under a seal: the CRC-32 of their values. A bit that flipped on a disk must not become a figure. It guards against
// accidents, not against an author: whoever writes a row can seal it.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { TableForm } from './schema.ts'

export type Value = string | number | null | Uint8Array

/** CRC-32 of the values in order: a blob by its bytes, anything else by its JSON and a line feed. */
export function sealOf(values: readonly Value[]): number {
  let crc = 0
  let text = ''
  for (const value of values) {
    if (!(value instanceof Uint8Array)) {
      text += `${JSON.stringify(value)}\n`
      continue
    }
    if (text !== '') crc = crc32(text, crc)
    text = ''
    crc = crc32(value, crc)
  }
  return text === '' ? crc : crc32(text, crc)
}

export interface RowWriter {
  /** Values in the order of the table's columns, without the seal; a row of the same key is replaced. Returns its rowid. */
  put(values: readonly Value[]): number
}

export function openRowWriter(database: DatabaseSync, { name, columns }: TableForm): RowWriter {
  let statement: StatementSync | null = null
  return {
    put: values => {
      statement ??= database.prepare(`INSERT OR REPLACE INTO ${name} (${[...columns, 'seal'].join(', ')}) VALUES (${'?, '.repeat(columns.length)}?)`)
      return Number(statement.run(...values, sealOf(values)).lastInsertRowid)
    }
  }
}
