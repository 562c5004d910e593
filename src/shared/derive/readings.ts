// The value of every track at one moment: what the fixed column left of the tracks reads at the cursor, or now.
import type { RunHistory } from './history.ts'
import type { ProcessId } from '../model/run.ts'
import { knownUntilNs } from './bins.ts'
import { deriveLanes } from './lanes.ts'
import { deriveMemory } from './memory.ts'
import { deriveUsed, type UsedBand } from './used.ts'

/** NaN = not measured at this moment. Means over the 200 ms before it. */
export interface UsedReading {
  readonly used: number
  readonly waited: number
  /** Cores used + threads waiting for a core; NaN where waiting is not known. */
  readonly demand: number
  /** One bin each; a band tells whose it is. */
  readonly bands: readonly UsedBand[]
}

export interface MemoryReading {
  readonly pssBytes: number
  readonly ussBytes: number
  readonly sharedBytes: number
  readonly rssBy: ReadonlyMap<ProcessId, number>
}

export interface CoreReading {
  readonly core: number
  /** Shares of this core. */
  readonly ours: number
  readonly rest: number
}

export interface Readings extends UsedReading, MemoryReading {
  readonly atNs: number
  readonly cores: readonly CoreReading[]
}

type Hidden = ReadonlySet<ProcessId>
const nobody: Hidden = new Set()

export function readAt(history: RunHistory, atNs: number, hidden: Hidden = nobody): Readings {
  return {
    atNs: Math.min(atNs, knownUntilNs(history)),
    ...readUsed(history, atNs, hidden),
    ...readMemory(history, atNs, hidden),
    cores: readCores(history, atNs)
  }
}

export function readUsed(history: RunHistory, atNs: number, hidden: Hidden = nobody): UsedReading {
  const { total, waited, bands } = deriveUsed(history, momentBefore(history, atNs), { hidden, budget: Infinity })
  return { used: first(total), waited: first(waited), demand: first(total) + first(waited), bands }
}

export function readMemory(history: RunHistory, atNs: number, hidden: Hidden = nobody): MemoryReading {
  const { pss, uss, shared, rss } = deriveMemory(history, momentBefore(history, atNs), { hidden, lines: Infinity })
  return { pssBytes: first(pss), ussBytes: first(uss), sharedBytes: first(shared), rssBy: new Map(rss.map(line => [line.process, first(line.last)])) }
}

export function readCores(history: RunHistory, atNs: number): CoreReading[] {
  return deriveLanes(history, momentBefore(history, atNs)).cores.map(({ core, ours, rest }) => ({ core, ours: first(ours), rest: first(rest) }))
}

/** Long enough for the 10 ms ticks of /proc/stat, short enough to follow the hand. */
const READ_OVER_NS = 200e6

/** One bin that ends at the moment, or at the newest tick if that is earlier. */
function momentBefore(history: RunHistory, atNs: number): Float64Array {
  const toNs = Math.min(atNs, knownUntilNs(history))
  return Float64Array.of(Math.max(0, toNs - READ_OVER_NS), toNs)
}

const first = (values: Float64Array): number => values[0] ?? NaN
