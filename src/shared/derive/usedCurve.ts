// Cores used by a whole run as one curve of a bounded length, and the same curve on other bins.
import type { UsedCurve } from '../model/usedCurve.ts'
import { edgesOf, extentOf } from './bins.ts'
import type { RunHistory } from './history.ts'
import { deriveUsed } from './used.ts'

/** More than any screen shows of a chart; a curve crosses to the page as a whole. */
const BINS_MOST = 1200
/** A look at a process is no sharper than this. */
const BIN_LEAST_NS = 10e6

/**
 * Of what looks saw. CPU time of children that no look saw is left out: it is known when they were waited for, not when they
 * ran, and would stand there as more cores than the machine has.
 */
export function deriveUsedCurve(history: RunHistory): UsedCurve {
  const range = extentOf(history)
  const count = Math.max(1, Math.min(BINS_MOST, Math.floor(range.toNs / BIN_LEAST_NS)))
  const { total, waited, bands } = deriveUsed(history, edgesOf(range, count), { budget: 0 })
  const unseen = bands.find(({ of }) => of.kind === 'unseen')
  const used = unseen ? total.map((value, bin) => value - (unseen.used[bin - unseen.first] ?? NaN)) : total
  const isTold = waited.some(value => !Number.isNaN(value))
  // Where nothing lived nobody waited; where the system never tells who waits, demand is not known at all.
  const demand = used.map((value, bin) => (isTold ? value + (Number.isNaN(waited[bin]!) ? 0 : waited[bin]!) : NaN))
  return { toNs: range.toNs, used, demand }
}

/**
 * Means of evenly spaced values from 0 to `toNs` over other bins; the bin in which they end keeps its part before the end, later ones are NaN.
 * NaN, too, where no part of a bin is known.
 */
export function rebin(values: Float64Array, toNs: number, edgesNs: Float64Array): Float64Array {
  const binNs = toNs / values.length
  const means = new Float64Array(Math.max(0, edgesNs.length - 1)).fill(NaN)
  for (let bin = 0; bin < means.length; bin++) {
    const from = Math.max(0, edgesNs[bin]!)
    const to = Math.min(toNs, edgesNs[bin + 1]!)
    means[bin] = meanBetween(values, from / binNs, to / binNs)
  }
  return means
}

/** `from` and `to` in bins of `values`. */
function meanBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0
  let known = 0
  for (let i = Math.floor(from); i < to && i < values.length; i++) {
    const part = Math.min(to, i + 1) - Math.max(from, i)
    if (!(part > 0) || Number.isNaN(values[i]!)) continue
    sum += values[i]! * part
    known += part
  }
  return known > 0 ? sum / known : NaN
}
