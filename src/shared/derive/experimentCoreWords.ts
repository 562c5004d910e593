// What a variant did with the cores, in words. Demand (cores used + threads waiting for one) decides where the kernel tells
// it: on a busy machine cores used say more about the neighbours than about the program.
import { formatCores, formatCount, formatDuration, formatPercent } from '../format.ts'
import type { Interpreter, Variant } from '../model/experiment.ts'
import type { AtWork } from '../model/outcome.ts'
import { isWaiting, type VariantFigures } from './experimentFigures.ts'

/** A figure that carries a sentence. */
export interface Evidence {
  readonly name: string
  readonly value: number
  readonly unit: 'cores' | 'ns' | 'bytes' | 'count' | 'ratio'
}

export interface Sentence {
  readonly text: string
  readonly evidence: readonly Evidence[]
}

export interface CoreView {
  readonly figures: VariantFigures
  readonly variant: Variant
  readonly interpreter: Interpreter
  readonly stretch: AtWork['of']
  /** Null: the experiment has no parameter 'workers'. */
  readonly workers: number | null
  /** Cores that the machine allows. */
  readonly allowed: number
}

/** One thread at a time can use one core and no more; what is above is the error of sampled intervals. */
const ONE_CORE = 1.05
/** Of the workers: with fewer, not all were ready to run all the time. Threads under a GIL reached 0.75 at the most. */
const NEARLY_ALL = 0.85
/** Less than this beyond the cores used is what any program has to wait now and then. */
const NOTABLE_WAIT = 0.1

export function sayCores(view: CoreView): Sentence {
  const { coresUsed, demand } = view.figures
  if (!coresUsed) return { text: 'How many cores it used is not known: its work was done before it could be looked at often enough.', evidence: [] }
  const evidence: Evidence[] = [{ name: 'cores used', value: coresUsed.median, unit: 'cores' }]
  if (demand) evidence.push({ name: 'demand', value: demand.median, unit: 'cores' })
  return { text: `${sayManner(view)}: ${sayFigures(view)}.${sayGil(view)}`, evidence }
}

function sayManner({ figures, workers, allowed }: CoreView): string {
  const used = figures.coresUsed?.median ?? NaN
  if (isWaiting(figures)) return 'It waited nearly all the time'
  if (isReadyAtOnce({ figures, workers })) {
    const crowd = (figures.demand?.median ?? NaN) > allowed ? `, more than there are cores (${formatCount(allowed)})` : ''
    return `Its ${formatCount(workers)} workers were ready to run at the same time${crowd}`
  }
  if (used > ONE_CORE) return 'It ran on several cores at the same time'
  return 'It used one core at the most'
}

/** True only where demand is known: on a quiet machine as on a busy one it is about the number of workers. */
function isReadyAtOnce({ figures: { demand }, workers }: Pick<CoreView, 'figures' | 'workers'>): boolean {
  return workers !== null && workers > 1 && demand !== null && demand.median > workers * NEARLY_ALL
}

function sayFigures({ figures: { coresUsed, demand }, stretch }: CoreView): string {
  const when = { 'all workers': ' while all workers were at work', 'any worker': ' from first work to last', 'whole run': '' }[stretch]
  const used = `${formatCores(coresUsed?.median ?? null)} cores used${when}`
  if (!demand || !coresUsed) return `${used}; how many threads waited for a core this system does not tell`
  return demand.median - coresUsed.median < NOTABLE_WAIT ? used : `${used}, a demand of ${formatCores(demand.median)}`
}

/** Whoever has the GIL runs or waits for a core: demand was never seen below 0.91. */
const ONE_READY = 0.88

/**
 * The GIL is named where all fits it: one process, a thread per worker, an interpreter that says its GIL is on, one core at
 * the most, and always somebody who wants it.
 */
function sayGil({ figures, workers, interpreter }: CoreView): string {
  const { coresUsed, demand, processCount, threadCountPeak } = figures
  const isThreaded = workers !== null && workers > 1 && processCount?.most === 1 && (threadCountPeak?.median ?? 0) > workers
  const isOneAtATime = !isReadyAtOnce({ figures, workers }) && (coresUsed?.median ?? NaN) <= ONE_CORE && ((demand ?? coresUsed)?.median ?? NaN) >= ONE_READY
  const fits = isThreaded && interpreter.isGilOn === true && isOneAtATime
  return fits ? ' That is what a GIL does: the threads are those of one process, and one at a time runs Python code.' : ''
}

/** Differences below are within what two runs of the same program differ by. */
const NOTABLE_TIMES = 1.1

/** `baseline`: what it is compared with; null for itself, and where there is none. */
export function saySpeed({ figures: { speedUp, efficiency, usableCores, wallNs }, variant }: CoreView, baseline: VariantFigures | null): Sentence | null {
  if (!wallNs) return null
  const own: Evidence = { name: 'wall time', value: wallNs.median, unit: 'ns' }
  if (speedUp === null || !baseline?.wallNs) return { text: `It took ${formatDuration(wallNs.median)}${variant.isBaseline ? ', with which the others are compared' : ''}.`, evidence: [own] }
  const evidence: Evidence[] = [own, { name: `wall time of ${baseline.variant}`, value: baseline.wallNs.median, unit: 'ns' }, { name: 'speed-up', value: speedUp, unit: 'ratio' }]
  const faster = speedUp > NOTABLE_TIMES ? `${speedUp.toFixed(2)} times as fast` : speedUp < 1 / NOTABLE_TIMES ? `${(1 / speedUp).toFixed(2)} times as slow` : 'About as fast'
  const times = `${faster} as ${baseline.variant}, ${formatDuration(wallNs.median)} against ${formatDuration(baseline.wallNs.median)}`
  if (efficiency === null || usableCores === null) return { text: `${times}.`, evidence }
  evidence.push({ name: 'efficiency', value: efficiency, unit: 'ratio' })
  return { text: `${times}: an efficiency of ${formatPercent(efficiency)} on ${formatCount(usableCores)} ${usableCores === 1 ? 'core' : 'cores'}.`, evidence }
}

/** More than this of the machine used by others makes wall times and cores used say less. */
const OTHERS_CORES = 0.25

/** Null on a quiet machine, and where it is not known. */
export function sayOthers({ figures: { othersCores, speedUp } }: CoreView, baseline: VariantFigures | null): Sentence | null {
  const evidence: Evidence[] = []
  if (othersCores && othersCores.median >= OTHERS_CORES) evidence.push({ name: 'cores used by others', value: othersCores.median, unit: 'cores' })
  const before = speedUp === null ? null : (baseline?.othersCores ?? null)
  if (baseline && before && before.median >= OTHERS_CORES) evidence.push({ name: `cores used by others during ${baseline.variant}`, value: before.median, unit: 'cores' })
  if (evidence.length === 0) return null
  const who = evidence.map(({ name, value }) => `${formatCores(value)}${name.replace('cores used by others', '')}`).join(', ')
  return { text: `The machine was not quiet: other programs used cores meanwhile (${who}), so wall times${speedUp === null ? ' say' : ' and the speed-up say'} little here; demand says more.`, evidence }
}
