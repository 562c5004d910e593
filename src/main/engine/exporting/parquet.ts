// Rows in long form as Parquet, by hyparquet-writer: for those who read runs with DuckDB, pandas or Spark.
import type { RunHeader } from '../../../shared/model/run.ts'
import { showControls } from '../../../shared/format.ts'
import type { Row } from './rows.ts'

/** Bytes of the file. Whole nanoseconds are 64-bit integers; the run's header stands in the file's metadata under `forkscope.header`. */
export async function writeParquet(rows: Iterable<Row>, header: RunHeader): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer') // most runs are never exported like this
  const all = [...rows]
  const column = <Value>(name: keyof Row, type: 'STRING' | 'INT32' | 'INT64' | 'DOUBLE', nullable: boolean, take: (row: Row) => Value): { name: string; type: typeof type; nullable: boolean; data: Value[] } => ({ name, type, nullable, data: all.map(take) })
  const buffer = parquetWriteBuffer({
    columnData: [
      column('subject', 'STRING', false, ({ subject }) => subject),
      column('pid', 'INT32', true, ({ pid }) => pid),
      column('tid', 'INT32', true, ({ tid }) => tid),
      column('core', 'INT32', true, ({ core }) => core),
      column('name', 'STRING', false, ({ name }) => showControls(name)),
      column('measure', 'STRING', false, ({ measure }) => measure),
      column('from_ns', 'INT64', true, row => (row.from_ns === null ? null : wholeNs(row.from_ns))),
      column('t_ns', 'INT64', false, row => wholeNs(row.t_ns)),
      column('value', 'DOUBLE', false, ({ value }) => value)
    ],
    kvMetadata: [{ key: 'forkscope.header', value: JSON.stringify(header) }],
    createdBy: `forkscope ${header.programVersion}`
  })
  return new Uint8Array(buffer)
}

const wholeNs = (ns: number): bigint => BigInt(Math.round(ns))
