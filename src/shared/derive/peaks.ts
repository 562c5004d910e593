// The greatest values of a run. Rows that are about to be thinned give theirs first, over the same windows as ever: a peak
// is the same whether or not the rows it was seen in are still there.
import type { ProcessHistory, RunHistory } from './history.ts'
import type { Peaks } from '../model/batch.ts'
import { gridEdges, knownUntilNs } from './bins.ts'
import { type Column, lastAtOrBefore } from './columns.ts'
import { deriveUsed } from './used.ts'

export const nothingSeen: Peaks = { untilNs: -Infinity, pssBytes: NaN, threads: NaN, windows: 0, coresUsed: NaN }

/** Greatest values up to now. NaN = not measured. */
export function derivePeaks(history: RunHistory): Peaks {
  return peaksUntil(history, { toNs: knownUntilNs(history), windowsNs: knownUntilNs(history), sumsNs: Infinity })
}

/** Greatest values up to `toNs`, before its rows are thinned; two windows or more before the newest tick. */
export function settlePeaks(history: RunHistory, toNs: number): Peaks {
  const windowNs = windowOf(history)
  return peaksUntil(history, { toNs, windowsNs: Math.ceil(toNs / windowNs) * windowNs, sumsNs: toNs })
}

interface Until {
  readonly toNs: number
  /** End of the last window of cores used: what begins before thinned rows end is looked at while it is sharp. */
  readonly windowsNs: number
  /** End of the changes in sums; what came after the last tick counts at a run's end. */
  readonly sumsNs: number
}

function peaksUntil(history: RunHistory, { toNs, windowsNs, sumsNs }: Until): Peaks {
  const { peaks } = history.thinned
  const range = { fromNs: peaks.untilNs, toNs: sumsNs }
  return {
    untilNs: toNs,
    pssBytes: greater(peaks.pssBytes, peakOfSum(history, ({ memory }) => ({ tNs: memory.tNs, values: memory.pssBytes }), range)),
    threads: greater(peaks.threads, peakOfSum(history, ({ detail }) => ({ tNs: detail.tNs, values: detail.threads }), range)),
    windows: Math.max(peaks.windows, Math.round(windowsNs / windowOf(history))),
    coresUsed: greater(peaks.coresUsed, peakOfCores(history, windowsNs))
  }
}

/** At least 100 ms, at least one tick: shorter windows would show the jitter of the looks. */
const PEAK_WINDOW_NS = 100e6

const windowOf = ({ header }: RunHistory): number => Math.max(PEAK_WINDOW_NS, 1e9 / header.spec.rateHz)

/**
 * Greatest mean over windows of 100 ms (or one tick, if that is longer), laid end to end from the run's start; children
 * that no look saw included, as far as their parents told of them. Windows that are settled already are left out.
 */
function peakOfCores(history: RunHistory, toNs: number): number {
  const windowNs = windowOf(history)
  const settled = history.thinned.peaks.windows
  if (!(toNs > settled * windowNs) || history.processes.every(({ cpu }) => cpu.tNs.length === 0)) return NaN
  // The grid begins with the window in which `fromNs` lies: its middle is in no doubt.
  const fromNs = settled > 0 ? (settled + 0.5) * windowNs : 0
  const { total } = deriveUsed(history, gridEdges({ fromNs, toNs }, windowNs), { budget: 0 })
  let peak = 0
  for (const rate of total) if (rate > peak) peak = rate
  return peak
}

type Held = (process: ProcessHistory) => { readonly tNs: Column; readonly values: Column }

/** Greatest sum, over `fromNs` to `toNs`, of the latest values of the processes that live. NaN: no value was measured yet. */
function peakOfSum(history: RunHistory, held: Held, range: { readonly fromNs: number; readonly toNs: number }): number {
  const changes: Change[] = []
  let sum = NaN
  history.processes.forEach(process => {
    const before = valueBefore(process, held(process), range.fromNs)
    sum = Number.isNaN(sum) ? before : sum + (Number.isNaN(before) ? 0 : before)
    addChanges(changes, process, { ...held(process), ...range, before })
  })
  // An end comes before a beginning at the same moment: who has left and who takes its place are never counted together.
  changes.sort((a, b) => a.tNs - b.tNs || a.by - b.by)
  if (changes.length > 0 && Number.isNaN(sum)) sum = 0
  let peak = sum
  for (const { by } of changes) {
    sum += by
    if (sum > peak) peak = sum
  }
  return peak
}

interface Change {
  readonly tNs: number
  readonly by: number
}

/** When its value stops counting. */
const endOf = ({ endedNs }: ProcessHistory, tNs: Column): number => (endedNs === null ? Infinity : Math.max(endedNs, tNs.length > 0 ? tNs.last() : 0))

/** The value that counts at a moment; NaN = none. */
function valueBefore(process: ProcessHistory, { tNs, values }: ReturnType<Held>, fromNs: number): number {
  if (endOf(process, tNs) <= fromNs) return NaN
  for (let row = lastAtOrBefore(tNs, fromNs); row >= 0; row--) if (!Number.isNaN(values.at(row))) return values.at(row)
  return NaN
}

interface Stretch extends ReturnType<Held> {
  readonly fromNs: number
  readonly toNs: number
  readonly before: number
}

function addChanges(changes: Change[], process: ProcessHistory, { tNs, values, fromNs, toNs, before }: Stretch): void {
  const endNs = endOf(process, tNs)
  if (endNs <= fromNs) return
  let value = before
  for (let row = lastAtOrBefore(tNs, fromNs) + 1; row < tNs.length && tNs.at(row) <= toNs; row++) {
    const next = values.at(row)
    if (Number.isNaN(next) || next === value) continue
    changes.push({ tNs: tNs.at(row), by: next - (Number.isNaN(value) ? 0 : value) })
    value = next
  }
  if (endNs <= toNs && endNs < Infinity && value > 0) changes.push({ tNs: endNs, by: -value })
}

/** NaN only if both are. */
const greater = (a: number, b: number): number => (Number.isNaN(a) || b > a ? b : a)
