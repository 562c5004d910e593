// The only thread of a process does what its process does: its counters are kept as what they differ by, which is nothing,
// so that two rows cost as much as one.

/** A counter of the processes of a chunk: subject by subject, in order of time. */
export interface Counted {
  /** Group of each process; a process without rows is absent. */
  readonly groupOf: ReadonlyMap<number, number>
  readonly starts: Uint32Array
  readonly tNs: Float64Array
  readonly values: Float64Array
  readonly bases: Float64Array
}

/** Owner + 1 of each thread that is the only one of its process here, else 0. `ownerOf` says −1 where it does not know. */
export function findTwins(threads: Float64Array, ownerOf: (thread: number) => number, processes: ReadonlyMap<number, number> | undefined): Float64Array {
  const owners = Float64Array.from(threads, ownerOf)
  const counts = new Map<number, number>()
  for (const owner of owners) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  return owners.map(owner => (processes?.has(owner) && counts.get(owner) === 1 ? owner + 1 : 0))
}

/** Adds (`sign` 1) or takes away (−1), in place, what the process had at the time of each row of its thread. */
export function shiftByTwin(
  { values, tNs, starts }: { readonly values: Float64Array; readonly tNs: Float64Array; readonly starts: Uint32Array },
  twins: Float64Array,
  { process, sign }: { process: Counted; sign: 1 | -1 }
): void {
  for (let group = 0; group + 1 < starts.length; group++) {
    const twin = process.groupOf.get(twins[group]! - 1)
    if (twin === undefined) continue
    const base = measured(process.bases[twin])
    let before = process.starts[twin]!
    for (let row = starts[group]!; row < starts[group + 1]!; row++) {
      while (before < process.starts[twin + 1]! && process.tNs[before]! <= tNs[row]!) before++
      values[row]! += sign * (before > process.starts[twin]! ? measured(process.values[before - 1]) : base)
    }
  }
}

/** Bases of threads likewise, as new ones. */
export function shiftBases(bases: Float64Array, twins: Float64Array, { process, sign }: { process: Counted; sign: 1 | -1 }): Float64Array {
  return bases.map((base, group) => {
    const twin = process.groupOf.get(twins[group]! - 1)
    return twin === undefined ? base : base + sign * measured(process.bases[twin])
  })
}

/** Nothing is added where nothing is known; both directions agree on that. */
const measured = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value)
