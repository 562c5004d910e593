// How far an experiment has come, step by step as the engine's lab tells it. Pure.
import type { ExperimentProgress, PlannedRun } from '../../shared/contract.ts'
import type { Experiment } from '../../shared/model/experiment.ts'
import type { ExperimentOrder, LabProgress } from '../../shared/model/outcome.ts'
import type { UsedCurve } from '../../shared/model/usedCurve.ts'

/** The order with everything it leaves to the experiment filled in. */
export function completeOrder(order: ExperimentOrder, { variants, parameters }: Experiment): ExperimentOrder {
  return {
    ...order,
    variants: order.variants.length > 0 ? [...new Set(order.variants)] : variants.map(({ name }) => name),
    parameters: { ...Object.fromEntries(parameters.map(({ name, value }) => [name, value])), ...order.parameters }
  }
}

/** `order` complete. */
export function beginProgress(order: ExperimentOrder, execution: number): ExperimentProgress {
  const rounds = Array.from({ length: order.repeats }, (_, round) => round)
  const plan = rounds.flatMap(round => order.variants.map((variant): PlannedRun => ({ variant, round, state: 'waiting', run: null, reason: null })))
  return { execution, order, phase: 'running', fault: null, plan, firstResult: 0, results: [] }
}

/** `curve`: of the run that a step ended. */
export function moveProgress(progress: ExperimentProgress, step: LabProgress, curve: UsedCurve | null): ExperimentProgress {
  const { plan, results } = progress
  switch (step.kind) {
    case 'not-run': // not again either, so this speaks of all its runs that are left
      return { ...progress, plan: change(plan, ({ variant, state }) => variant === step.variant && state !== 'ended', { state: 'not-run', reason: step.reason }) }
    case 'started':
      return { ...progress, plan: change(leaveRunning(plan), each => each.variant === step.variant && each.round === step.round, { state: 'running', run: step.run }) }
    case 'ended': {
      const { variant, round, run } = step.result
      const ended = change(plan, each => each.variant === variant && each.round === round, { state: 'ended', run })
      return { ...progress, plan: ended, results: curve ? [...results, { run: step.result, curve }] : results }
    }
    case 'finished':
      return { ...progress, plan: leaveRunning(plan), phase: step.outcome.endedBy === 'asked' ? 'stopped' : 'ended' }
  }
}

/** A run that is over and had no result was stopped. */
export const leaveRunning = (plan: readonly PlannedRun[]): readonly PlannedRun[] => change(plan, ({ state }) => state === 'running', { state: 'stopped' })

function change(plan: readonly PlannedRun[], isMeant: (each: PlannedRun) => boolean, parts: Partial<PlannedRun>): readonly PlannedRun[] {
  return plan.map(each => (isMeant(each) ? { ...each, ...parts } : each))
}
