// Which recordings go when a library may only be so large: one rule for who tells the user before and for who does it.

/** What the rule asks of a recording. */
export interface Retained {
  readonly sizeBytes: number
  readonly isPinned: boolean
  /** All its runs could be read and have an end. */
  readonly isComplete: boolean
}

/**
 * The oldest that are complete and not pinned, so many that the rest fits into `limitBytes`; oldest first. Who is still being
 * written, or cannot be read, is nobody's to remove, but counts. Null: no limit, nobody goes.
 */
export function pickOverLimit<Item>(newestFirst: readonly Item[], limitBytes: number | null, retainedOf: (item: Item) => Retained): Item[] {
  if (limitBytes === null) return []
  let sizeBytes = newestFirst.reduce((sum, item) => sum + retainedOf(item).sizeBytes, 0)
  const going: Item[] = []
  for (const item of newestFirst.toReversed()) {
    if (sizeBytes <= limitBytes) break
    const retained = retainedOf(item)
    if (retained.isPinned || !retained.isComplete) continue
    going.push(item)
    sizeBytes -= retained.sizeBytes
  }
  return going
}
