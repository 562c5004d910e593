// A table of text: figures to the right, the last column as long as it likes.

/** Lines, the titles first. Every row has as many cells as there are titles. */
export function layoutTable(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [titles, ...rows]
  const widths = titles.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)))
  return all.map(row => row.map((cell, column) => (column === titles.length - 1 ? cell : cell.padStart(widths[column] ?? 0))).join('  '))
}
