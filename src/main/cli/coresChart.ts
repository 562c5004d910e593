// Cores used over time as a chart of text: block characters in eighths of a line.
import { edgesOf, extentOf } from '../../shared/derive/bins.ts'
import type { RunHistory } from '../../shared/derive/history.ts'
import { deriveUsed } from '../../shared/derive/used.ts'
import { formatDuration } from '../../shared/format.ts'

export interface ChartSize {
  readonly columns: number
  readonly rows: number
}

/** Lines of equal meaning: an axis of whole cores from 0 to at least the peak, time below. Empty if nothing was measured. */
export function layoutCoresChart(history: RunHistory, { columns, rows }: ChartSize): string[] {
  if (history.tickNs.length === 0) return []
  const range = extentOf(history)
  const { total } = deriveUsed(history, edgesOf(range, columns), { budget: 0 })
  const peak = total.reduce((most, cores) => (cores > most ? cores : most), 0)
  const top = Math.max(1, Math.ceil(peak - ROUNDING))
  const width = String(top).length
  const lines = layoutBars([...total].map(cores => cores / top), rows).map((line, row) => {
    const label = row === 0 ? String(top) : ''
    return `${label.padStart(width)} ${row === 0 ? '┤' : '│'}${line}`
  })
  const [from, to] = ['0 s', formatDuration(range.toNs)]
  return [...lines, `${'0'.padStart(width)} └${'─'.repeat(columns)}`, `${' '.repeat(width + 2)}${from}${to.padStart(columns - from.length)}`]
}

/** A window's mean may stand a hair above a whole number of cores: that is no reason for an axis twice as high. */
const ROUNDING = 0.06

const EIGHTHS = ' ▁▂▃▄▅▆▇█'
const UNKNOWN = '·'

/** One line a row, the top first. Heights from 0 to 1; NaN shows as dots: not measured is neither blank nor 0. */
export function layoutBars(heights: readonly number[], rows: number): string[] {
  return Array.from({ length: rows }, (_, row) => {
    const below = rows - 1 - row
    return heights.map(height => (Number.isNaN(height) ? UNKNOWN : eighth((height * rows - below) * 8, below === 0 && height > 0))).join('')
  })
}

/** A little is never drawn as nothing. */
function eighth(filled: number, isAtLeastOne: boolean): string {
  const step = Math.max(isAtLeastOne ? 1 : 0, Math.min(8, Math.round(filled)))
  return EIGHTHS[step] ?? ' '
}
