// The lab's calls: what there is, who can run it, its programs to read, and one experiment at a time. The page hears each
// step of an experiment once; while the window is hidden it hears nothing, and all of it at once when it is shown.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExperimentProgress, LabProgram } from '../../shared/contract.ts'
import { deriveUsedCurve } from '../../shared/derive/usedCurve.ts'
import type { ComparedResults } from '../../shared/charts/comparedPicture.ts'
import type { Experiment } from '../../shared/model/experiment.ts'
import type { ExperimentOrder, LabProgress } from '../../shared/model/outcome.ts'
import { refuse } from '../../shared/parsing.ts'
import type { ExperimentExecution, Lab, LiveRun } from '../engine/index.ts'
import type { Page } from './delivery.ts'
import { type Handlers, replyOf } from './ipc.ts'
import { beginProgress, completeOrder, leaveRunning, moveProgress } from './labProgress.ts'

export type LabCalls = Pick<Handlers, 'readLab' | 'findInterpreters' | 'readProgram' | 'runExperiment' | 'stopExperiment'>

export interface LabDesk {
  readonly calls: LabCalls
  /** What an execution has given so far. Throws `bad-input` if another one has begun, or none. */
  readResults(execution: number): Promise<ComparedResults>
  /** The window has become visible. */
  resume(): void
  /** Ends what goes on and starts nothing more: the program is about to end. */
  close(): void
}

export interface LabTools {
  /** Settles when the machine has been read. */
  readonly lab: Promise<Lab>
  readonly page: Page
  /** A variant was launched: lets the page follow it as any run. */
  readonly follow: (live: LiveRun) => void
}

export function openLabDesk({ lab, page, follow }: LabTools): LabDesk {
  const execution = openExecution(page, follow)
  return {
    calls: {
      readLab: async () => ({ catalogue: (await lab).catalogue, progress: execution.progress() }),
      findInterpreters: async () => (await lab).findInterpreters(),
      readProgram: async ({ experiment, variant }) => readProgram(await lab, experiment, variant),
      runExperiment: async order => execution.begin(await lab, order),
      stopExperiment() {
        execution.stop()
        return null
      }
    },
    async readResults(wanted) {
      const progress = execution.progress()
      if (progress?.execution !== wanted) return refuse('execution', 'another experiment has been run since; its comparison is the one that can be exported.')
      return { ...progress, experiment: findExperiment(await lab, progress.order.experiment) }
    },
    resume: () => execution.tell(),
    close: () => execution.close()
  }
}

interface Execution {
  progress(): ExperimentProgress | null
  /** Tells the page what it has not been told yet. */
  tell(): void
  begin(lab: Lab, order: ExperimentOrder): Promise<ExperimentProgress>
  stop(): void
  close(): void
}

/** The experiment that goes on, or was run last. */
function openExecution(page: Page, follow: (live: LiveRun) => void): Execution {
  let progress: ExperimentProgress | null = null
  let going: ExperimentExecution | null = null
  let live: LiveRun | null = null
  let toldResults = 0
  let isTold = true
  let isClosed = false

  const tell = (): void => {
    if (!progress || isTold || !page.isShown()) return
    page.send('experimentMoved', { ...progress, firstResult: toldResults, results: progress.results.slice(toldResults) })
    toldResults = progress.results.length
    isTold = true
  }
  const move = (next: ExperimentProgress): ExperimentProgress => {
    progress = next
    isTold = false
    tell()
    return next
  }
  const take = (step: LabProgress): void => {
    const curve = step.kind === 'ended' && live?.header.run === step.result.run ? deriveUsedCurve(live.history) : null
    if (progress) move(moveProgress(progress, step, curve))
  }
  const stop = (): void => {
    if (progress?.phase === 'running') move({ ...progress, phase: 'stopping' })
    going?.stop()
  }
  /** Never rejects: an execution that breaks is a phase that says so. */
  const followToEnd = async (execution: ExperimentExecution): Promise<void> => {
    const reply = await replyOf(() => execution.ended)
    going = null
    if (!reply.ok && progress) move({ ...progress, plan: leaveRunning(progress.plan), phase: 'failed', fault: reply.fault })
  }
  return {
    progress: () => progress,
    ...{ tell, stop },
    async begin(lab, order) {
      const complete = completeOrder(order, findExperiment(lab, order.experiment))
      const early: LabProgress[] = [] // what the lab says before it is known whether it begins at all
      let isBegun = false
      going = await lab.run(complete, {
        onProgress: step => {
          if (isBegun) take(step)
          else early.push(step)
        },
        onLaunch: run => {
          live = run
          follow(run)
        }
      })
      isBegun = true
      toldResults = 0
      const begun = early.reduce((so, step) => moveProgress(so, step, null), beginProgress(complete, (progress?.execution ?? 0) + 1))
      void followToEnd(going)
      if (isClosed) going.stop()
      return move(begun)
    },
    close() {
      isClosed = true
      going?.stop()
    }
  }
}

function findExperiment({ catalogue }: Lab, name: string): Experiment {
  return catalogue.experiments.find(each => each.name === name) ?? refuse('experiment', `there is none called “${name}”.`)
}

/** The names lead only to files that the catalogue names. */
async function readProgram(lab: Lab, experiment: string, variant: string): Promise<LabProgram> {
  const { program } = findExperiment(lab, experiment).variants.find(({ name }) => name === variant) ?? refuse('variant', `${experiment} has none called “${variant}”.`)
  const path = join(lab.folder, experiment, program)
  return { path, text: await readFile(path, 'utf8') }
}
