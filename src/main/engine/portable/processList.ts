// Who lives on this system: PIDs, parents, commands, by systeminformation's processes(). It runs ps or PowerShell, so at
// most once a second. Its command lines come as text: where an argument held a space, the split cannot be undone.
import { setTimeout as sleep } from 'node:timers/promises'
import { processes } from 'systeminformation'
import type { Systeminformation } from 'systeminformation'

export interface Listed {
  readonly pid: number
  readonly parentPid: number
  readonly name: string
  readonly command: readonly string[]
  /** Wall-clock ms since 1970, in steps of a second and a second unsure; NaN where not told. Tells one use of a PID from the next. */
  readonly startedAtMs: number
  /** State letter's code as in /proc; 0 = not told. */
  readonly state: number
}

/** systeminformation answers with its former list when asked again within this time. */
const STALE_MS = 510

/**
 * Everyone alive now, also zombies. Null when the list cannot be had. `agoMs`: when it was asked for last; a fresh answer
 * is waited for.
 */
export async function listProcesses(agoMs: number): Promise<readonly Listed[] | null> {
  if (agoMs < STALE_MS) await sleep(STALE_MS - agoMs)
  const { list } = await processes()
  return list.length === 0 ? null : list.map(parseListed)
}

export function parseListed(row: Systeminformation.ProcessesProcessData): Listed {
  const { pid, parentPid, name, command, params, path, started, state } = row
  const executable = path ? `${path}/${command}` : command
  const rest = params ? params.split(' ').filter(word => word !== '') : []
  return { pid, parentPid, name, command: [executable, ...rest], startedAtMs: Date.parse(started.replace(' ', 'T')), state: stateCode(state) }
}

const letters: Readonly<Record<string, string>> = { running: 'R', sleeping: 'S', blocked: 'D', stopped: 'T', zombie: 'Z', dead: 'X' }

function stateCode(state: string): number {
  return letters[state]?.charCodeAt(0) ?? 0
}

export const ZOMBIE = 'Z'.charCodeAt(0)
