// Tables, read by programs that others wrote: csv-parse, ajv with the published schema, hyparquet.
import Ajv from 'ajv'
import { parse } from 'csv-parse/sync'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exportFile } from '../../../src/main/engine/exporting/file.ts'
import type { ExportSpec, TableFormat } from '../../../src/shared/model/export.ts'
import { runId } from '../../../src/shared/model/run.ts'
import { drawRun } from '../drawRun.ts'
import { simulateRun } from '../simulateRun.ts'

const evil = '=1+1,"\r\n\u0000\u202e\t名前'
const run = simulateRun({ cores: 2, processes: 5, threadsEach: 2, seconds: 3, nameOf: process => `${evil}${process}` })
const specOf = (format: TableFormat): ExportSpec => ({
  ...{ run: runId('drawn'), what: { kind: 'table', format }, fromNs: null, toNs: null, hidden: [] },
  ...{ theme: 'light', percentOf: 'core', width: 600, scale: 2 }
})

type CsvRow = Readonly<Record<'subject' | 'pid' | 'tid' | 'core' | 'name' | 'measure' | 'from_ns' | 't_ns' | 'value', string>>

describe('the tables of a run', () => {
  it('are CSV to a strict reader, with as many cells in each row, whatever the programs are called', async () => {
    const rows = parse<CsvRow>(await exportFile(run, specOf('csv')), { columns: true, record_delimiter: '\r\n', relax_column_count: false, relax_quotes: false })
    const lastOf = (pid: string): number => Number(rows.filter(row => row.subject === 'process' && row.pid === pid && row.measure === 'ran_ns').at(-1)?.value)
    expect(run.processes.map(({ pid }) => lastOf(String(pid)))).toEqual(run.processes.map(({ cpu }) => cpu.ranNs.last()))
    expect(new Set(rows.filter(({ subject }) => subject === 'process').map(({ name }) => name)).size).toBe(5)
  })

  it('are JSON after the published schema', async () => {
    const schema: unknown = JSON.parse(readFileSync('docs/series.schema.json', 'utf8'))
    const ajv = new Ajv({ allErrors: true })
    const histories = [run, drawRun('ms 0 50\nmain 0 10\nmain:rss 1 2'), drawRun('ms 0\nmain 0')]
    for (const history of histories) {
      ajv.validate(schema as object, JSON.parse(String(await exportFile(history, specOf('json')))))
      expect(ajv.errors).toBeNull()
    }
  })

  it('are Parquet with types and nulls, row by row what the CSV says', async () => {
    const bytes = (await exportFile(run, specOf('parquet'))) as Uint8Array
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
    const { schema, key_value_metadata: facts, created_by: by } = parquetMetadata(file)
    expect(schema.slice(1).map(({ name, type, repetition_type: repetition }) => `${name} ${type} ${repetition}`)).toEqual([
      ...['subject BYTE_ARRAY REQUIRED', 'pid INT32 OPTIONAL', 'tid INT32 OPTIONAL', 'core INT32 OPTIONAL', 'name BYTE_ARRAY REQUIRED', 'measure BYTE_ARRAY REQUIRED'],
      ...['from_ns INT64 OPTIONAL', 't_ns INT64 REQUIRED', 'value DOUBLE REQUIRED']
    ])
    expect(by).toBe('forkscope 0.1.0')
    expect(JSON.parse(facts?.find(({ key }) => key === 'forkscope.header')?.value ?? '')).toMatchObject({ rootPid: 100 })
    const plain = (row: Record<string, unknown>): unknown[] => ['subject', 'pid', 'tid', 'core', 'measure', 'from_ns', 't_ns', 'value'].map(name => row[name] ?? '').map(String)
    const rows = await parquetReadObjects({ file })
    const csv = parse<Record<string, string>>(await exportFile(run, specOf('csv')), { columns: true })
    expect(rows.map(plain)).toEqual(csv.map(plain))
  })
})
