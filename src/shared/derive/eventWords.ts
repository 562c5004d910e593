// What happened, in words: one line per event of a run.
import type { RunHistory } from './history.ts'
import { formatCommand, showControls } from '../format.ts'
import type { RunEvent } from '../model/batch.ts'
import type { Exactness, Exit } from '../model/run.ts'

export interface EventWords {
  readonly kind: string
  readonly text: string
}

export function sayEvent(history: RunHistory, event: RunEvent): EventWords {
  switch (event.kind) {
    case 'born':
      return { kind: 'born', text: `${showControls(event.name)} ${event.pid} ${sayMaking(event)}${event.exactness === 'estimated' ? '' : sayExactness(event.exactness)}: ${formatCommand(event.command)}` }
    case 'renamed':
      return { kind: event.making === 'execd' ? 'exec' : 'renamed', text: `${sayPid(history, event.process)} is now ${showControls(event.name)}: ${formatCommand(event.command)}` }
    case 'ended':
      return { kind: 'ended', text: `${sayProcess(history, event.process)} ${sayExit(event.exit)}${sayExactness(event.exactness)}` }
    case 'reparented':
      return { kind: 'adopted', text: `${sayProcess(history, event.process)} outlived its parent and was adopted by ${event.parentPid}` }
    case 'thread-born':
      return { kind: 'thread born', text: `thread ${event.tid} (${showControls(event.name)}) in ${sayProcess(history, event.process)}` }
    case 'thread-ended':
      return { kind: 'thread ended', text: sayThread(history, event.thread) }
    case 'stuck':
      return { kind: 'stuck', text: `${sayProcess(history, event.process)} waits for a lock for ever: it was forked, and the only thread it has is the one that waits` }
    case 'marker':
      return { kind: 'marker', text: `${showControls(event.name)}${event.value === null ? '' : ` = ${showControls(event.value)}`}${event.pid === null ? '' : `, said by ${event.pid}`}` }
  }
}

/** 'ended with code 1', 'was killed by SIGKILL', or that nobody could say. */
export function sayExit(exit: Exit): string {
  if (exit.signal !== null) return `was killed by ${exit.signal}`
  return exit.code === null ? 'ended (how was not told)' : `ended with code ${exit.code}`
}

function sayMaking({ making, parentPid, exactness }: Extract<RunEvent, { kind: 'born' }>): string {
  if (exactness === 'estimated') return 'was there when Forkscope came'
  if (making === 'root') return 'was started by this run'
  const of = parentPid === null ? '' : ` of ${parentPid}`
  return making === 'forked' ? `was forked${of}` : `was born${of}`
}

const sayExactness = (exactness: Exactness): string => (exactness === 'exact' ? '' : ` (${exactness})`)
const sayPid = (history: RunHistory, process: number): string => String(history.processes[process]?.pid ?? 'a process')

function sayProcess(history: RunHistory, process: number): string {
  const known = history.processes[process]
  return known ? `${showControls(known.name)} ${known.pid}` : 'a process'
}

function sayThread(history: RunHistory, thread: number): string {
  const known = history.threads[thread]
  return known ? `thread ${known.tid} (${showControls(known.name)}) of ${sayProcess(history, known.process)}` : 'a thread'
}

/** Does the list show it when threads are left out, and do the keys [ and ] stop at it? */
export const isAboutProcesses = (event: RunEvent): boolean => event.kind !== 'thread-born' && event.kind !== 'thread-ended'
