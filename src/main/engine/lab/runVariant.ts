// One variant, run once: launched and followed as any program, with a file for its marks beside it.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deriveAtWork } from '../../../shared/derive/experimentStretch.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { deriveSummary } from '../../../shared/derive/summary.ts'
import type { Interpreter, Variant } from '../../../shared/model/experiment.ts'
import type { RunMark, StuckProcess, VariantRun } from '../../../shared/model/outcome.ts'
import type { Engine, LiveRun } from '../engine.ts'
import { makePassingFolder } from '../passingFolder.ts'
import { readFindings } from './findings.ts'
import { type Plan, specOf } from './plan.ts'

export interface VariantStep {
  readonly variant: Variant
  readonly interpreter: Interpreter
  readonly round: number
}

export interface VariantTools {
  readonly engine: Engine
  readonly labFolder: string
  /** Called when the program has been released. */
  readonly onLaunch: (run: LiveRun) => void
}

/** Resolves when nobody of the run is left; null: it was stopped on the way. Throws a FaultError if it could not be started. */
export async function runVariant(plan: Plan, step: VariantStep, { engine, labFolder, onLaunch }: VariantTools): Promise<VariantRun | null> {
  const folder = makePassingFolder('marks')
  try {
    const marksFile = join(folder, 'marks.jsonl')
    writeFileSync(marksFile, '', { mode: 0o600 })
    const marks: RunMark[] = []
    const take = (said: readonly RunMark[]): void => {
      marks.push(...said)
    }
    const recordAs = { experiment: plan.experiment.name, variant: step.variant.name, round: step.round }
    const live = await engine.launch(specOf(plan, step, { labFolder, marksFile }), { stdio: 'stream', marks: { file: marksFile, take }, recordAs })
    onLaunch(live)
    const { endedBy } = await live.ended
    return endedBy === 'asked' ? null : resultOf(plan, step, { live, marks })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function resultOf({ experiment, parameters }: Plan, { variant, interpreter, round }: VariantStep, { live, marks }: { live: LiveRun; marks: readonly RunMark[] }): VariantRun {
  const { history } = live
  return {
    ...{ experiment: experiment.name, variant: variant.name, round, run: live.header.run, parameters, interpreter, marks },
    summary: deriveSummary(history),
    atWork: deriveAtWork(history, marks),
    workerUssBytes: readWorkers(history, marks),
    stuck: history.events.flatMap((event): StuckProcess[] => {
      const pid = event.kind === 'stuck' ? history.processes[event.process]?.pid : undefined
      return event.kind === 'stuck' && pid !== undefined ? [{ process: event.process, pid, tNs: event.tNs }] : []
    }),
    findings: readFindings(live.output)
  }
}

/** A worker that is a process of its own has a PID other than the root's in its marks. */
function readWorkers({ header, processes }: RunHistory, marks: readonly RunMark[]): VariantRun['workerUssBytes'] {
  const pids = new Set(marks.filter(({ worker, pid }) => worker !== null && pid !== header.rootPid).map(({ pid }) => pid))
  return [...pids].map(pid => {
    const measured = processes.filter(process => process.pid === pid).flatMap(({ memory }) => [...memory.ussBytes.view()].filter(value => !Number.isNaN(value)))
    return { pid, ussBytes: measured.length === 0 ? null : Math.max(...measured) }
  })
}
