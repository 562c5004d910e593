// Checks the description of an experiment, lab/NAME/experiment.json, by hand: each refusal is a sentence that names the
// field. The same rules, for editors, are in lab/experiment.schema.json.
import { FaultError } from '../../../shared/fault.ts'
import type { Experiment, ExperimentGroup, Parameter, Requirement, Variant } from '../../../shared/model/experiment.ts'
import { type Parse, parseFields, parseList, parseNumber, parseOneOf, parseOrNull, parseText, parseYesNo, refuse } from '../../../shared/parsing.ts'

/** Throws a FaultError `bad-input`. `folder`: the name of the folder it was found in. */
export function parseExperiment(value: unknown, folder: string): Experiment {
  const experiment = parseShape(withoutSchema(value), 'experiment.json')
  if (experiment.name !== folder) refuse('name', `is “${experiment.name}”, but the folder is “${folder}”.`)
  refuseTwins('variants', experiment.variants)
  refuseTwins('parameters', experiment.parameters)
  if (experiment.variants.length === 0) refuse('variants', 'must not be empty.')
  if (experiment.variants.filter(({ isBaseline }) => isBaseline).length > 1) refuse('variants', 'name more than one baseline.')
  for (const { name, lowest, highest, value } of experiment.parameters) {
    if (taken.includes(name)) refuse(`parameters.${name}`, 'is the name of an option of “forkscope run”; choose another.')
    if (value < lowest || value > highest) refuse(`parameters.${name}`, `the value ${value} is not between ${lowest} and ${highest}.`)
  }
  checkRoles(experiment)
  return experiment
}

/** On the command line parameters stand among these options (cli/labOptions.ts). */
const taken = ['variant', 'repeats', 'python', 'node', 'json', 'help']

/** A hazard says which variants are safe, and how to be; where nothing is dangerous nothing is called safe. */
function checkRoles({ group, safeWay, variants }: Experiment): void {
  const isHazard = group === 'hazards'
  if (isHazard !== (safeWay !== null)) refuse('safeWay', isHazard ? 'must say how to do it safely.' : 'must be null: only a hazard has one.')
  const odd = variants.find(({ role }) => isHazard !== (role !== null))
  if (odd) refuse('variants', `“${odd.name}” ${isHazard ? 'must be called hazard or safe.' : 'must have the role null: only those of a hazard have one.'}`)
}

/** Editors find the schema by this field; it says nothing about the experiment. */
function withoutSchema(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== '$schema')) : value
}

function refuseTwins(field: string, named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name)
  const twin = names.find((name, index) => names.indexOf(name) !== index)
  if (twin !== undefined) refuse(field, `name “${twin}” twice.`)
}

/** Says in which part a field is wrong: 'variants[2].program' instead of 'program'. */
function within<Value>(parse: Parse<Value>): Parse<Value> {
  return (value, field) => {
    try {
      return parse(value, field)
    } catch (error) {
      if (error instanceof FaultError && error.fault.kind === 'bad-input' && error.fault.field !== field) {
        throw new FaultError({ ...error.fault, field: `${field}.${error.fault.field}` }, { cause: error })
      }
      throw error
    }
  }
}

const parseWords = parseText({ longest: 4000, shortest: 1 })

function parseMatching(pattern: RegExp, rule: string): Parse<string> {
  return (value, field) => {
    const text = parseWords(value, field)
    return pattern.test(text) ? text : refuse(field, `“${text.slice(0, 40)}” is not allowed: ${rule}.`)
  }
}

const parseName = parseMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens')
const parseWhole = parseNumber({ lowest: 0, highest: Number.MAX_SAFE_INTEGER, whole: true })

const groups = ['cores', 'start-methods', 'copies', 'hazards', 'one-process'] as const satisfies readonly ExperimentGroup[]

const parseRequirement: Parse<Requirement> = parseFields<Requirement>({
  version: parseMatching(/^\d+(\.\d+)*$/, 'a version like 3.12'),
  modules: parseList(within(parseFields({ name: parseMatching(/^[A-Za-z_][\w.]*$/, 'the name of a module'), install: parseWords })), { longest: 20 }),
  platforms: parseOrNull(parseList(parseText({ longest: 20, shortest: 1 }), { longest: 10 }))
})

const parseParameter: Parse<Parameter> = parseFields<Parameter>({
  name: parseName,
  title: parseWords,
  unit: parseText({ longest: 20 }),
  lowest: parseWhole,
  highest: parseWhole,
  value: parseWhole
})

const parseVariant: Parse<Variant> = parseFields<Variant>({
  name: parseName,
  title: parseWords,
  about: parseWords,
  language: parseOneOf(['python', 'node']),
  program: parseMatching(/^[\w-]+(\.[\w-]+)*\.(py|mjs|cjs|js)$/, 'the name of a .py or .mjs file in the same folder'),
  arguments: parseList(parseText({ longest: 1000 }), { longest: 50 }),
  requires: within(parseRequirement),
  isBaseline: parseYesNo,
  role: parseOrNull(parseOneOf(['hazard', 'safe']))
})

const parseShape: Parse<Experiment> = parseFields<Experiment>({
  name: parseName,
  group: parseOneOf(groups),
  title: parseWords,
  question: parseWords,
  lookFor: parseWords,
  shows: parseWords,
  safeWay: parseOrNull(parseWords),
  links: parseList(within(parseFields({ title: parseWords, url: parseMatching(/^https:\/\/\S+$/, 'an https address') })), { longest: 20 }),
  parameters: parseList(within(parseParameter), { longest: 20 }),
  variants: parseList(within(parseVariant), { longest: 50 })
})
