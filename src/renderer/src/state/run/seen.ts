// The whole run at one moment: the figures of the sentence above the charts and of the header. NaN = not measured.
import { counterAt } from '../../../../shared/derive/cpu.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'
import { figuresOf, valueAt } from '../tree/processFigures.ts'

export interface Seen {
  readonly atNs: number
  readonly processesNow: number
  readonly processesSoFar: number
  /** Sum over living processes; NaN while one was never looked at closely. */
  readonly threadsNow: number
  readonly coresNow: number
  readonly coresMean: number
  readonly cpuNs: number
  /** Threads that waited for a core, mean over the last second. */
  readonly waitingNow: number
  /** Sum over those `pssOf` living processes whose PSS was measured; NaN if none was. */
  readonly pssNow: number
  readonly pssOf: number
  readonly rssRoot: number
}

/** What was seen up to `atNs`. Nothing is added up that was measured only in part, except CPU, which says so by being "seen". */
export function deriveSeen(history: RunHistory, atNs: number): Seen {
  const born = history.processes.filter(({ bornNs, seenNs }) => Math.min(bornNs, seenNs) <= atNs)
  const all = born.map(process => ({ process, figures: figuresOf(process, atNs) }))
  const living = all.filter(({ figures }) => figures.life === 'alive')
  const cpuNs = sumOfMeasured(all.map(({ figures }) => figures.cpuNs))
  return {
    atNs,
    processesNow: living.length,
    processesSoFar: born.length,
    threadsNow: sum(living.map(({ figures }) => figures.threads)),
    coresNow: coresAt(history, atNs),
    coresMean: atNs > 0 ? cpuNs / atNs : NaN,
    cpuNs,
    waitingNow: waitingAt(history, atNs),
    pssNow: sumOfMeasured(living.map(({ figures }) => figures.pssBytes)),
    pssOf: living.filter(({ figures }) => !Number.isNaN(figures.pssBytes)).length,
    rssRoot: history.processes[0] ? valueAt(history.processes[0].detail.tNs, history.processes[0].detail.rssBytes, atNs) : NaN
  }
}

/** Over the last second, of all processes, also of those that ended within it. */
function coresAt(history: RunHistory, atNs: number): number {
  return rateOf(history, atNs, 'ranNs')
}

function waitingAt(history: RunHistory, atNs: number): number {
  return rateOf(history, atNs, 'waitedNs')
}

function rateOf(history: RunHistory, atNs: number, counter: 'ranNs' | 'waitedNs'): number {
  const fromNs = Math.max(0, atNs - NS_PER_SECOND)
  if (atNs <= fromNs) return NaN
  const moved = history.processes.map(({ cpu }) => (cpu.tNs.length > 0 ? counterAt(cpu, cpu[counter], atNs) - counterAt(cpu, cpu[counter], fromNs) : NaN))
  return sumOfMeasured(moved) / (atNs - fromNs)
}

const sum = (values: readonly number[]): number => values.reduce((left, right) => left + right, 0)

/** NaN only if nothing at all was measured: a process that was too short to be looked at has no share that we know. */
function sumOfMeasured(values: readonly number[]): number {
  const measured = values.filter(value => !Number.isNaN(value))
  return measured.length > 0 ? sum(measured) : NaN
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
