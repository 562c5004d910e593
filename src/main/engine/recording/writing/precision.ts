// How sharp times and counters of CPU time are kept, and how much time goes into a chunk. A run of minutes is kept as it was measured, to the nanosecond; of a
// long one nobody reads the last digits, and they are most of its bytes. Counters are rounded, never steps: no error adds up.
import { NS_PER_SECOND } from '../../../../shared/units.ts'

const MINUTE_NS = 60 * NS_PER_SECOND

/** ns that a chunk's times and counters are whole multiples of. `fromNs`: where the chunk begins. */
export function quantumOf(fromNs: number): number {
  if (fromNs < 10 * MINUTE_NS) return 1
  return fromNs < 60 * MINUTE_NS ? 1000 : 10_000
}

/** How much of a run one chunk holds. Longer ones of a long run save a part of what each begins and ends with. */
export function chunkLengthOf(fromNs: number): number {
  return fromNs < 60 * MINUTE_NS ? MINUTE_NS : 3 * MINUTE_NS
}
