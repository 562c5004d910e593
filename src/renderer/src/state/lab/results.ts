// An experiment's results so far: the outcome as the derivations want it, and the rows of its table. Pure.
import type { ExperimentProgress, ExperimentResult } from '../../../../shared/contract.ts'
import { deriveFigures, type VariantFigures } from '../../../../shared/derive/experimentFigures.ts'
import { medianByWall, outcomeOf } from '../../../../shared/derive/experimentOutcome.ts'
import type { Sentence } from '../../../../shared/derive/experimentCoreWords.ts'
import { sayOutcome } from '../../../../shared/derive/experimentWords.ts'
import { formatBytes, formatCores, formatCount, formatDuration, formatPercent } from '../../../../shared/format.ts'
import type { Experiment, Variant } from '../../../../shared/model/experiment.ts'
import type { NotRun } from '../../../../shared/model/outcome.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import type { PhaseWords } from '../run/runPhase.ts'
import { sayVariant, saySpread } from './labWords.ts'

export interface VariantRow {
  readonly variant: Variant
  /** Place among the experiment's variants: its colour in every chart, whichever of them were run. */
  readonly slot: number
  readonly state: PhaseWords
  readonly notRun: NotRun | null
  /** In the order of `figureColumns`. */
  readonly cells: readonly { readonly text: string; readonly range: string | null }[]
  readonly runCount: number
  /** What was seen; empty before the first run has ended. */
  readonly sentences: readonly Sentence[]
  /** Of its runs, the one of median wall time: the one that is drawn. */
  readonly shown: ExperimentResult | null
  /** The run that goes on. */
  readonly live: RunId | null
}

interface FigureColumn {
  readonly name: string
  readonly about: string
  readonly say: (figures: VariantFigures) => VariantRow['cells'][number]
}

const alone = (text: string): VariantRow['cells'][number] => ({ text, range: null })

export const figureColumns: readonly FigureColumn[] = [
  { name: 'Cores used', about: 'Mean while the workers were at work', say: ({ coresUsed }) => saySpread(coresUsed, formatCores) },
  { name: 'Demand', about: 'Cores used and threads that waited for one, while the workers were at work: what it would use on a machine of its own', say: ({ demand }) => saySpread(demand, formatCores) },
  { name: 'Wall time', about: 'Launch to the end of the last process', say: ({ wallNs }) => saySpread(wallNs, formatDuration) },
  { name: 'CPU time', about: 'Of all processes together', say: ({ cpuNs }) => saySpread(cpuNs, formatDuration) },
  { name: 'Speed-up', about: 'Wall time of the baseline divided by this one’s', say: ({ speedUp }) => alone(speedUp === null ? '–' : `${speedUp.toFixed(2)} ×`) },
  { name: 'Efficiency', about: 'Speed-up per core that the workers could have used', say: ({ efficiency }) => alone(formatPercent(efficiency)) },
  { name: 'Peak PSS', about: 'Memory of all processes, each shared page counted once', say: ({ peakPssBytes }) => saySpread(peakPssBytes, formatBytes) },
  { name: 'Processes', about: 'All that were there in the course of the run', say: ({ processCount }) => saySpread(processCount, formatCount) },
  { name: 'Threads', about: 'Most at a time, over all processes', say: ({ threadCountPeak }) => saySpread(threadCountPeak, formatCount) },
  { name: 'Start-up', about: 'Launch to the first work of the first worker', say: ({ startUpNs }) => saySpread(startUpNs, formatDuration) }
]

export function listRows(progress: ExperimentProgress, experiment: Experiment): VariantRow[] {
  const outcome = outcomeOf(progress, experiment)
  const figures = deriveFigures(outcome)
  const words = sayOutcome(outcome)
  return outcome.variants.flatMap(({ variant: name, runs, notRun }, index): VariantRow[] => {
    const slot = experiment.variants.findIndex(each => each.name === name)
    const variant = experiment.variants[slot]
    const own = figures[index]
    if (!variant || !own) return []
    const planned = progress.plan.filter(each => each.variant === name)
    const results = progress.results.filter(({ run }) => run.variant === name)
    return [
      {
        ...{ variant, slot, notRun, runCount: results.length, state: sayVariant(planned, results, progress.phase), shown: medianByWall(results) },
        cells: figureColumns.map(({ say }) => say(own)),
        sentences: runs.length > 0 ? (words[index]?.sentences ?? []) : [],
        live: planned.find(({ state }) => state === 'running')?.run ?? null
      }
    ]
  })
}
