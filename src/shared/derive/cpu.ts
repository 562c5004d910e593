// From cumulative ns to cores used. Interpolating the counter at the edges of each bin makes the mean over a bin exact
// for any zoom and any mixture of intervals; nothing is smoothed.
import type { CpuHistory, ProcessHistory, RunHistory } from './history.ts'
import { type Column, lastAtOrBefore } from './columns.ts'

/**
 * Value of the cumulative counter at time `t`: flat between rows' intervals, linear inside one. 0 before the first
 * interval; after the last row it keeps its last value (nothing newer is known).
 */
export function counterAt(cpu: CpuHistory, counter: Column, t: number): number {
  return counterAfter(cpu, counter, t, lastAtOrBefore(cpu.tNs, t))
}

/** The same where the last row that ended at or before `t` is known already (−1 = none). */
function counterAfter(cpu: CpuHistory, counter: Column, t: number, before: number): number {
  const base = before >= 0 ? counter.at(before) : 0
  const next = before + 1
  if (next >= cpu.tNs.length || cpu.fromNs.at(next) >= t) return base
  const from = cpu.fromNs.at(next)
  const share = (t - from) / (cpu.tNs.at(next) - from)
  return base + (counter.at(next) - base) * share
}

/**
 * Cores used by one subject in each bin; `edgesNs` has one element more than the result, ascending.
 * NaN where the bin has no width.
 */
export function deriveRate(cpu: CpuHistory, counter: Column, edgesNs: Float64Array): Float64Array {
  const rate = new Float64Array(Math.max(0, edgesNs.length - 1)).fill(NaN)
  if (rate.length === 0) return rate
  let row = lastAtOrBefore(cpu.tNs, edgesNs[0]!)
  let left = counterAfter(cpu, counter, edgesNs[0]!, row)
  for (let bin = 0; bin < rate.length; bin++) {
    row = lastAtOrBefore(cpu.tNs, edgesNs[bin + 1]!, row)
    const right = counterAfter(cpu, counter, edgesNs[bin + 1]!, row)
    const width = edgesNs[bin + 1]! - edgesNs[bin]!
    if (width > 0) rate[bin] = (right - left) / width
    left = right
  }
  return rate
}

/**
 * Threads of a process that wait for a core, per bin. Waits are booked when they end; each is drawn over the time in which it
 * must have lain, which only a thread's own rows tell. NaN where nobody tells, or as soon as one of them does not.
 */
export function deriveWaited(history: RunHistory, process: ProcessHistory, edgesNs: Float64Array): Float64Array {
  const waiting = process.threads.flatMap(id => history.threads[id]?.cpu ?? []).filter(({ tNs }) => tNs.length > 0)
  if (waiting.length === 0) return deriveRate(process.cpu, process.cpu.waitedNs, edgesNs)
  const sum = new Float64Array(Math.max(0, edgesNs.length - 1))
  for (const cpu of waiting) deriveRate({ ...cpu, fromNs: cpu.waitFromNs }, cpu.waitedNs, edgesNs).forEach((rate, bin) => (sum[bin] = (sum[bin] ?? NaN) + rate))
  return sum
}
