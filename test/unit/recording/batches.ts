// What tests of recordings share: rows of batches in the one order in which they can be compared, and chunks from batches.
import { batchOf } from '../../../src/main/engine/recording/codec/columns.ts'
import { packChunk, unpackChunk } from '../../../src/main/engine/recording/codec/chunk.ts'
import { RowEncoder } from '../../../src/main/engine/recording/codec/encodeRows.ts'
import { PendingRows } from '../../../src/main/engine/recording/codec/rows.ts'
import { sections, tableOf } from '../../../src/main/engine/recording/codec/sections.ts'
import type { SampleBatch } from '../../../src/shared/model/batch.ts'
import { runId } from '../../../src/shared/model/run.ts'

/** Every row of the batches as an object, by section, in order of time and then of subject. Exact values, NaN included. */
export function rowsOf(batches: readonly SampleBatch[]): Record<string, readonly Record<string, number>[]> {
  const bySection = sections.map(section => {
    const rows = batches.flatMap(batch => {
      const table = tableOf(batch, section.name)
      const names = Object.keys(table).sort()
      return Array.from({ length: table.tNs?.length ?? 0 }, (_, row) => Object.fromEntries(names.map(name => [name, table[name]?.[row] ?? Infinity])))
    })
    const keyed = rows.map((row, at) => ({ row, at, tNs: row.tNs ?? NaN, subject: row[section.subject] ?? NaN }))
    return [section.name, keyed.sort((a, b) => a.tNs - b.tNs || a.subject - b.subject || a.at - b.at).map(({ row }) => row)] as const
  })
  return { ...Object.fromEntries(bySection), ticks: batches.flatMap(({ tickNs }) => [...tickNs].map(tNs => ({ tNs }))) }
}

export function encode(batches: readonly SampleBatch[], { quantumNs = 1, encoder = new RowEncoder(), ownerOf = (thread: number) => thread } = {}): Uint8Array<ArrayBuffer> {
  const pending = new PendingRows()
  for (const batch of batches) pending.append(batch)
  return packChunk(encoder.encode(pending, { quantumNs, ownerOf }))
}

export const decode = (blob: Uint8Array): SampleBatch => batchOf(runId('made-up'), unpackChunk(blob))
