// `forkscope run`: an experiment of the lab, its variants one after another, then all of them side by side.
import { deriveFigures } from '../../shared/derive/experimentFigures.ts'
import { deriveFindings } from '../../shared/derive/experimentFindings.ts'
import { sayOutcome } from '../../shared/derive/experimentWords.ts'
import { formatCount, formatDuration } from '../../shared/format.ts'
import type { ExperimentOrder, ExperimentOutcome, LabProgress } from '../../shared/model/outcome.ts'
import { type Engine, type ExperimentExecution, findCommand, type LiveRun, openLab, workloadEnvironment } from '../engine/index.ts'
import { EXIT_FAILURE, exitCodeOf } from './exitCodes.ts'
import { layoutOutcome } from './experimentReport.ts'
import { isKeptWhole, type ReadyKeep, sayRecordingFailure } from './keeping.ts'
import type { RunCommand } from './labOptions.ts'
import { isTerminal, readColumns, STDERR, STDOUT, writeText } from './streams.ts'
import { checkWritable, writeFile } from './writing.ts'

/** Resolves with the exit code. Throws a FaultError if nothing could be started as asked, or the outcome cannot be written. */
export async function runExperiment(engine: Engine, { order, json, isQuiet }: RunCommand, { folder }: ReadyKeep): Promise<number> {
  if (json !== null && json !== '-') checkWritable('--json', json)
  const runs: LiveRun[] = []
  const onLaunch = (run: LiveRun): void => {
    runs.push(run)
    sayRecordingFailure(run, { isReported: false })
  }
  const isTold = isTerminal(STDERR) && !isQuiet
  const onProgress = (progress: LabProgress): boolean => isTold && writeText(STDERR, sayProgress(progress))
  const execution = await openLab(engine).run(withPaths(order), { onProgress, onLaunch })
  const interrupted = stopOnSignal(execution)
  const outcome = await execution.ended
  const signal = interrupted.end()
  writeText(json === '-' ? STDERR : STDOUT, layoutOutcome(outcome, readColumns(process.env)))
  if (folder !== null && !isQuiet) writeText(STDERR, sayKept(runs, folder))
  const text = `${layoutJson(outcome, runs)}\n`
  if (json === '-') writeText(STDOUT, text)
  else if (json !== null) writeFile(json, text)
  if (signal !== null) return exitCodeOf({ code: null, signal })
  return runs.every(isKeptWhole) ? exitCode(outcome) : EXIT_FAILURE
}

/** A name is looked for on the user's PATH, a path is taken from here. */
function withPaths(order: ExperimentOrder): ExperimentOrder {
  const path = workloadEnvironment(process.env, {}).PATH ?? ''
  const find = (typed: string | null): string | null => (typed === null ? null : findCommand(typed, { cwd: process.cwd(), path }))
  return { ...order, python: find(order.python), node: find(order.node) }
}

/** 1 if nothing was run, or if anything that was run failed; a variant whose module is missing is no failure. */
function exitCode({ variants }: ExperimentOutcome): number {
  const runs = variants.flatMap(variant => variant.runs)
  const isGood = runs.length > 0 && runs.every(({ summary: { exit } }) => exit.code === 0) && variants.every(({ notRun }) => notRun?.because !== 'not-started')
  return isGood ? 0 : EXIT_FAILURE
}

/** The first signal ends the experiment, with what it has; programs of the lab are asked to end and then killed. */
function stopOnSignal(execution: ExperimentExecution): { end: () => NodeJS.Signals | null } {
  let told: NodeJS.Signals | null = null
  const onSignal = (signal: NodeJS.Signals): void => {
    told = signal
    execution.stop()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return {
    end: () => {
      for (const signal of signals) process.off(signal, onSignal)
      return told
    }
  }
}

function sayProgress(progress: LabProgress): string {
  switch (progress.kind) {
    case 'started':
      return `${progress.variant}${progress.round === 0 ? '' : ` (${progress.round + 1})`} …`
    case 'ended':
      return ` ${formatDuration(progress.result.summary.wallNs)}\n`
    case 'not-run':
      return `${progress.variant}: not run. ${progress.reason.text}\n`
    case 'finished':
      return progress.outcome.endedBy === 'asked' ? '\nstopped\n' : ''
  }
}

function sayKept(runs: readonly LiveRun[], folder: string): string {
  const kept = runs.filter(({ recordedTo }) => recordedTo !== null).length
  return `${formatCount(kept)} ${kept === 1 ? 'recording' : 'recordings'} in ${folder}\n`
}

/** Per variant: its figures over all runs, the sentences with the figures that carry them, and each run with its summary, marks and recording. */
function layoutJson(outcome: ExperimentOutcome, live: readonly LiveRun[]): string {
  const { experiment, parameters, repeats, endedBy } = outcome
  const figures = deriveFigures(outcome)
  const words = sayOutcome(outcome)
  const recordings = new Map(live.map(({ header, recordedTo }) => [header.run, recordedTo]))
  const variants = outcome.variants.map(({ variant, runs, notRun }, index) => ({
    ...{ variant, notRun, figures: figures[index], findings: deriveFindings(runs), sentences: words[index]?.sentences },
    runs: runs.map(run => ({ ...run, recording: recordings.get(run.run) ?? null }))
  }))
  return JSON.stringify({ experiment: experiment.name, title: experiment.title, parameters, repeats, endedBy, variants })
}
