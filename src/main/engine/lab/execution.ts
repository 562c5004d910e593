// An experiment carried out: its variants one after another, round by round, until the last or until it is stopped.
import { FaultError } from '../../../shared/fault.ts'
import type { ExperimentOutcome, LabProgress, NotRun, VariantRun } from '../../../shared/model/outcome.ts'
import type { Engine, LiveRun } from '../engine.ts'
import type { Plan, Step } from './plan.ts'
import { runVariant } from './runVariant.ts'

export interface LabListener {
  readonly onProgress: (progress: LabProgress) => void
  /** The run of a variant, just released: for whoever wants to follow it as any other run. */
  readonly onLaunch?: (run: LiveRun) => void
}

export interface ExperimentExecution {
  /** Ends what is running and starts nothing more. Returns at once. */
  stop(): void
  /** Rejects only with a bug. */
  readonly ended: Promise<ExperimentOutcome>
}

export interface ExecutionTools {
  readonly engine: Engine
  readonly labFolder: string
  readonly listener: LabListener
}

/** Starts at once. */
export function executePlan(plan: Plan, { engine, labFolder, listener }: ExecutionTools): ExperimentExecution {
  let isStopped = false
  let current: LiveRun | null = null
  const isGoingOn = (): boolean => !isStopped
  const runs = new Map<string, VariantRun[]>(plan.steps.map(({ variant }) => [variant.name, []]))
  const reasons = new Map<string, NotRun>()
  const doStep = async ({ variant, interpreter, notRun }: Step, round: number): Promise<void> => {
    if (notRun || !interpreter || reasons.has(variant.name)) return
    const onLaunch = (run: LiveRun): void => {
      current = run
      if (isStopped) run.stop()
      listener.onLaunch?.(run)
      listener.onProgress({ kind: 'started', variant: variant.name, round, run: run.header.run })
    }
    try {
      const result = await runVariant(plan, { variant, interpreter, round }, { engine, labFolder, onLaunch })
      if (!result) return
      runs.get(variant.name)?.push(result)
      listener.onProgress({ kind: 'ended', result })
    } catch (error) {
      if (!(error instanceof FaultError)) throw error
      giveUp(variant.name, { because: 'not-started', text: error.message, install: null })
    }
  }
  const giveUp = (variant: string, reason: NotRun): void => {
    reasons.set(variant, reason)
    listener.onProgress({ kind: 'not-run', variant, reason })
  }
  const runAll = async (): Promise<ExperimentOutcome> => {
    for (const { variant, notRun } of plan.steps) if (notRun) giveUp(variant.name, notRun)
    for (let round = 0; round < plan.repeats; round++) for (const step of plan.steps) if (isGoingOn()) await doStep(step, round)
    const outcome: ExperimentOutcome = {
      ...{ experiment: plan.experiment, parameters: plan.parameters, repeats: plan.repeats, endedBy: isStopped ? 'asked' : 'itself' },
      variants: plan.steps.map(({ variant }) => ({ variant: variant.name, runs: runs.get(variant.name) ?? [], notRun: reasons.get(variant.name) ?? null }))
    }
    listener.onProgress({ kind: 'finished', outcome })
    return outcome
  }
  return {
    stop: () => {
      isStopped = true
      current?.stop()
    },
    ended: runAll()
  }
}
