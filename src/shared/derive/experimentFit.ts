// Which interpreter can run which variant, and what to say where none can.
import type { Experiment, Interpreter, Variant } from '../model/experiment.ts'
import type { Language, NotRun } from '../model/outcome.ts'

const languageNames: Readonly<Record<Language, string>> = { python: 'Python', node: 'Node.js' }

/** Negative: `a` is older. Whole parts only: a pre-release counts as its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => version.split('.').map(part => parseInt(part, 10)))
  for (let part = 0; part < Math.max(left?.length ?? 0, right?.length ?? 0); part++) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Null: this interpreter can run it here. `interpreter` null: there is none. `others`: who might do instead. */
export function fitVariant(
  { language, requires }: Variant,
  { interpreter, others, platform }: { readonly interpreter: Interpreter | null; readonly others: readonly Interpreter[]; readonly platform: string }
): NotRun | null {
  const name = languageNames[language]
  if (requires.platforms && !requires.platforms.includes(platform)) {
    return { because: 'platform', text: `It cannot run on this system (${platform}), only on ${requires.platforms.join(', ')}.`, install: null }
  }
  if (!interpreter) return { because: 'no-interpreter', text: `No ${name} was found on this machine.`, install: null }
  const instead = sayInstead({ language, requires }, others)
  if (compareVersions(interpreter.version, requires.version) < 0) {
    return { because: 'version', text: `It needs ${name} ${requires.version} or newer; ${interpreter.path} is ${interpreter.version}.${instead}`, install: null }
  }
  const missing = requires.modules.find(module => !interpreter.modules.includes(module.name))
  if (!missing) return null
  return { because: 'module', text: `It needs the module ${missing.name}, which ${name} ${interpreter.version} (${interpreter.path}) has not.${instead}`, install: installLine(missing.install, interpreter) }
}

/** Into the interpreter that is meant, which is seldom the one called python3. */
const installLine = (line: string, { path }: Interpreter): string => line.replace(/^python3?(?= -m )/, path)

/** True if it is of the right language, new enough, and has the modules. */
export function isFit({ language, requires }: Pick<Variant, 'language' | 'requires'>, interpreter: Interpreter): boolean {
  if (interpreter.language !== language || compareVersions(interpreter.version, requires.version) < 0) return false
  return requires.modules.every(({ name }) => interpreter.modules.includes(name))
}

function sayInstead(variant: Pick<Variant, 'language' | 'requires'>, others: readonly Interpreter[]): string {
  const other = others.find(each => isFit(variant, each))
  return other ? ` ${languageNames[variant.language]} ${other.version} (${other.path}) could run it.` : ''
}

/**
 * One interpreter for all variants of a language, so that they can be compared: the one that can run most of them; of
 * equals the first found, which is the user's own choice. Null: there is none.
 */
export function chooseInterpreter({ variants }: Pick<Experiment, 'variants'>, language: Language, found: readonly Interpreter[]): Interpreter | null {
  const wanted = variants.filter(variant => variant.language === language)
  let best: { readonly interpreter: Interpreter; readonly count: number } | null = null
  for (const interpreter of found) {
    if (interpreter.language !== language) continue
    const count = wanted.filter(variant => isFit(variant, interpreter)).length
    if (!best || count > best.count) best = { interpreter, count }
  }
  return best?.interpreter ?? null
}

/** The modules that any variant needs. */
export function modulesOf(experiments: readonly Experiment[]): string[] {
  return [...new Set(experiments.flatMap(({ variants }) => variants.flatMap(({ requires }) => requires.modules.map(({ name }) => name))))]
}
