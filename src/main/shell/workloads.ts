// The workloads that are ready to click: the small programs of lab/starters, with whatever runs them on this machine.
import type { ReadyWorkload } from '../../shared/contract.ts'
import type { LaunchKind, RunSpec } from '../../shared/model/run.ts'
import { RATE_DEFAULT } from '../../shared/units.ts'

export interface Finding {
  /** Folder of the programs, absolute. */
  readonly folder: string
  /** Whether the user could type this command. */
  readonly canRun: (command: string) => boolean
  /** The node that came with this program, absolute; used when the user has none. Null: not there. */
  readonly ownNode: string | null
}

interface Starter {
  readonly title: string
  readonly about: string
  readonly runner: 'python' | 'node'
  readonly kind: LaunchKind
  readonly file: string
}

const starters: readonly Starter[] = [
  {
    ...{ title: 'Python threads that compute', runner: 'python', kind: 'spawn', file: 'threads.py' },
    about: 'Four threads share one interpreter and its lock: watch them take turns and use about one core in total.'
  },
  {
    ...{ title: 'Python processes that compute', runner: 'python', kind: 'spawn', file: 'processes.py' },
    about: 'The same work in four processes, each with an interpreter of its own: watch them use every core there is.'
  },
  {
    ...{ title: 'Node child_process.fork', runner: 'node', kind: 'fork', file: 'fork.mjs' },
    about: 'Four Node processes, each with a channel to their parent: watch every core at work, and what four engines cost in memory.'
  },
  {
    ...{ title: 'Node worker_threads', runner: 'node', kind: 'spawn', file: 'workers.mjs' },
    about: 'Four threads in one process, each with a JavaScript engine of its own and no lock between them: watch one process use every core.'
  }
]

export function readyWorkloads(finding: Finding): ReadyWorkload[] {
  return starters.map(starter => {
    const { title, about, runner } = starter
    return { title, about, ...(runner === 'python' ? inPython(starter, finding) : inNode(starter, finding)) }
  })
}

type Runnable = Pick<ReadyWorkload, 'missing' | 'spec'>

function inPython({ file }: Starter, { folder, canRun }: Finding): Runnable {
  const command = ['python3', 'python'].find(canRun)
  const missing = command === undefined ? 'Python 3 was not found on the PATH. Install it to run this.' : null
  return { missing, spec: specOf([command ?? 'python3', file], 'spawn', folder) }
}

/** A module that is to be forked names no node: whoever forks it finds the user's. */
function inNode({ file, kind }: Starter, { folder, canRun, ownNode }: Finding): Runnable {
  const hasOne = canRun('node')
  const command = hasOne ? 'node' : kind === 'fork' ? null : ownNode
  const missing = command === null ? 'Node.js was not found on the PATH. Install it to run this.' : null
  return { missing, spec: specOf(kind === 'fork' ? [file] : [command ?? 'node', file], kind, folder) }
}

function specOf(argv: readonly string[], kind: LaunchKind, cwd: string): RunSpec {
  return { argv, throughShell: false, kind, cwd, envAdditions: {}, rateHz: RATE_DEFAULT, sampler: 'auto', looks: 'adaptive' }
}
