// Said once, to somebody at a terminal: the program they started has ended, others of its tree go on, and so do we.
import { nameOfProcess } from '../../shared/derive/names.ts'
import type { LiveRun } from '../engine/index.ts'
import { livingOf } from './living.ts'

/** So long after the root's end: most children end with their parent, and are found gone a tick later. */
const AFTER_NS = 500e6
const NAMED = 3

/** `say` gets one line, at most once. Call the returned function when the run is over. */
export function sayStragglers(run: LiveRun, say: (line: string) => void): () => void {
  const unwatch = run.watch({
    onBatch: ({ tickNs }) => {
      const endedNs = run.history.processes[0]?.endedNs ?? null
      const now = tickNs.at(-1)
      if (endedNs === null || now === undefined || now < endedNs + AFTER_NS) return
      unwatch()
      const line = layoutStragglers(livingOf(run.history).map(nameOfProcess))
      if (line !== null) say(line)
    }
  })
  return unwatch
}

export function layoutStragglers(names: readonly string[]): string | null {
  if (names.length === 0) return null
  const shown = names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '')
  const who = names.length === 1 ? 'one process that it started goes' : `${names.length} processes that it started go`
  return `forkscope: the program has ended; ${who} on (${shown}). Following until they have left; Ctrl-C is passed on to them, a second one ends them.`
}
