// The program's own command line: the command after `--`, which is run as it stands, without a shell; or a recording before it.
import { resolve } from 'node:path'
import type { RunSpec } from '../../shared/model/run.ts'
import { RATE_DEFAULT } from '../../shared/units.ts'
import { parseRunSpec } from './guard.ts'
import { parseFields, parseList, parseText } from '../../shared/parsing.ts'

/** What a second start hands to the first: only what its user typed, and where. */
export interface SecondStart {
  readonly argv: readonly string[]
  readonly cwd: string
}

/** What to launch, or null if the command line names nothing. Throws FaultError for what could never be launched. */
export function specFromArguments({ argv, cwd }: SecondStart): RunSpec | null {
  const dashes = argv.indexOf('--')
  if (dashes < 0 || dashes === argv.length - 1) return null
  const spec: RunSpec = {
    ...{ argv: argv.slice(dashes + 1), throughShell: false, kind: 'spawn', cwd, envAdditions: {} },
    ...{ rateHz: RATE_DEFAULT, sampler: 'auto', looks: 'adaptive' }
  }
  return parseRunSpec(spec, 'command line')
}

/** The recording to be shown, or null: `--open=FILE`, or a word that ends in .fscope, as a double click hands it over. */
export function recordingFromArguments({ argv, cwd }: SecondStart): string | null {
  const dashes = argv.indexOf('--')
  const words = argv.slice(1, dashes < 0 ? undefined : dashes)
  const asked = words.findLast(word => word.startsWith(OPEN) && word.length > OPEN.length)?.slice(OPEN.length)
  const named = asked ?? words.findLast(word => !word.startsWith('-') && word.endsWith('.fscope'))
  return named === undefined ? null : resolve(cwd, named)
}

const OPEN = '--open='

/** Where the user stood when the program was started: npm goes to the package's folder first, and says where it was before. */
export function startFolder(environment: Readonly<Record<string, string | undefined>>, current: string): string {
  return (environment.npm_package_name === 'forkscope' ? environment.INIT_CWD : undefined) ?? current
}

/**
 * Parsed, since anything of the same user may write to the socket behind it. Its environment does not come with it: the
 * run gets that of the first start.
 */
export function parseSecondStart(value: unknown): SecondStart {
  const text = parseText({ longest: 131_071 })
  return parseFields<SecondStart>({ argv: parseList(text, { longest: 4096 }), cwd: text })(value, 'second start')
}
