// The whole run at one moment: the figures of the sentence above the charts and of the header. NaN = not measured.
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { readUsed } from '../../../../shared/derive/readings.ts'
import type { TreeNode } from '../../../../shared/derive/tree.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'

export interface Seen {
  readonly processesNow: number
  readonly processesSoFar: number
  /** Sum over living processes; NaN while one was never looked at closely. */
  readonly threadsNow: number
  readonly coresNow: number
  readonly coresMean: number
  readonly cpuNs: number
  /** Threads that waited for a core. */
  readonly waitingNow: number
  /** Sum over those `pssOf` living processes whose PSS was measured; NaN if none was. */
  readonly pssNow: number
  readonly pssOf: number
  /** Of the only living process; NaN if there are several: RSS is not added up. */
  readonly rssNow: number
}

/** What was seen up to `atNs`; `nodes` are those of all processes at that moment. */
export function deriveSeen(history: RunHistory, nodes: readonly TreeNode[], atNs: number): Seen {
  const born = nodes.filter(node => node.hasStarted)
  const living = born.filter(({ isLiving }) => isLiving)
  const cpuNs = sumOfMeasured(born.map(node => node.cpuNs))
  const { used, waited } = readUsed(history, atNs)
  return {
    processesNow: living.length,
    processesSoFar: born.length,
    threadsNow: living.map(({ threads }) => threads).reduce(add, 0),
    ...{ coresNow: used, waitingNow: waited, cpuNs, coresMean: atNs > 0 ? cpuNs / atNs : NaN },
    pssNow: sumOfMeasured(living.map(({ pssBytes }) => pssBytes)),
    pssOf: living.filter(({ pssBytes }) => !Number.isNaN(pssBytes)).length,
    rssNow: rssOf(living)
  }
}

const rssOf = (living: readonly TreeNode[]): number => (living.length === 1 ? (living[0]?.rssBytes ?? NaN) : NaN)
const add = (left: number, right: number): number => left + right

/** NaN only if nothing at all was measured: a process too short to be looked at has no share that we know. */
function sumOfMeasured(values: readonly number[]): number {
  const measured = values.filter(value => !Number.isNaN(value))
  return measured.length > 0 ? measured.reduce(add, 0) : NaN
}

/** The program's own cost over the last five seconds, in cores; null before two measurements. */
export function deriveOwnCost(history: RunHistory, atNs: number): { readonly program: number; readonly sampler: number } | null {
  const until = history.own.findLastIndex(({ tNs }) => tNs <= atNs)
  const last = history.own[until]
  if (!last) return null
  const since = history.own.findLast(({ tNs }, index) => index < until && tNs <= last.tNs - 5 * NS_PER_SECOND) ?? history.own[0]
  if (!since || since.tNs >= last.tNs) return null
  const wallNs = last.tNs - since.tNs
  return { program: (last.programNs - since.programNs) / wallNs, sampler: (last.samplerNs - since.samplerNs) / wallNs }
}
