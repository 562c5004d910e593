// What stands in the fields of an experiment, as an order for the lab, or the reasons why not, each beside its field. Pure.
import { chooseInterpreter, fitVariant } from '../../../../shared/derive/experimentFit.ts'
import { formatCount } from '../../../../shared/format.ts'
import { type Fault, sayFault } from '../../../../shared/fault.ts'
import type { Experiment, Interpreter, Parameter } from '../../../../shared/model/experiment.ts'
import type { ExperimentOrder, Language, NotRun } from '../../../../shared/model/outcome.ts'

export interface LabFields {
  /** By name of the variant. */
  ticked: Record<string, boolean>
  /** By name of the parameter, as typed. */
  parameters: Record<string, string>
  repeats: string
  /** Path of an interpreter, or AUTOMATIC. */
  python: string
  node: string
}

/** The interpreter that can run most of the variants. */
export const AUTOMATIC = ''
export const REPEATS = { lowest: 1, highest: 1000 }

/** By '--NAME' of a parameter, 'repeats', 'variants', 'python', 'node', or 'form' for what belongs nowhere else. */
export type LabErrors = Readonly<Record<string, string>>
export type ParsedOrder = { readonly ok: true; readonly order: ExperimentOrder } | { readonly ok: false; readonly errors: LabErrors }

export function emptyLabFields({ variants, parameters }: Experiment): LabFields {
  return {
    ticked: Object.fromEntries(variants.map(({ name }) => [name, true])),
    parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, String(value)])),
    ...{ repeats: '1', python: AUTOMATIC, node: AUTOMATIC }
  }
}

export function parseOrder(experiment: Experiment, fields: LabFields): ParsedOrder {
  const errors: Record<string, string> = {}
  const parameters: Record<string, number> = {}
  for (const parameter of experiment.parameters) {
    const value = parseWhole(fields.parameters[parameter.name] ?? '', parameter)
    if (value === null) errors[`--${parameter.name}`] = `Give a whole number from ${sayRange(parameter)}.`
    else parameters[parameter.name] = value
  }
  const repeats = parseWhole(fields.repeats, REPEATS)
  if (repeats === null) errors.repeats = `Give a whole number from ${sayRange(REPEATS)}.`
  const variants = tickedVariants(experiment, fields)
  if (variants.length === 0) errors.variants = 'Tick at least one variant.'
  if (repeats === null || Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, order: { experiment: experiment.name, variants, parameters, python: fields.python || null, node: fields.node || null, repeats } }
}

export const tickedVariants = ({ variants }: Experiment, { ticked }: LabFields): string[] => variants.flatMap(({ name }) => (ticked[name] ? [name] : []))

export const sayRange = ({ lowest, highest }: Pick<Parameter, 'lowest' | 'highest'>): string => `${formatCount(lowest)} to ${formatCount(highest)}`

function parseWhole(text: string, { lowest, highest }: Pick<Parameter, 'lowest' | 'highest'>): number | null {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN
  return value >= lowest && value <= highest ? value : null
}

/** The field beside which a fault belongs. */
export function errorsOfFault(fault: Fault, { parameters }: Experiment): LabErrors {
  const known = ['repeats', 'variants', 'python', 'node', ...parameters.map(({ name }) => `--${name}`)]
  return fault.kind === 'bad-input' && known.includes(fault.field) ? { [fault.field]: fault.reason } : { form: sayFault(fault) }
}

export interface Fitting {
  /** Who would run the variants of each language; null: none was found. */
  readonly chosen: Readonly<Record<Language, Interpreter | null>>
  /** By variant: why it would not be run. Missing: it would. */
  readonly notRun: ReadonlyMap<string, NotRun>
}

/** As the engine would decide it. */
export function fitExperiment(experiment: Experiment, fields: Pick<LabFields, Language>, { interpreters, platform }: { readonly interpreters: readonly Interpreter[]; readonly platform: string }): Fitting {
  const choose = (language: Language): Interpreter | null =>
    interpreters.find(each => each.language === language && each.path === fields[language]) ?? chooseInterpreter(experiment, language, interpreters)
  const chosen = { python: choose('python'), node: choose('node') }
  const reasons = experiment.variants.flatMap(variant => {
    const reason = fitVariant(variant, { interpreter: chosen[variant.language], others: interpreters, platform })
    return reason ? [[variant.name, reason] as const] : []
  })
  return { chosen, notRun: new Map(reasons) }
}
