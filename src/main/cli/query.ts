// `forkscope query`: a recording asked in SQL; its rows as a table, as JSON or as CSV.
import { ABSENT, formatCount, showControls } from '../../shared/format.ts'
import { csvLine, type QueryAnswer, queryRecording } from '../engine/index.ts'
import { findRecording } from './recordings.ts'
import type { QueryCommand } from './recordingOptions.ts'
import { say } from './saying.ts'
import { STDOUT, writeText } from './streams.ts'
import { layoutTable } from './table.ts'

/** Resolves with the exit code. Throws FaultError: query-failed, recording-damaged, recording-too-new. */
export async function askRecording({ recording, sql, form }: QueryCommand): Promise<number> {
  const answer = await queryRecording(findRecording(recording), sql)
  writeText(STDOUT, layoutAnswer(answer, form))
  for (const sentence of new Set(answer.damage)) say(sentence)
  if (answer.isCut) say(`There are more rows than these ${formatCount(answer.rows.length)}. Ask for fewer: WHERE, LIMIT, or sums.`)
  return 0
}

export function layoutAnswer({ columns, rows }: QueryAnswer, form: QueryCommand['form']): string {
  switch (form) {
    case 'json':
      return `${JSON.stringify(rows.map(row => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]))))}\n`
    case 'csv':
      return [columns, ...rows.map(row => row.map(value => value ?? ''))].map(csvLine).join('')
    case 'table':
      return `${layoutTable(columns.map(showControls), rows.map(row => row.map(value => (value === null ? ABSENT : showControls(String(value)))))).join('\n')}\n`
  }
}
