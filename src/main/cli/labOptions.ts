// The commands about the lab, parsed to what is wanted: experiments, run, doctor.
import type { ExperimentOrder } from '../../shared/model/outcome.ts'
import { type Keep, parseKeep } from './keeping.ts'
import { parseJson, readOptions, readOptionsAndWords, refuse } from './optionParsing.ts'
import { doctorOptions, experimentsOptions, runOptions } from './optionTables.ts'

export interface ExperimentsCommand {
  readonly kind: 'experiments'
  readonly isJson: boolean
}

export interface RunCommand {
  readonly kind: 'run'
  /** The interpreters as typed: a path, or a name to be found on the PATH. */
  readonly order: ExperimentOrder
  readonly keep: Keep
  /** File for the outcome as JSON; '-' = standard output. */
  readonly json: string | null
  readonly isQuiet: boolean
}

export interface DoctorCommand {
  readonly kind: 'doctor'
  readonly isJson: boolean
}

type Help<Topic> = { readonly kind: 'help'; readonly topic: Topic }

export function parseExperiments(words: readonly string[]): ExperimentsCommand | Help<'experiments'> {
  const { json, help } = readOptions(words, experimentsOptions)
  return help ? { kind: 'help', topic: 'experiments' } : { kind: 'experiments', isJson: json ?? false }
}

export function parseDoctor(words: readonly string[]): DoctorCommand | Help<'doctor'> {
  const { json, help } = readOptions(words, doctorOptions)
  return help ? { kind: 'help', topic: 'doctor' } : { kind: 'doctor', isJson: json ?? false }
}

/** Every other --NAME is a parameter; which ones there are, only the experiment knows. */
export function parseRun(words: readonly string[], cwd: string): RunCommand | Help<'run'> {
  const names = words.flatMap(word => /^--([a-z][a-z0-9-]*)(?:=|$)/.exec(word)?.[1] ?? []).filter(name => !(name in runOptions))
  const parameters = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]))
  const { values, positionals } = readOptionsAndWords(words, { ...parameters, ...runOptions })
  if (values.help) return { kind: 'help', topic: 'run' }
  const [experiment, ...more] = positionals
  if (experiment === undefined) throw refuse('EXPERIMENT', 'which one? forkscope experiments lists them.')
  if (more[0] !== undefined) throw refuse('EXPERIMENT', `one at a time: “${more[0]}” is one word too many.`)
  const given: Readonly<Record<string, unknown>> = values
  const order: ExperimentOrder = {
    ...{ experiment, variants: values.variant ?? [], python: values.python ?? null, node: values.node ?? null },
    parameters: Object.fromEntries(names.map(name => [name, parseWhole(`--${name}`, String(given[name]), ` It is no option, so it was taken for a parameter of the experiment.`)])),
    repeats: values.repeats === undefined ? 1 : parseWhole('--repeats', values.repeats)
  }
  return { kind: 'run', order, keep: parseKeep(values, { cwd, names: 'folder' }), json: parseJson(values.json, cwd), isQuiet: values.quiet ?? false }
}

function parseWhole(field: string, text: string, more = ''): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw refuse(field, `“${text}” is not a whole number.${more}`)
}
