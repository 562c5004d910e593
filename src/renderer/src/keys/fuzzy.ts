// Which titles fit what was typed: all its letters in order, the closer together and the nearer to word starts the better.

/** Higher is better; null: does not fit. An empty pattern fits everything equally. */
export function scoreMatch(pattern: string, title: string): number | null {
  const letters = Array.from(pattern.toLowerCase().replaceAll(' ', ''))
  const text = title.toLowerCase()
  let score = 0
  let at = -1
  for (const letter of letters) {
    const next = text.indexOf(letter, at + 1)
    if (next < 0) return null
    if (next === at + 1) score += 3
    if (next === 0 || /[\s:(-]/.test(text[next - 1] ?? '')) score += 2
    score -= Math.min(next - at - 1, 10) / 10
    at = next
  }
  return score - text.length / 1000
}

/** The titles that fit, best first; equals keep their order. */
export function findMatches<Item extends { readonly title: string }>(pattern: string, items: readonly Item[]): Item[] {
  const scored = items.map(item => ({ item, score: scoreMatch(pattern, item.title) }))
  const fitting = scored.filter((each): each is { item: Item; score: number } => each.score !== null)
  if (pattern.trim() === '') return fitting.map(({ item }) => item)
  return fitting.sort((left, right) => right.score - left.score).map(({ item }) => item)
}
