// The launch form's words as a RunSpec, or the reasons why not, each beside the field it concerns. Pure.
import { type ParsedCommandLine, type ShellSign, findNodeModule, formatEnvironment, parseCommandLine, parseEnvironment, quoteCommand } from '../../../../shared/commandLine.ts'
import { type Fault, sayFault } from '../../../../shared/fault.ts'
import type { RunSpec } from '../../../../shared/model/run.ts'
import { RATE_DEFAULT, RATE_HIGHEST, RATE_LOWEST, hz } from '../../../../shared/units.ts'

/** What stands in the fields, as typed. */
export interface LaunchFields {
  command: string
  cwd: string
  environment: string
  rate: string
  throughShell: boolean
  /** Wished for; counts only where the command is a Node module. */
  asNodeFork: boolean
}

export const WRONG_RATE = `Give a whole number of samples per second from ${RATE_LOWEST} to ${RATE_HIGHEST}.`

export type FieldName = 'command' | 'cwd' | 'environment' | 'rate' | 'form'
export type FieldErrors = Readonly<Partial<Record<FieldName, string>>>

export interface FormOptions {
  readonly platform: string
}

export type ParsedForm = { readonly ok: true; readonly spec: RunSpec } | { readonly ok: false; readonly errors: FieldErrors }

export const emptyFields = (cwd: string): LaunchFields => ({ command: '', cwd, environment: '', rate: String(RATE_DEFAULT), throughShell: false, asNodeFork: false })

/** Of a POSIX system or of Windows; main, which knows where it runs, asks again. */
const FULL_PATH = /^(\/|[A-Za-z]:[\\/]|\\\\)/

export function parseForm(fields: LaunchFields, options: FormOptions): ParsedForm {
  const errors: Partial<Record<FieldName, string>> = {}
  const argv = parseArgv(fields, options)
  const environment = parseEnvironment(fields.environment)
  const rate = parseRate(fields.rate)
  if (typeof argv === 'string') errors.command = argv
  if (!environment.ok) errors.environment = environment.reason
  if (rate === null) errors.rate = WRONG_RATE
  if (fields.cwd.trim() === '') errors.cwd = 'Give the folder that the program is to run in.'
  else if (!FULL_PATH.test(fields.cwd.trim())) errors.cwd = 'Give the full path of the folder, from the root on.'
  if (typeof argv === 'string' || !environment.ok || rate === null || Object.keys(errors).length > 0) return { ok: false, errors }
  const module = fields.asNodeFork && !fields.throughShell ? findNodeModule(argv) : null
  return {
    ok: true,
    spec: {
      ...{ argv: module ?? argv, throughShell: fields.throughShell, kind: module ? 'fork' : 'spawn' },
      ...{ cwd: fields.cwd.trim(), envAdditions: environment.additions, rateHz: hz(rate), sampler: 'auto', looks: 'adaptive' }
    }
  }
}

/** Words, or the reason why there are none. */
function parseArgv(fields: LaunchFields, options: FormOptions): readonly string[] | string {
  if (fields.command.trim() === '') return sayFault({ kind: 'command-empty' })
  if (fields.throughShell) return [fields.command]
  const parsed = parseWords(fields.command, options)
  if (!parsed.ok) return parsed.reason
  return parsed.argv.length > 0 && parsed.argv[0] !== '' ? parsed.argv : sayFault({ kind: 'command-empty' })
}

function parseWords(command: string, { platform }: FormOptions): ParsedCommandLine {
  return parseCommandLine(command, { backslash: platform === 'win32' ? 'literal' : 'escapes' })
}

/** Null: not a rate that a sampler accepts. */
export function parseRate(text: string): number | null {
  const rate = /^\d+$/.test(text.trim()) ? Number(text) : NaN
  return rate >= RATE_LOWEST && rate <= RATE_HIGHEST ? rate : null
}

/** What the form says of a command while it is typed. */
export interface CommandAdvice {
  readonly shellSigns: readonly ShellSign[]
  readonly isNodeModule: boolean
}

export function adviseCommand(fields: LaunchFields, options: FormOptions): CommandAdvice {
  const parsed = parseWords(fields.command, options)
  if (!parsed.ok || fields.throughShell) return { shellSigns: [], isNodeModule: false }
  return { shellSigns: parsed.shellSigns, isNodeModule: findNodeModule(parsed.argv) !== null }
}

/** “|” (a pipe) and “$” (a variable) …: each kind once, in order of appearance. */
export function sayShellSigns(signs: readonly ShellSign[]): string {
  const kinds = new Map(signs.map(({ text, meaning }) => [meaning, `“${text}” (${meaning})`]))
  const list = [...kinds.values()]
  const named = list.length > 1 ? `${list.slice(0, -1).join(', ')} and ${list.at(-1) ?? ''}` : (list[0] ?? '')
  return `The command is not run by a shell, so ${named} will be passed on as plain text.`
}

/** The fields that give this spec again. */
export function fieldsOf(spec: RunSpec, options: FormOptions): LaunchFields {
  const quote = { backslash: options.platform === 'win32' ? 'literal' : 'escapes' } as const
  return {
    command: spec.throughShell ? (spec.argv[0] ?? '') : quoteCommand(spec.argv, quote),
    cwd: spec.cwd,
    environment: formatEnvironment(spec.envAdditions),
    rate: String(spec.rateHz),
    throughShell: spec.throughShell,
    asNodeFork: spec.kind === 'fork'
  }
}

/** A fault in its sentence, beside the field where it belongs; what the field is called inside the program is left out. */
export function errorsOfFault(fault: Fault): FieldErrors {
  const field = fieldOfFault(fault)
  const isBeside = fault.kind === 'bad-input' && field !== 'form'
  return { [field]: isBeside ? `This ${fault.reason}` : sayFault(fault) }
}

function fieldOfFault(fault: Fault): FieldName {
  switch (fault.kind) {
    case 'folder-missing':
      return 'cwd'
    case 'bad-input':
      return fieldOfInput(fault.field)
    case 'launch-failed':
    case 'untrusted-sender':
    case 'bug':
      return 'form'
    default:
      return 'command'
  }
}

function fieldOfInput(field: string): FieldName {
  if (/cwd|folder/i.test(field)) return 'cwd'
  if (/env/i.test(field)) return 'environment'
  if (/rate/i.test(field)) return 'rate'
  return /argv|command/i.test(field) ? 'command' : 'form'
}
