// The value of every track at one moment: what the fixed column left of the tracks reads at the cursor, or now.
import type { RunHistory } from './history.ts'
import type { ProcessId } from '../model/run.ts'
import { knownUntilNs } from './bins.ts'
import { deriveLanes } from './lanes.ts'
import { deriveMemory } from './memory.ts'
import { deriveUsed } from './used.ts'

/** NaN = not measured at this moment. */
export interface Readings {
  readonly atNs: number
  /** Mean over this long before the moment. */
  readonly overNs: number
  readonly used: number
  readonly waited: number
  /** Cores used + threads waiting for a core. */
  readonly demand: number
  readonly usedBy: ReadonlyMap<ProcessId, number>
  readonly pssBytes: number
  readonly ussBytes: number
  readonly sharedBytes: number
  readonly rssBy: ReadonlyMap<ProcessId, number>
  /** By core number. */
  readonly cores: ReadonlyMap<number, { readonly ours: number; readonly rest: number }>
}

/** Long enough for the 10 ms ticks of /proc/stat, short enough to follow the hand. */
const READ_OVER_NS = 200e6

export function readAt(history: RunHistory, atNs: number, hidden: ReadonlySet<ProcessId> = new Set()): Readings {
  const toNs = Math.min(atNs, knownUntilNs(history))
  const edges = Float64Array.of(Math.max(0, toNs - READ_OVER_NS), toNs)
  const used = deriveUsed(history, edges, { hidden })
  const memory = deriveMemory(history, Float64Array.of(toNs - 1, toNs), { hidden, lines: Infinity })
  const lanes = deriveLanes(history, edges)
  const at = (values: Float64Array): number => values[0] ?? NaN
  const waited = at(used.waited)
  return {
    ...{ atNs: toNs, overNs: toNs - (edges[0] ?? toNs), used: at(used.total), waited, demand: at(used.total) + waited },
    usedBy: new Map(used.bands.flatMap(({ of, used: rate }) => (of.kind === 'process' ? [[of.process, at(rate)] as const] : []))),
    ...{ pssBytes: at(memory.pss), ussBytes: at(memory.uss), sharedBytes: at(memory.shared) },
    rssBy: new Map(memory.rss.map(line => [line.process, at(line.last)] as const)),
    cores: new Map(lanes.cores.map(lane => [lane.core, { ours: at(lane.ours), rest: at(lane.rest) }] as const))
  }
}
