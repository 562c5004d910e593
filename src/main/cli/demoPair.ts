// What the demonstration runs: four threads and four processes of lab/starters, in Python, or in Node where there is none.
import { resolve } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import type { RunSpec } from '../../shared/model/run.ts'
import { RATE_DEFAULT } from '../../shared/units.ts'
import { findCommand, workloadEnvironment } from '../engine/index.ts'
import { PROGRAM_FOLDER } from './program.ts'

export interface DemoPair {
  readonly language: 'Python' | 'Node'
  readonly threads: RunSpec
  readonly processes: RunSpec
}

const WORKERS = 4
/** Of work; starting and ending, twice, comes on top. */
const SECONDS = 4

export function chooseDemoPair(): DemoPair {
  const cwd = resolve(PROGRAM_FOLDER, 'lab', 'starters')
  const specOf = (...argv: string[]): RunSpec => ({
    ...{ argv: [...argv, String(WORKERS), String(SECONDS)], throughShell: false, kind: 'spawn', cwd, envAdditions: {} },
    ...{ rateHz: RATE_DEFAULT, sampler: 'auto', looks: 'adaptive' }
  })
  const path = workloadEnvironment(process.env, {}).PATH ?? ''
  const python = ['python3', 'python'].find(name => isCommand(name, { cwd, path }))
  if (python !== undefined) return { language: 'Python', threads: specOf(python, 'threads.py'), processes: specOf(python, 'processes.py') }
  return { language: 'Node', threads: specOf(process.execPath, 'workers.mjs'), processes: specOf(process.execPath, 'fork.mjs') }
}

function isCommand(name: string, where: { readonly cwd: string; readonly path: string }): boolean {
  try {
    findCommand(name, where)
    return true
  } catch (error) {
    if (error instanceof FaultError) return false
    throw error
  }
}
