// Outcomes for tests: made from what a test is about, everything else plausible.
import type { Experiment, Interpreter, Variant } from '../../../src/shared/model/experiment.ts'
import type { AtWork, ExperimentOutcome, RunMark, VariantRun } from '../../../src/shared/model/outcome.ts'
import { runId, type RunSummary } from '../../../src/shared/model/run.ts'
import { bytes, hz, ns } from '../../../src/shared/units.ts'

export const MS = 1e6

export function interpreterOf(changes: Partial<Interpreter> = {}): Interpreter {
  return {
    ...{ language: 'python', path: '/usr/bin/python3', version: '3.12.1', implementation: 'CPython', foundBy: 'PATH' },
    ...{ isFreeThreaded: false, isGilOn: true, hasSubinterpreters: true, modules: [] },
    ...changes
  }
}

export function variantOf(name: string, changes: Partial<Variant> = {}): Variant {
  return {
    ...{ name, title: name, about: `It does ${name}.`, language: 'python', program: `${name.replaceAll('-', '_')}.py`, arguments: [] },
    ...{ requires: { version: '3.8', modules: [], platforms: null }, isBaseline: false, role: null },
    ...changes
  }
}

export function experimentOf(variants: readonly Variant[], changes: Partial<Experiment> = {}): Experiment {
  return {
    ...{ name: 'made-up', group: 'cores', title: 'Made up', question: 'Is it?', lookFor: 'This.', shows: 'That.', safeWay: null, links: [], variants },
    parameters: [{ name: 'workers', title: 'Workers', unit: '', lowest: 1, highest: 64, value: 4 }],
    ...changes
  }
}

export interface Drawn {
  readonly wallMs?: number
  readonly cores?: number | null
  readonly demand?: number | null
  readonly others?: number | null
  readonly of?: AtWork['of']
  readonly marks?: readonly RunMark[]
  readonly processes?: number
  readonly threads?: number
  readonly code?: number
  readonly uss?: readonly (number | null)[]
  readonly interpreter?: Interpreter
  readonly findings?: Readonly<Record<string, unknown>>
  readonly stuck?: readonly number[]
  readonly quotaCores?: number | null
}

/** On a machine with two cores. */
export function runOf(variant: string, drawn: Drawn = {}): VariantRun {
  const { wallMs = 1000, cores = 1, demand = 1, others = 0, of = 'all workers', marks = [], interpreter = interpreterOf(), findings = null } = drawn
  return {
    ...{ experiment: 'made-up', variant, round: 0, run: runId('1'), parameters: { workers: 4 }, interpreter, marks, findings },
    summary: summaryOf(drawn, wallMs),
    atWork: { fromNs: ns(0), toNs: ns(wallMs * MS), of, coresUsed: cores, demand, othersCores: others },
    workerUssBytes: (drawn.uss ?? []).map((ussBytes, index) => ({ pid: 100 + index, ussBytes })),
    stuck: (drawn.stuck ?? []).map(pid => ({ process: 1 as VariantRun['stuck'][number]['process'], pid, tNs: ns(0) }))
  }
}

function summaryOf({ processes = 1, threads = 5, code = 0, quotaCores = null }: Drawn, wallMs: number): RunSummary {
  return {
    ...{ command: ['python3'], startedAtUnixMs: 0, wallNs: ns(wallMs * MS), cpuNs: ns(wallMs * MS), userNs: null, systemNs: null },
    ...{ coresUsedMean: 1, coresUsedPeak: 1, peakRssBytes: bytes(1e7), peakPssBytes: bytes(1e7), processCount: processes, threadCountPeak: threads },
    ...{ unsampledCpuNs: ns(0), totalBy: 'cgroup', exit: { code, signal: null }, processes: [], warnings: [] },
    ...{ ownCpu: { samplerNs: ns(0), programNs: ns(0) }, rateHz: hz(50), sampler: 'procfs' },
    machine: {
      ...{ cpuModel: null, coreCount: 2, physicalCoreCount: null, cores: [], memoryBytes: bytes(1e9), os: 'Linux', kernel: '6', architecture: 'x64' },
      ...{ virtualisation: null, affinity: null, quotaCores, throttledUsAtStart: null, governor: null, clockTicksPerSecond: 100 }
    }
  }
}

export const markAt = (ms: number, mark: string, worker = 0): RunMark => ({ tNs: ns(ms * MS), pid: 100 + worker, tid: null, mark, worker, value: null })

/** Variants by name, each with its runs; the first is the baseline. */
export function outcomeOf(runs: Readonly<Record<string, readonly Drawn[]>>, changes: Partial<Experiment> & { readonly variant?: Partial<Variant> } = {}): ExperimentOutcome {
  const { variant, ...experiment } = changes
  const names = Object.keys(runs)
  return {
    experiment: experimentOf(names.map((name, index) => variantOf(name, { isBaseline: index === 0, ...variant })), experiment),
    ...{ parameters: { workers: 4 }, repeats: 1, endedBy: 'itself' },
    variants: names.map(name => ({ variant: name, runs: (runs[name] ?? []).map(drawn => runOf(name, drawn)), notRun: null }))
  }
}
