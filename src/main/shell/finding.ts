// What the user has to run the ready workloads with: asked of the engine, which would look for it in the same places.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import { findCommand, workloadEnvironment } from '../engine/index.ts'
import type { Finding } from './workloads.ts'

/** `program`: the folder of this program, where its package.json is. */
export function findRunners(program: string): Finding {
  const folder = join(program, 'lab', 'starters')
  const path = workloadEnvironment(process.env, {}).PATH ?? ''
  const ownNode = join(program, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return { folder, canRun: command => isCommand(command, { cwd: folder, path }), ownNode: existsSync(ownNode) ? ownNode : null }
}

function isCommand(command: string, where: { readonly cwd: string; readonly path: string }): boolean {
  try {
    findCommand(command, where)
    return true
  } catch (error) {
    if (error instanceof FaultError) return false
    throw error
  }
}
