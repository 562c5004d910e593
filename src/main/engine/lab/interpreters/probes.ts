// The question that an interpreter answers about itself, and the reading of its answer. Facts that only the interpreter
// knows: its version, whether it was built without a GIL and whether the GIL is on now, which modules it would find.
import type { Interpreter } from '../../../../shared/model/experiment.ts'
import type { Language } from '../../../../shared/model/outcome.ts'
import { parseJson } from '../marks.ts'

export interface Answer extends Omit<Interpreter, 'path' | 'foundBy' | 'language'> {
  /** What it calls itself: behind a wrapper script (pyenv's shims) the interpreter that was meant. */
  readonly executable: string
  /** Folders that it looks for modules in: when one changes, a module may have come or gone. */
  readonly moduleFolders: readonly string[]
}

/** Other things that a start-up file of the user prints are not taken for the answer. */
const ANSWER_MARK = 'forkscope-answer '

/** Modules are looked for, not imported: importing runs their code. Written for every Python 3, so that old ones answer too. */
const PYTHON = `
import importlib.util, json, sys, sysconfig
def finds(name):
    try:
        return importlib.util.find_spec(name) is not None
    except Exception:
        return False
version = sys.version_info
kind = sys.implementation.name
asked = getattr(sys, "_is_gil_enabled", None)
print("${ANSWER_MARK}" + json.dumps({
    "version": "%d.%d.%d" % version[:3] + ("" if version[3] == "final" else version[3][:1] + str(version[4])),
    "implementation": {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}.get(kind, kind),
    "isFreeThreaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "isGilOn": asked() if asked else (True if kind in ("cpython", "pypy") else None),
    "hasSubinterpreters": kind == "cpython" and version >= (3, 12) and (finds("_interpreters") or finds("_xxsubinterpreters")),
    "modules": [name for name in sys.argv[1:] if finds(name)],
    "executable": sys.executable,
    "moduleFolders": [folder for folder in sys.path if folder],
}))
`

const NODE = `
const { versions, execPath } = process
const [implementation, version] = versions.bun ? ['Bun', versions.bun] : versions.deno ? ['Deno', versions.deno] : ['Node.js', versions.node]
console.log('${ANSWER_MARK}' + JSON.stringify({
  version, implementation, isFreeThreaded: null, isGilOn: null, hasSubinterpreters: false, modules: [], executable: execPath, moduleFolders: []
}))
`

/** Arguments that make the interpreter answer. `modules`: which ones it is asked for. */
export function probeOf(language: Language, modules: readonly string[]): string[] {
  return language === 'python' ? ['-c', PYTHON, ...modules] : ['-e', NODE]
}

/** Null: it did not answer, or is not what it was taken for. */
export function parseAnswer(output: string): Answer | null {
  const line = output.split(/\r?\n/).findLast(each => each.startsWith(ANSWER_MARK))
  const value = line === undefined ? null : parseJson(line.slice(ANSWER_MARK.length))
  return isAnswer(value) ? value : null
}

/** Also for answers that come from the cache, which anybody may have edited. */
export function isAnswer(value: unknown): value is Answer {
  if (typeof value !== 'object' || value === null) return false
  const { version, implementation, isFreeThreaded, isGilOn, hasSubinterpreters, modules, executable, moduleFolders } = value as Partial<Record<keyof Answer, unknown>>
  const areTexts = [version, implementation, executable].every(each => typeof each === 'string')
  const areYesNo = [isFreeThreaded, isGilOn].every(each => each === null || typeof each === 'boolean') && typeof hasSubinterpreters === 'boolean'
  return areTexts && areYesNo && [modules, moduleFolders].every(isTexts)
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(each => typeof each === 'string')
