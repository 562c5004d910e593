// Options as typed, to values: what all commands of the command line have in common.
import { resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { FaultError } from '../../shared/fault.ts'
import { type Hz, hz, RATE_DEFAULT, RATE_HIGHEST, RATE_LOWEST } from '../../shared/units.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<Given extends Options> = ReturnType<typeof parseArgs<{ options: Given; strict: true; allowPositionals: true }>>

/** Values by name of the option. A word that is no option is refused. */
export function readOptions<const Given extends Options>(words: readonly string[], options: Given): Parsed<Given>['values'] {
  const { values, positionals } = readOptionsAndWords(words, options)
  if (positionals[0] !== undefined) throw refuse('options', `Unexpected argument '${positionals[0]}'.`)
  return values
}

/** The same, with the words that are no options. */
export function readOptionsAndWords<const Given extends Options>(words: readonly string[], options: Given): Parsed<Given> {
  try {
    return parseArgs<{ args: string[]; options: Given; strict: true; allowPositionals: true }>({ args: [...words], options, strict: true, allowPositionals: true })
  } catch (error) {
    // Node's own words name the option and what is wrong with it; what follows is advice that does not fit here.
    const [said = ''] = (error instanceof Error ? error.message : String(error)).split(/\. (?:To specify|Did you)|\n/)
    throw new FaultError({ kind: 'bad-input', field: 'options', reason: `${said.replace(/\.$/, '')}.` }, { cause: error })
  }
}

/** Of --json: a file, '-' for standard output, or null. */
export function parseJson(text: string | undefined, cwd: string): string | null {
  if (text === undefined || text === '-') return text ?? null
  if (text === '') throw refuse('--json', 'which file? “-” is standard output.')
  return resolve(cwd, text)
}

export function parseRate(text: string | undefined): Hz {
  if (text === undefined) return RATE_DEFAULT
  const rate = Number(text)
  if (text.trim() === '' || !(rate >= RATE_LOWEST && rate <= RATE_HIGHEST)) {
    throw refuse('--rate', `“${text}” is not a rate. Samples per second, from ${RATE_LOWEST} to ${RATE_HIGHEST}.`)
  }
  return hz(rate)
}

export const refuse = (field: string, reason: string): FaultError => new FaultError({ kind: 'bad-input', field, reason })
