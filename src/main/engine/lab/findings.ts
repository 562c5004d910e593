// What a program of the lab found out by itself: one JSON object on the last line of its output (lab/README.md).
import type { OutputChunk } from '../../../shared/model/batch.ts'
import { parseJson } from './marks.ts'

/** Null: its last line is something else. */
export function readFindings(output: readonly OutputChunk[]): Readonly<Record<string, unknown>> | null {
  const text = output.filter(({ stream }) => stream === 'stdout').map(chunk => chunk.text).join('')
  const value = parseJson(text.trimEnd().split('\n').at(-1) ?? '')
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null
}
