// What the derivations take for an experiment's outcome, also while it goes on. Of several runs of a variant, the one to draw.
import type { Experiment } from '../model/experiment.ts'
import type { ExperimentOrder, ExperimentOutcome, NotRun, VariantRun } from '../model/outcome.ts'

/** How far an experiment has come (shared/contract.ts has all of it). */
export interface OutcomeSoFar {
  readonly order: ExperimentOrder
  readonly phase: 'running' | 'stopping' | 'ended' | 'stopped' | 'failed'
  readonly plan: readonly { readonly variant: string; readonly reason: NotRun | null }[]
  readonly results: readonly { readonly run: VariantRun }[]
}

export function outcomeOf({ order, phase, plan, results }: OutcomeSoFar, experiment: Experiment): ExperimentOutcome {
  return {
    ...{ experiment, parameters: order.parameters, repeats: order.repeats, endedBy: phase === 'stopped' ? 'asked' : 'itself' },
    variants: order.variants.map(variant => ({
      variant,
      runs: results.flatMap(({ run }) => (run.variant === variant ? [run] : [])),
      notRun: plan.find(each => each.variant === variant && each.reason !== null)?.reason ?? null
    }))
  }
}

/** The result of median wall time; with an even count the quicker of the middle two. Null: there is none. */
export function medianByWall<Result extends { readonly run: VariantRun }>(results: readonly Result[]): Result | null {
  const byWall = [...results].sort((a, b) => a.run.summary.wallNs - b.run.summary.wallNs)
  return byWall[(byWall.length - 1) >> 1] ?? null
}
