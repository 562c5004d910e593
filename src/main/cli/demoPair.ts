// What the demonstration runs: four threads and four processes of lab/starters, in Python, or in Node where there is none.
import { resolve } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import type { RunSpec } from '../../shared/model/run.ts'
import { RATE_DEFAULT } from '../../shared/units.ts'
import { askInterpreter, findCommand, workloadEnvironment } from '../engine/index.ts'
import { PROGRAM_FOLDER } from './program.ts'

export interface DemoPair {
  readonly language: 'Python' | 'Node'
  readonly threads: RunSpec
  readonly processes: RunSpec
}

const WORKERS = 4
/** Of work; starting and ending, twice, comes on top. */
const SECONDS = 4

export async function chooseDemoPair(): Promise<DemoPair> {
  const cwd = resolve(PROGRAM_FOLDER, 'lab', 'starters')
  const specOf = (...argv: string[]): RunSpec => ({
    ...{ argv: [...argv, String(WORKERS), String(SECONDS)], throughShell: false, kind: 'spawn', cwd, envAdditions: {} },
    ...{ rateHz: RATE_DEFAULT, sampler: 'auto', looks: 'adaptive' }
  })
  const path = workloadEnvironment(process.env, {}).PATH ?? ''
  const python = (await findPython('python3', { cwd, path })) ?? (await findPython('python', { cwd, path }))
  if (python !== null) return { language: 'Python', threads: specOf(python, 'threads.py'), processes: specOf(python, 'processes.py') }
  return { language: 'Node', threads: specOf(process.execPath, 'workers.mjs'), processes: specOf(process.execPath, 'fork.mjs') }
}

/**
 * The name, if it is that of a Python which answers. Where it is a version manager's script, the Python behind it: the
 * shells of the script would be counted as processes of the program.
 */
async function findPython(name: string, where: { readonly cwd: string; readonly path: string }): Promise<string | null> {
  try {
    const path = findCommand(name, where)
    const interpreter = await askInterpreter({ language: 'python', path, foundBy: 'PATH' }, [])
    return interpreter && (interpreter.path === path ? name : interpreter.path)
  } catch (error) {
    if (error instanceof FaultError) return null
    throw error
  }
}
