// Who is below whom among many processes. Pure. The list it works on was not read in one instant: a parent may be missing.

export interface Kin {
  readonly pid: number
  readonly parentPid: number
}

/** Everyone after their parent; whose parent is not in the list comes first. Who is in a ring (a number used again while the list was read) is left out. */
export function orderByBirth<Each extends Kin>(everyone: ReadonlyMap<number, Each>): Each[] {
  const childrenOf = Map.groupBy(everyone.values(), ({ parentPid }) => parentPid)
  const ordered = [...everyone.values()].filter(({ pid, parentPid }) => parentPid !== pid && !everyone.has(parentPid))
  for (const each of ordered) ordered.push(...(childrenOf.get(each.pid) ?? [])) // grows while it is walked
  return ordered
}

/** How many that count are below each, at any depth, by PID. */
export function countBelow<Each extends Kin>(ordered: readonly Each[], counts: (each: Each) => boolean): ReadonlyMap<number, number> {
  const below = new Map<number, number>()
  for (const each of ordered.toReversed()) {
    const sum = (below.get(each.pid) ?? 0) + (counts(each) ? 1 : 0)
    below.set(each.parentPid, (below.get(each.parentPid) ?? 0) + sum)
  }
  return below
}

/** To whom each belongs: the nearest of `heads` that it is or is below, by PID. */
export function assignHeads<Head>(ordered: readonly Kin[], heads: ReadonlyMap<number, Head>): ReadonlyMap<number, Head> {
  const heldBy = new Map<number, Head>()
  for (const { pid, parentPid } of ordered) {
    const head = heads.get(pid) ?? heldBy.get(parentPid)
    if (head !== undefined) heldBy.set(pid, head)
  }
  return heldBy
}
