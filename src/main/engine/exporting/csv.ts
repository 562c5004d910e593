// CSV after RFC 4180: CRLF, quotes where needed, quotes doubled. Names come from strangers' programs: a cell that a
// spreadsheet would take for a formula gets an apostrophe before it.
import { showControls } from '../../../shared/format.ts'

export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const shown = showControls(cell)
  const safe = /^[=+\-@\t\r]/.test(cell.trimStart()) ? `'${shown}` : shown
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
