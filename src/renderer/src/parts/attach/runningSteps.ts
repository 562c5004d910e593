// Where a key leads in the list of running processes. Pure.
import type { RunningRow } from '../../state/attach/runningRows.ts'

interface Place {
  readonly rows: readonly RunningRow[]
  /** −1: nobody is chosen. */
  readonly at: number
  readonly page: number
}

/** Index of the row to choose; null: not a key of the list. Left and right stay with a text field that has them. */
export function stepRunning(key: string, { rows, at, page }: Place): number | null {
  const wanted: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, PageDown: at + page, PageUp: at - page }
  const next = wanted[key]
  return next === undefined || rows.length === 0 ? null : Math.max(0, Math.min(rows.length - 1, next))
}
