// Workloads that can be told from everything else on the machine, by an argument that nobody else has.
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

export interface Marked {
  /** Four processes: a shell, its child, a grandchild, and one in a session of its own. Stays for ten minutes. */
  readonly argv: readonly string[]
  /** PIDs of those that live, by /proc. */
  readonly living: () => number[]
}

export function markWorkload(): Marked {
  const seconds = `600.${String(randomInt(1e8, 1e9))}` // sleep takes decimals: a mark that is an argument of every process
  const script = `sleep ${seconds} & (sleep ${seconds}; true) & setsid sleep ${seconds} & wait`
  return { argv: ['/bin/sh', '-c', script], living: () => readdirSync('/proc').map(Number).filter(pid => pid > 0 && commandOf(pid).includes(seconds)) }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8') // empty for a zombie: it has left
  } catch {
    return '' // left meanwhile
  }
}
