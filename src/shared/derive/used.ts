// Cores used and waited for, per process and in total, as exact means over bins. Total = sum of its parts, always: what is
// drawn apart, what is merged because there is too much to draw, and what no look saw add up to the total.
import type { CpuHistory, ProcessHistory, RunHistory } from './history.ts'
import type { ProcessId } from '../model/run.ts'
import { binsTouching, clipEdges, knownUntilNs } from './bins.ts'
import { deriveRate, deriveWaited } from './cpu.ts'
import { deriveUnseen } from './unseen.ts'

/** Who a band of the stack stands for: one process, all that were too many to draw apart, or children that no look saw. */
export type BandOf = { readonly kind: 'process'; readonly process: ProcessId } | { readonly kind: 'further'; readonly count: number } | { readonly kind: 'unseen' }

/** One layer. Index i speaks of bin `first` + i; outside it the subject did not live. NaN = not known. */
export interface UsedBand {
  readonly of: BandOf
  readonly first: number
  /** Cores used. */
  readonly used: Float64Array
  /** Threads waiting for a core; NaN where the kernel does not tell. */
  readonly waited: Float64Array
}

export interface Used {
  readonly edgesNs: Float64Array
  /** Until when the run is known; later bins are the future, not a gap. */
  readonly knownNs: number
  /** In order of birth, then `further`, then `unseen`. */
  readonly bands: readonly UsedBand[]
  /** Cores used by everything shown. NaN = not known (yet). */
  readonly total: Float64Array
  /** Waiting for a core; NaN where nobody of the run tells. */
  readonly waited: Float64Array
  /** How many processes the user has hidden: their share is in no figure here. */
  readonly hiddenCount: number
}

export interface UsedOptions {
  readonly hidden?: ReadonlySet<ProcessId>
  /** Bands × bins that may be drawn apart; beyond, the least users are merged. Bounds the cost of one picture. */
  readonly budget?: number
}

/** Bins of about 30 bands over a wide window: more can neither be told apart nor painted 30 times a second. */
const BUDGET = 40_000

export function deriveUsed(history: RunHistory, edgesNs: Float64Array, { hidden = new Set(), budget = BUDGET }: UsedOptions = {}): Used {
  const knownNs = knownUntilNs(history)
  const edges = clipEdges(edgesNs, knownNs)
  const layers = history.processes.filter(({ process }) => !hidden.has(process)).flatMap(process => processBand(history, process, edges))
  const { apart, merged } = sortOut(layers, budget)
  const bands = [...apart]
  if (merged.length > 0) bands.push(mergeBands(merged, edges))
  const unseen = unseenBand(history, edges)
  if (unseen) bands.push(unseen)
  return { edgesNs, knownNs, bands, ...sumBands(bands, edges), hiddenCount: hidden.size }
}

function processBand(history: RunHistory, member: ProcessHistory, edges: Float64Array): UsedBand[] {
  const { process, cpu, bornNs, endedNs } = member
  if (cpu.tNs.length === 0) return []
  const firstNs = Math.min(bornNs, cpu.fromNs.at(0))
  const lastNs = endedNs === null ? (edges.at(-1) ?? 0) : Math.max(endedNs, cpu.tNs.last())
  const { first, end } = binsTouching(edges, { fromNs: firstNs, toNs: lastNs })
  if (end <= first) return []
  const within = edges.subarray(first, end + 1)
  return [{ of: { kind: 'process', process }, first, used: deriveRate(cpu, cpu.ranNs, within), waited: deriveWaited(history, member, within) }]
}

/** The greatest users that fit the budget stay apart; the order (by birth) is kept. Bands of nothing at all are dropped. */
function sortOut(layers: readonly UsedBand[], budget: number): { readonly apart: UsedBand[]; readonly merged: UsedBand[] } {
  const busy = layers.map(band => ({ band, weight: weightOf(band) })).filter(({ weight }) => weight > 0)
  const byWeight = [...busy].sort((a, b) => b.weight - a.weight)
  const kept = new Set<UsedBand>()
  let spent = 0
  for (const { band } of byWeight) {
    spent += band.used.length
    if (spent > budget) break
    kept.add(band)
  }
  return { apart: busy.flatMap(({ band }) => (kept.has(band) ? [band] : [])), merged: busy.flatMap(({ band }) => (kept.has(band) ? [] : [band])) }
}

function weightOf({ used, waited }: UsedBand): number {
  let weight = 0
  for (let i = 0; i < used.length; i++) weight += known(used[i]) + known(waited[i])
  return weight
}

const known = (value: number | undefined): number => (value !== undefined && value > 0 ? value : 0)

function mergeBands(merged: readonly UsedBand[], edges: Float64Array): UsedBand {
  const { total, waited } = sumBands(merged, edges)
  return { of: { kind: 'further', count: merged.length }, first: 0, used: total, waited }
}

function unseenBand(history: RunHistory, edges: Float64Array): UsedBand | null {
  const counters = deriveUnseen(history)
  if (counters.length === 0) return null
  const used = sumRates(counters, edges)
  return used.some(rate => rate > 0) ? { of: { kind: 'unseen' }, first: 0, used, waited: new Float64Array(used.length).fill(NaN) } : null
}

function sumRates(counters: readonly CpuHistory[], edges: Float64Array): Float64Array {
  const sum = new Float64Array(edges.length - 1)
  for (const counter of counters) deriveRate(counter, counter.ranNs, edges).forEach((rate, bin) => (sum[bin] = (sum[bin] ?? NaN) + rate))
  return sum
}

/** A bin without width is not known; a bin in which nothing lived used 0 cores, which is measured. */
function sumBands(bands: readonly UsedBand[], edges: Float64Array): { readonly total: Float64Array; readonly waited: Float64Array } {
  const count = edges.length - 1
  const total = new Float64Array(count).fill(NaN)
  for (let bin = 0; bin < count; bin++) if ((edges[bin + 1] ?? 0) > (edges[bin] ?? 0)) total[bin] = 0
  const waited = new Float64Array(count).fill(NaN)
  for (const band of bands) {
    for (let i = 0; i < band.used.length; i++) {
      const bin = band.first + i
      total[bin] = (total[bin] ?? NaN) + (band.used[i] ?? NaN)
      const wait = band.waited[i] ?? NaN
      if (!Number.isNaN(wait)) waited[bin] = known(waited[bin]) + wait
    }
  }
  return { total, waited }
}
