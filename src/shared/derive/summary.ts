// The run in figures. What each figure means stands in docs/measuring.md; the rules that make it stand here.
import type { ProcessHistory, RunHistory } from './history.ts'
import type { ProcessSummary, RunEnd, RunSummary } from '../model/run.ts'
import { bytes, ns, type Bytes, type Ns } from '../units.ts'
import { gridEdges, knownUntilNs } from './bins.ts'
import type { Column } from './columns.ts'
import { commandOfProcess } from './names.ts'
import { cpuUntil } from './tree.ts'
import { deriveUsed } from './used.ts'

/** Valid while the run goes on (then: so far) and after its end. */
export function deriveSummary(history: RunHistory): RunSummary {
  const { header, end } = history
  const wallNs = ns(end?.wallNs ?? knownUntilNs(history))
  const sampledNs = sampledCpuNs(history)
  const total = end ?? soFar(history, sampledNs)
  const coresUsedMean = total.cpuNs !== null && wallNs > 0 ? total.cpuNs / wallNs : null
  return {
    command: header.spec.argv,
    startedAtUnixMs: header.startedAtUnixMs,
    ...{ wallNs, cpuNs: total.cpuNs, userNs: total.userNs, systemNs: total.systemNs },
    coresUsedMean,
    coresUsedPeak: peakCores(history, coresUsedMean),
    peakRssBytes: peakRss(history),
    peakPssBytes: bytesOrNull(peakOfSum(history, ({ memory }) => ({ tNs: memory.tNs, values: memory.pssBytes }))),
    processCount: history.processes.length,
    threadCountPeak: peakOfSum(history, ({ detail }) => ({ tNs: detail.tNs, values: detail.threads })),
    unsampledCpuNs: total.cpuNs === null ? null : ns(Math.max(0, total.cpuNs - sampledNs)),
    ...{ totalBy: total.totalBy, exit: total.exit, ownCpu: total.ownCpu },
    processes: history.processes.map(summarizeProcess),
    warnings: [...history.warnings.values()],
    ...{ rateHz: header.spec.rateHz, sampler: header.sampler, machine: header.machine }
  }
}

type Totals = Pick<RunEnd, 'cpuNs' | 'userNs' | 'systemNs' | 'totalBy' | 'exit' | 'ownCpu'>

/** While the run goes on its total is what was sampled so far, so its source is the sampler and never the cgroup. */
function soFar({ header, own }: RunHistory, sampledNs: number): Totals {
  const cost = own.at(-1)
  return {
    ...{ cpuNs: ns(sampledNs), userNs: null, systemNs: null, exit: { code: null, signal: null } },
    totalBy: header.sampler === 'portable' ? 'portable' : 'procfs',
    ownCpu: { samplerNs: ns(cost?.samplerNs ?? 0), programNs: ns(cost?.programNs ?? 0) }
  }
}

/** Σ of what was sampled per process; children that no look saw are not in it. */
function sampledCpuNs(history: RunHistory): number {
  return history.processes.reduce((sum, { cpu }) => (cpu.ranNs.last() > 0 ? sum + cpu.ranNs.last() : sum), 0)
}

/** At least 100 ms, at least one tick: shorter windows would show the jitter of the looks. */
const PEAK_WINDOW_NS = 100e6

/**
 * Greatest mean over windows of 100 ms (or one tick, if that is longer), laid end to end from the run's start; children
 * that no look saw included, as far as their parents told of them. Never below the run's mean, which bounds it from below
 * where even the parents did not tell.
 */
function peakCores(history: RunHistory, mean: number | null): number | null {
  const knownNs = knownUntilNs(history)
  if (!(knownNs > 0) || history.processes.every(({ cpu }) => cpu.tNs.length === 0)) return mean
  const windowNs = Math.max(PEAK_WINDOW_NS, 1e9 / history.header.spec.rateHz)
  const { total } = deriveUsed(history, gridEdges({ fromNs: 0, toNs: knownNs }, windowNs), { budget: 0 })
  let peak = mean ?? 0
  for (const rate of total) if (rate > peak) peak = rate
  return peak
}

/** The greatest RSS that a single process had. Never a sum: shared pages would count once per process. */
function peakRss(history: RunHistory): Bytes | null {
  let peak = NaN
  for (const { detail } of history.processes) peak = greater(peak, greatest(detail.rssBytes))
  return bytesOrNull(Number.isNaN(peak) ? null : peak)
}

const bytesOrNull = (value: number | null): Bytes | null => (value === null ? null : bytes(value))

function greatest(column: Column): number {
  let most = NaN
  for (const value of column.view()) most = greater(most, value)
  return most
}

/** NaN only if both are. */
const greater = (a: number, b: number): number => (Number.isNaN(a) || b > a ? b : a)

type Held = (process: ProcessHistory) => { readonly tNs: Column; readonly values: Column }

/** Greatest sum, over time, of the latest values of the processes that live. Null: no value was ever measured. */
function peakOfSum(history: RunHistory, held: Held): number | null {
  const changes = history.processes.flatMap(process => changesOf(process, held(process)))
  if (changes.length === 0) return null
  // An end comes before a beginning at the same moment: who has left and who takes its place are never counted together.
  changes.sort((a, b) => a.tNs - b.tNs || a.by - b.by)
  let sum = 0
  let peak = 0
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

function changesOf({ endedNs }: ProcessHistory, { tNs, values }: ReturnType<Held>): Change[] {
  const changes: Change[] = []
  let value = 0
  for (let row = 0; row < tNs.length; row++) {
    const next = values.at(row)
    if (Number.isNaN(next) || (next === value && row > 0)) continue
    changes.push({ tNs: tNs.at(row), by: next - value })
    value = next
  }
  if (endedNs !== null && value !== 0) changes.push({ tNs: Math.max(endedNs, tNs.last()), by: -value })
  return changes
}

function summarizeProcess(process: ProcessHistory): ProcessSummary {
  const { pid, bornNs, endedNs, parentPid, detail, exit } = process
  const peakRssBytes = greatest(detail.rssBytes)
  const threadCountPeak = greatest(detail.threads)
  return {
    ...{ pid, startNs: bornNs, endNs: endedNs, parentPid, exit },
    command: commandOfProcess(process),
    cpuNs: nsOrNull(cpuUntil(process, Infinity)),
    peakRssBytes: Number.isNaN(peakRssBytes) ? null : bytes(peakRssBytes),
    threadCountPeak: Number.isNaN(threadCountPeak) ? null : threadCountPeak
  }
}

const nsOrNull = (value: number): Ns | null => (Number.isNaN(value) ? null : ns(value))
