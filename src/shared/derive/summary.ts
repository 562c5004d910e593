// The run in figures. What each figure means stands in docs/measuring.md; the rules that make it stand here.
import type { ProcessHistory, RunHistory } from './history.ts'
import type { ProcessSummary, RunEnd, RunPeaks, RunSummary } from '../model/run.ts'
import { bytes, ns, type Bytes, type Ns } from '../units.ts'
import { knownUntilNs } from './bins.ts'
import { commandOfProcess } from './names.ts'
import { derivePeaks } from './peaks.ts'
import { cpuUntil } from './tree.ts'

/** Valid while the run goes on (then: so far) and after its end. */
export function deriveSummary(history: RunHistory): RunSummary {
  const { header, end } = history
  const wallNs = ns(end?.wallNs ?? knownUntilNs(history))
  const sampledNs = sampledCpuNs(history)
  const total = end ?? soFar(history, sampledNs)
  const coresUsedMean = meanCores(total.cpuNs, wallNs)
  const { coresUsedPeak, peakRssBytes, peakPssBytes, threadCountPeak } = peaksOf(history, coresUsedMean)
  return {
    command: header.spec.argv,
    startedAtUnixMs: header.startedAtUnixMs,
    ...{ wallNs, cpuNs: total.cpuNs, userNs: total.userNs, systemNs: total.systemNs },
    ...{ coresUsedMean, coresUsedPeak, peakRssBytes, peakPssBytes },
    processCount: history.processes.length,
    threadCountPeak,
    unsampledCpuNs: total.cpuNs === null ? null : ns(Math.max(0, total.cpuNs - sampledNs)),
    ...{ totalBy: total.totalBy, exit: total.exit, ownCpu: total.ownCpu },
    processes: history.processes.map(summarizeProcess),
    warnings: [...history.warnings.values()],
    ...{ rateHz: header.spec.rateHz, sampler: header.sampler, machine: header.machine }
  }
}

/** The summary's peaks alone: what is written beside a recorded run, so that a list need not derive them. */
export function deriveRunPeaks(history: RunHistory): RunPeaks {
  const cpuNs = history.end ? history.end.cpuNs : sampledCpuNs(history)
  const wallNs = history.end?.wallNs ?? knownUntilNs(history)
  return peaksOf(history, meanCores(cpuNs, wallNs))
}

const meanCores = (cpuNs: number | null, wallNs: number): number | null => (cpuNs !== null && wallNs > 0 ? cpuNs / wallNs : null)

function peaksOf(history: RunHistory, coresUsedMean: number | null): RunPeaks {
  const { coresUsed, pssBytes, threads } = derivePeaks(history)
  return { coresUsedPeak: peakCores(coresUsed, coresUsedMean), peakRssBytes: peakRss(history), peakPssBytes: bytesOrNull(pssBytes), threadCountPeak: numberOrNull(threads) }
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

/** Never below the run's mean, which bounds it from below where even the parents did not tell of what they had waited for. */
const peakCores = (peak: number, mean: number | null): number | null => (Number.isNaN(peak) ? mean : Math.max(peak, mean ?? 0))

/** The greatest RSS that a single process had. Never a sum: shared pages would count once per process. */
function peakRss(history: RunHistory): Bytes | null {
  const measured = history.processes.map(({ peakRssBytes }) => peakRssBytes).filter(value => !Number.isNaN(value))
  return measured.length > 0 ? bytes(measured.reduce((most, value) => Math.max(most, value))) : null
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
const bytesOrNull = (value: number): Bytes | null => (Number.isNaN(value) ? null : bytes(value))

function summarizeProcess(process: ProcessHistory): ProcessSummary {
  const { pid, bornNs, endedNs, parentPid, peakRssBytes, peakThreads, exit } = process
  return {
    ...{ pid, startNs: bornNs, endNs: endedNs, parentPid, exit },
    command: commandOfProcess(process),
    cpuNs: nsOrNull(cpuUntil(process, Infinity)),
    peakRssBytes: bytesOrNull(peakRssBytes),
    threadCountPeak: numberOrNull(peakThreads)
  }
}

const nsOrNull = (value: number): Ns | null => (Number.isNaN(value) ? null : ns(value))
