// From what the user asked for to what is executed: folder, program, environment, limits. Everything that can be refused
// is refused here, before anything exists.
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { FaultError } from '../../../shared/fault.ts'
import type { RunSpec } from '../../../shared/model/run.ts'
import { type Environment, findNode, SOFT_LIMIT_VARIABLE, workloadEnvironment } from './environment.ts'
import type { HoldSpec } from './hold.ts'
import { checkFolder, findCommand } from './resolve.ts'

const SHELL = '/bin/sh'

/** Throws a FaultError if the command cannot be started as asked. */
export function prepareLaunch(spec: RunSpec, stdio: HoldSpec['stdio']): HoldSpec {
  const [first = ''] = spec.argv
  if (first === '') throw new FaultError({ kind: 'command-empty' })
  checkFolder(spec.cwd)
  const environment = { ...workloadEnvironment(process.env, spec.envAdditions) }
  if (environment.PWD !== undefined) environment.PWD = spec.cwd // as a shell would have it there
  const common = { kind: spec.kind === 'fork' ? 'fork' : 'spawn', cwd: spec.cwd, environment, stdio, softLimit: readSoftLimit() } as const
  if (spec.kind === 'fork') return { ...common, executable: findNodeFor(spec, environment), argv: [resolve(spec.cwd, first), ...spec.argv.slice(1)] }
  if (spec.throughShell) return { ...common, executable: SHELL, argv: [SHELL, '-c', first] }
  return { ...common, executable: findCommand(first, { cwd: spec.cwd, path: environment.PATH ?? '' }), argv: spec.argv }
}

function findNodeFor(spec: RunSpec, environment: Environment): string {
  const module = resolve(spec.cwd, spec.argv[0] ?? '')
  if (!statSync(module, { throwIfNoEntry: false })?.isFile()) throw new FaultError({ kind: 'command-not-found', command: module, searched: 'that place' })
  const node = findNode(environment) ?? ownNode()
  if (node === null) throw new FaultError({ kind: 'node-not-found', searched: environment.PATH ?? '' })
  return node
}

/** Our own node, if we run on a plain one: never Electron's, which is another runtime. */
const ownNode = (): string | null => ('electron' in process.versions ? null : process.execPath)

/**
 * The soft limit of open files that the user's programs have. Node raises its own to the hard limit at start, and children
 * would inherit that. Told by bin/forkscope, else taken from our parent if that is no Node; null: leave it.
 */
function readSoftLimit(): number | null {
  const told = Number(process.env[SOFT_LIMIT_VARIABLE])
  if (told > 0) return told
  try {
    const parent = `/proc/${String(process.ppid)}`
    const limit = /^Max open files\s+(\d+)\s+(\d+)/m.exec(readFileSync(`${parent}/limits`, 'latin1'))
    return limit && limit[1] !== limit[2] ? Number(limit[1]) : null
  } catch {
    return null
  }
}
