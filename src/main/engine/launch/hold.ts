// A workload is born, but does not run its first instruction before it is released. A shell of the system holds its place:
// it reads from a pipe, and on release turns into the program by exec, so the PID stays. It reads lines and runs them; the
// last one is the exec. If this program dies meanwhile the pipe ends, and so does the shell.
import { type ChildProcess, fork, type StdioOptions, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { Writable } from 'node:stream'
import { FaultError } from '../../../shared/fault.ts'
import type { LaunchKind } from '../../../shared/model/run.ts'
import type { Environment } from './environment.ts'

export interface HoldSpec {
  readonly kind: LaunchKind
  /** For kind `fork`: the node that runs the module, absolute. */
  readonly executable: string
  /** As typed: the program sees its own name as without us, and it is looked up in the same PATH. */
  readonly argv: readonly string[]
  readonly cwd: string
  readonly environment: Environment
  readonly stdio: 'stream' | 'inherit'
  /** Soft limit of open files that the program gets; null: ours. */
  readonly softLimit: number | null
}

export interface HeldWorkload {
  readonly child: ChildProcess
  readonly pid: number
  /** Lets it run. Call once. */
  release(): void
  /** Ends it if it was never released. Silent otherwise. */
  abandon(): void
}

/** Reads lines from descriptor N until the line `end`, closes it, runs them. POSIX sh; dash and bash alike. */
const waitScript = (descriptor: number, end: string): string =>
  `s=\nwhile IFS= read -r l <&${String(descriptor)}; do\ncase $l in ${end}) exec ${String(descriptor)}<&-; eval "$s"; exit 126;; esac\ns="$s$l\n"\ndone`

const SHELL = '/bin/sh'
/** Variables that a shell sets, changes or may drop on its own. */
const SHELL_VARIABLES = ['PWD', 'OLDPWD', 'SHLVL', '_', 'PS1', 'PS2', 'PS4', 'OPTIND', 'PPID', 'IFS']

/** Starts the holder; resolves when it is there. Throws FaultError `launch-failed`. */
export async function holdWorkload(spec: HoldSpec): Promise<HeldWorkload> {
  const end = randomUUID() // no value in the environment can hold it
  const child = spec.kind === 'fork' ? forkHeld(spec, end) : spawnHeld(spec, end)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', error => {
      reject(new FaultError({ kind: 'launch-failed', reason: error.message }, { cause: error }))
    })
  })
  const gate = child.stdio[gateOf(spec.kind)] as Writable
  gate.on('error', () => undefined) // it was killed while held: its exit tells
  return {
    child,
    pid: child.pid ?? 0, // set since 'spawn' was emitted
    release: () => {
      gate.end(releaseScript(spec, end))
    },
    abandon: () => {
      gate.destroy()
    }
  }
}

const gateOf = (kind: LaunchKind): number => (kind === 'fork' ? 4 : 3)

function stdioOf(spec: HoldSpec): StdioOptions {
  const standard = spec.stdio === 'inherit' ? (['inherit', 'inherit', 'inherit'] as const) : (['ignore', 'pipe', 'pipe'] as const)
  return spec.kind === 'fork' ? [...standard, 'ipc', 'pipe'] : [...standard, 'pipe']
}

// detached: a session of its own, thus also its own autogroup: its busy threads do not starve the sampler.
function spawnHeld(spec: HoldSpec, end: string): ChildProcess {
  const args = ['-c', waitScript(gateOf('spawn'), end), 'sh', ...spec.argv]
  return spawn(SHELL, args, { cwd: spec.cwd, env: spec.environment, stdio: stdioOf(spec), detached: true })
}

function forkHeld(spec: HoldSpec, end: string): ChildProcess {
  const [module = '', ...args] = spec.argv
  const execArgv = ['-c', waitScript(gateOf('fork'), end), 'sh', spec.executable]
  const environment = { ...spec.environment }
  return fork(module, args, { execPath: SHELL, execArgv, cwd: spec.cwd, env: environment, stdio: stdioOf(spec), detached: true, serialization: 'json' })
}

/** Puts back what the shell and Node changed, then becomes the program. */
function releaseScript({ environment, softLimit }: HoldSpec, end: string): string {
  const lines = SHELL_VARIABLES.map(name => {
    const value = environment[name]
    return value === undefined ? `unset ${name}` : `export ${name}=${quote(value)}`
  }).filter(line => !/^(unset|export) (PPID|IFS|OPTIND)/.test(line) || line.startsWith('export IFS'))
  if (softLimit !== null) lines.push(`ulimit -Sn ${String(softLimit)} 2>/dev/null`)
  // A shell drops variables whose names it cannot hold ("a.b"); env(1) can set them.
  const strange = Object.entries(environment).filter(([name]) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
  const exec = strange.length === 0 ? 'exec "$@"' : `exec env ${strange.map(([name, value]) => quote(`${name}=${value}`)).join(' ')} "$@"`
  return `${[...lines, exec, end].join('\n')}\n`
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
