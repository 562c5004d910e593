// The lab in words: interpreters, states of variants, figures with their spread.
import type { ExperimentProgress, ExperimentResult, PlannedRun } from '../../../../shared/contract.ts'
import type { Spread } from '../../../../shared/derive/experimentFigures.ts'
import { ABSENT, formatCommand } from '../../../../shared/format.ts'
import type { Experiment, Interpreter, Variant } from '../../../../shared/model/experiment.ts'
import type { Language } from '../../../../shared/model/outcome.ts'
import type { PhaseWords } from '../run/runPhase.ts'

export const languageNames: Readonly<Record<Language, string>> = { python: 'Python', node: 'Node.js' }

/** 'CPython 3.13.0, free-threaded, GIL off'. */
export function sayInterpreter({ implementation, version, isFreeThreaded, isGilOn }: Interpreter): string {
  const build = isFreeThreaded ? `, free-threaded${isGilOn === null ? '' : `, GIL ${isGilOn ? 'on' : 'off'}`}` : ''
  return `${implementation} ${version}${build}`
}

export function sayProgress({ phase, fault, plan }: ExperimentProgress): PhaseWords {
  const done = plan.filter(({ state }) => state === 'ended').length
  const all = plan.filter(({ state }) => state !== 'not-run').length
  switch (phase) {
    case 'running':
      return { text: `running, ${done} of ${all} done`, tone: 'live' }
    case 'stopping':
      return { text: 'stopping', tone: 'warning' }
    case 'stopped':
      return { text: `stopped by you, ${done} of ${all} done`, tone: 'quiet' }
    case 'failed':
      return { text: fault ? 'failed' : 'failed, nobody knows why', tone: 'bad' }
    case 'ended':
      return done === 0 ? { text: 'nothing could be run', tone: 'bad' } : { text: 'done', tone: 'good' }
  }
}

/** One variant over all rounds. */
export function sayVariant(planned: readonly PlannedRun[], results: readonly ExperimentResult[], phase: ExperimentProgress['phase']): PhaseWords {
  const count = (state: PlannedRun['state']): number => planned.filter(each => each.state === state).length
  const [ended, all] = [count('ended'), planned.length]
  const of = all > 1 ? ` ${ended} of ${all}` : ''
  const failed = results.filter(({ run }) => run.summary.exit.code !== 0).length
  if (count('running') > 0) return { text: all > 1 ? `running, ${ended} of ${all} done` : 'running', tone: 'live' }
  if (failed > 0) return { text: all > 1 ? `failed ${failed} of ${ended}` : 'failed', tone: 'bad' }
  if (count('not-run') > 0 && ended === 0) return { text: 'not run', tone: 'warning' }
  if (count('stopped') > 0) return { text: `stopped${of && `,${of} done`}`, tone: 'quiet' }
  if (ended === all) return { text: all > 1 ? `done, ${all} times` : 'done', tone: 'good' }
  const isOver = phase !== 'running' && phase !== 'stopping'
  return ended > 0 ? { text: `done${of}`, tone: 'quiet' } : { text: isOver ? 'not reached' : 'waiting', tone: 'quiet' }
}

/** '1.20 s', and beside it the least and the most of several runs. */
export function saySpread(spread: Spread | null, format: (value: number) => string): { readonly text: string; readonly range: string | null } {
  if (!spread) return { text: ABSENT, range: null }
  const [least, most] = [format(spread.least), format(spread.most)]
  return { text: format(spread.median), range: spread.count > 1 && least !== most ? `${least} … ${most}` : null }
}

/** The line that runs a variant without Forkscope, in the experiment's folder. */
export function sayByHand({ language, program, arguments: given }: Variant, { parameters }: Experiment, values: Readonly<Record<string, string>>): string {
  const options = parameters.flatMap(({ name, value }) => [`--${name}`, values[name] ?? String(value)])
  return formatCommand([language === 'python' ? 'python3' : 'node', program, ...given, ...options])
}
