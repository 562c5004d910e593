// docs/recording-format.md against the program: every column is explained, and its ten queries are answered.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answerQuery } from '../../../src/main/engine/recording/query/answer.ts'
import { views } from '../../../src/main/engine/recording/query/views.ts'
import { FORMAT, tables } from '../../../src/main/engine/recording/schema.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { join } from 'node:path'
import { folderForTest, writeRecording } from './written.ts'

const text = readFileSync('docs/recording-format.md', 'utf8')
const section = (name: string): string => new RegExp(`### ${name}\\n([\\s\\S]*?)(?=\\n##)`).exec(text)?.[1] ?? ''

describe('the document', () => {
  test.each(views.map(view => [view.name, view] as const))('explains every column of %s with its unit and source', (name, { about, columns }) => {
    expect(section(name)).toContain(about)
    for (const column of columns) expect(section(name)).toContain(`| ${column.name} | ${column.type} | ${column.about} |`)
  })

  test('names the version, and every column of every table of the file', () => {
    expect(text).toContain(`the version of the format: ${FORMAT}.`)
    for (const { name, columns } of tables) for (const column of columns) expect(text, `${name}.${column}`).toMatch(new RegExp(`\\b${column}\\b`))
  })
})

describe('its queries', () => {
  const queries = [...text.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql ?? '')

  function answer(sql: string): ReturnType<typeof answerQuery> {
    const path = join(folderForTest(), 'run.fscope')
    writeRecording(path, { processes: 6, busy: 3, rateHz: 10, seconds: 65 }, { place: { experiment: 'gil', variant: 'threads', round: 0 } })
    return answerQuery(path, sql, 1000)
  }

  test('are ten', () => {
    expect(queries.length).toBe(10)
  })

  test.each(queries.map((sql, index) => [index + 1, sql] as const))('number %i is answered with rows', (_, sql) => {
    const { rows, damage } = answer(sql)
    expect(rows.length).toBeGreaterThan(0)
    expect(damage).toEqual([])
  })

  test('add up: the cores used of all samples are the CPU time of the processes', () => {
    const { rows } = answer(`SELECT (SELECT sum(cores_used * (t_ns - from_ns)) FROM process_sample), (SELECT sum(cpu_ns) FROM process)`)
    const [samples, processes] = rows[0] ?? []
    expect(Number(samples) / Number(processes)).toBeCloseTo(1, 6)
  })

  test.each(['DELETE FROM run', 'PRAGMA user_version', `ATTACH 'other' AS other`, `SELECT load_extension('x')`, 'SELECT nothing', 'SELECT 1; DROP TABLE run', 'SELECT 1; SELECT 2', '-- nothing asked'])('%s is refused in words', sql => {
    expect(() => answer(sql)).toThrow(FaultError)
  })

  test('may end in semicolons and comments', () => {
    expect(answer('SELECT count(*) FROM run; -- that is all\n /* really */ ;').rows).toEqual([[1]])
  })

  test('stop at the limit of rows and say so', () => {
    const path = join(folderForTest(), 'run.fscope')
    writeRecording(path, { processes: 3, busy: 1, rateHz: 10, seconds: 4 })
    const { rows, isCut } = answerQuery(path, 'SELECT * FROM process_sample', 7)
    expect([rows.length, isCut]).toEqual([7, true])
  })
})
