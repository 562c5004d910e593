// The variants of an experiment side by side: each figure as the median of its runs with its spread, and what only the
// comparison gives: speed-up, efficiency, serial fraction. Pure; a figure that no run has is null.
import type { Experiment, Variant } from '../model/experiment.ts'
import type { ExperimentOutcome, VariantOutcome, VariantRun } from '../model/outcome.ts'

/** Of the runs that have the figure; `count` of them. With an even count the median is between the middle two. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly count: number
}

export interface VariantFigures {
  readonly variant: string
  readonly runCount: number
  /** Launch to the end of the last process. */
  readonly wallNs: Spread | null
  /** First work of the first worker to the last one's end, by their marks. */
  readonly workNs: Spread | null
  readonly cpuNs: Spread | null
  /** While the workers were at work; see AtWork. */
  readonly coresUsed: Spread | null
  readonly demand: Spread | null
  readonly othersCores: Spread | null
  /** Mean over the whole run, start and end included. */
  readonly coresUsedMean: Spread | null
  readonly coresUsedPeak: Spread | null
  readonly peakPssBytes: Spread | null
  /** The median over the workers that are processes of their own. */
  readonly workerUssBytes: Spread | null
  readonly processCount: Spread | null
  readonly threadCountPeak: Spread | null
  /** Launch to the first mark 'first work'. */
  readonly startUpNs: Spread | null
  /** The baseline's median wall time over this one's; null for the baseline, where there is none of the same language, and where speed is not the question. */
  readonly speedUp: number | null
  /** Speed-up per core that the workers could have used: as many as there are workers, at most what the machine allows. */
  readonly efficiency: number | null
  /** Karp and Flatt's metric: the share of the work that was not done in parallel, as far as the speed-up tells. */
  readonly serialFraction: number | null
  /** How many cores `efficiency` divides by; null: no parameter 'workers', or it waited rather than computed. */
  readonly usableCores: number | null
  /** Processes that were found waiting for ever, in any run. */
  readonly stuckCount: number
}

/** In the order of the outcome. */
export function deriveFigures({ experiment, variants, parameters }: ExperimentOutcome): VariantFigures[] {
  const baseline = experiment.variants.find(({ isBaseline }) => isBaseline)
  const baselineNs = spreadOf(variants.find(({ variant }) => variant === baseline?.name)?.runs ?? [], wallOf)?.median ?? null
  return variants.map(outcome => {
    const variant = findVariant(experiment, outcome.variant)
    const isCompared = isAboutSpeed(experiment) && !!baseline && variant !== undefined && variant !== baseline && variant.language === baseline.language
    return figuresOf(outcome, { baselineNs: isCompared ? baselineNs : null, workers: parameters.workers ?? null })
  })
}

/** Below, a program waits rather than computes: waiting for answers was measured at up to 0.11 cores, and as little demand. */
const WAITING = { coresUsed: 0.15, demand: 0.5 }

/** Where the kernel tells demand it must be small too: a busy machine may leave few cores to a program that wants many. */
export function isWaiting({ coresUsed, demand }: Pick<VariantFigures, 'coresUsed' | 'demand'>): boolean {
  return coresUsed !== null && coresUsed.median <= WAITING.coresUsed && (demand === null || demand.median < WAITING.demand)
}

export const findVariant = (experiment: Experiment, name: string): Variant | undefined => experiment.variants.find(each => each.name === name)

/** What a fork copies and what goes wrong are not questions of speed: there the variants may do, or wait for, different things. */
export const isAboutSpeed = ({ group }: Experiment): boolean => group !== 'copies' && group !== 'hazards'

function figuresOf({ variant, runs }: VariantOutcome, { baselineNs, workers }: { baselineNs: number | null; workers: number | null }): VariantFigures {
  const wallNs = spreadOf(runs, wallOf)
  const coresUsed = spreadOf(runs, ({ atWork }) => atWork.coresUsed)
  const demand = spreadOf(runs, ({ atWork }) => atWork.demand)
  const speedUp = baselineNs !== null && wallNs && wallNs.median > 0 ? baselineNs / wallNs.median : null
  // Who waits uses no core, so nothing can be said of how well it uses them.
  const usableCores = runs[0] && workers !== null && !isWaiting({ coresUsed, demand }) ? usableCoresOf(runs[0], workers) : null
  return {
    ...{ variant, runCount: runs.length, wallNs, coresUsed, demand, speedUp, usableCores },
    workNs: spreadOf(runs, workOf),
    cpuNs: spreadOf(runs, ({ summary }) => summary.cpuNs),
    othersCores: spreadOf(runs, ({ atWork }) => atWork.othersCores),
    coresUsedMean: spreadOf(runs, ({ summary }) => summary.coresUsedMean),
    coresUsedPeak: spreadOf(runs, ({ summary }) => summary.coresUsedPeak),
    peakPssBytes: spreadOf(runs, ({ summary }) => summary.peakPssBytes),
    workerUssBytes: spreadOf(runs, run => medianOf(run.workerUssBytes.map(({ ussBytes }) => ussBytes))),
    processCount: spreadOf(runs, ({ summary }) => summary.processCount),
    threadCountPeak: spreadOf(runs, ({ summary }) => summary.threadCountPeak),
    startUpNs: spreadOf(runs, startUpOf),
    efficiency: speedUp === null || usableCores === null ? null : speedUp / usableCores,
    serialFraction: serialFractionOf(speedUp, usableCores),
    stuckCount: runs.reduce((sum, { stuck }) => sum + stuck.length, 0)
  }
}

const wallOf = ({ summary }: VariantRun): number => summary.wallNs

function workOf({ marks }: VariantRun): number | null {
  const begun = timesOf(marks, 'first work')
  const done = timesOf(marks, 'work done')
  return begun.length === 0 || done.length === 0 ? null : Math.max(...done) - Math.min(...begun)
}

const startUpOf = ({ marks }: VariantRun): number | null => {
  const begun = timesOf(marks, 'first work')
  return begun.length === 0 ? null : Math.min(...begun)
}

const timesOf = (marks: VariantRun['marks'], name: string): number[] => marks.filter(({ mark }) => mark === name).map(({ tNs }) => tNs)

/** Cores that so many workers could keep busy on this machine: affinity and quota are limits as well. */
function usableCoresOf({ summary: { machine } }: VariantRun, workers: number): number {
  return Math.min(workers, machine.affinity?.length ?? machine.coreCount, machine.quotaCores ?? Infinity)
}

/** Null for one core, where nothing can be parallel. */
function serialFractionOf(speedUp: number | null, usable: number | null): number | null {
  if (speedUp === null || usable === null || usable <= 1) return null
  return (1 / speedUp - 1 / usable) / (1 - 1 / usable)
}

export function spreadOf(runs: readonly VariantRun[], figure: (run: VariantRun) => number | null): Spread | null {
  const values = runs.map(figure).filter(value => value !== null).sort((a, b) => a - b)
  const median = medianOf(values)
  return median === null ? null : { median, least: values[0] ?? median, most: values.at(-1) ?? median, count: values.length }
}

/** Null of nothing known. */
function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null).sort((a, b) => a - b)
  const high = known[known.length >> 1]
  const low = known[(known.length - 1) >> 1]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
