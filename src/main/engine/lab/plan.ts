// From what was ordered to what will be run: each variant with its command line, or the reason why not. Everything that can
// be refused is refused here, before anything is started.
import { join } from 'node:path'
import { fitVariant, chooseInterpreter } from '../../../shared/derive/experimentFit.ts'
import { FaultError } from '../../../shared/fault.ts'
import type { Experiment, Interpreter, Variant } from '../../../shared/model/experiment.ts'
import type { ExperimentOrder, Language, NotRun } from '../../../shared/model/outcome.ts'
import type { RunSpec } from '../../../shared/model/run.ts'
import { refuse } from '../../../shared/parsing.ts'
import { type Hz, hz } from '../../../shared/units.ts'

export interface Plan {
  readonly experiment: Experiment
  /** With the value of every parameter. */
  readonly parameters: Readonly<Record<string, number>>
  readonly repeats: number
  readonly steps: readonly Step[]
}

export interface Step {
  readonly variant: Variant
  /** Null exactly where `notRun` says why. */
  readonly interpreter: Interpreter | null
  readonly notRun: NotRun | null
}

export interface PlanTools {
  readonly experiments: readonly Experiment[]
  /** In order of preference. */
  readonly interpreters: readonly Interpreter[]
  readonly platform: string
}

const REPEATS_MOST = 1000

/** Throws a FaultError `bad-input` if the order names what is not there or not allowed. */
export function planExperiment(order: ExperimentOrder, { experiments, interpreters, platform }: PlanTools): Plan {
  const experiment = experiments.find(({ name }) => name === order.experiment)
  if (!experiment) return refuse('experiment', `there is none called “${order.experiment}”. There are: ${experiments.map(({ name }) => name).join(', ')}.`)
  if (!Number.isInteger(order.repeats) || order.repeats < 1 || order.repeats > REPEATS_MOST) refuse('repeats', `must be a whole number from 1 to ${REPEATS_MOST}.`)
  const variants = chooseVariants(experiment, order.variants)
  const chosen: Readonly<Record<Language, Interpreter | null>> = {
    python: named(order.python, 'python', interpreters) ?? chooseInterpreter({ variants }, 'python', interpreters),
    node: named(order.node, 'node', interpreters) ?? chooseInterpreter({ variants }, 'node', interpreters)
  }
  const steps = variants.map((variant): Step => {
    const interpreter = chosen[variant.language]
    const notRun = fitVariant(variant, { interpreter, others: interpreters, platform })
    return { variant, interpreter: notRun ? null : interpreter, notRun }
  })
  return { experiment, parameters: completeParameters(experiment, order.parameters), repeats: order.repeats, steps }
}

function chooseVariants({ name: experiment, variants }: Experiment, names: readonly string[]): readonly Variant[] {
  if (names.length === 0) return variants
  return [...new Set(names)].map(name => variants.find(each => each.name === name) ?? refuse('variant', `${experiment} has none called “${name}”. It has: ${variants.map(each => each.name).join(', ')}.`))
}

function named(path: string | null, language: Language, interpreters: readonly Interpreter[]): Interpreter | null {
  if (path === null) return null
  const found = interpreters.find(each => each.language === language && each.path === path)
  if (found) return found
  throw new FaultError({ kind: 'bad-input', field: language, reason: `“${path}” is not there, or does not answer as an interpreter of this language.` })
}

function completeParameters({ name: experiment, parameters }: Experiment, given: Readonly<Record<string, number>>): Record<string, number> {
  const known = parameters.map(({ name }) => name)
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) refuse(`--${name}`, `${experiment} has no such parameter. ${known.length === 0 ? 'It has none.' : `It has: ${known.map(each => `--${each}`).join(', ')}.`}`)
  }
  return Object.fromEntries(
    parameters.map(({ name, lowest, highest, value }) => {
      const wanted = given[name] ?? value
      if (!Number.isInteger(wanted) || wanted < lowest || wanted > highest) refuse(`--${name}`, `must be a whole number from ${lowest} to ${highest}.`)
      return [name, wanted]
    })
  )
}

/** Fast enough to see a worker's start; the engine is still cheap at it. */
const RATE: Hz = hz(50)

export interface SpecPlace {
  readonly labFolder: string
  readonly marksFile: string
}

/** As one would type it in the experiment's folder. */
export function specOf({ experiment, parameters }: Plan, step: { readonly variant: Variant; readonly interpreter: Interpreter }, { labFolder, marksFile }: SpecPlace): RunSpec {
  const { program, arguments: given } = step.variant
  const options = Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, String(value)])
  return {
    ...{ argv: [step.interpreter.path, program, ...given, ...options], throughShell: false, kind: 'spawn' },
    ...{ cwd: join(labFolder, experiment.name), envAdditions: { [MARKS_VARIABLE]: marksFile } },
    ...{ rateHz: RATE, sampler: 'auto', looks: 'adaptive' }
  }
}

/** lab/README.md: where a program writes its marks; without it, it writes none. */
const MARKS_VARIABLE = 'FORKSCOPE_MARKS'
