// Finds processes that wait for a lock that nobody can release: forked while another thread held it, so that the child has
// the lock but not the thread. The mark: forked and never exec'd, one thread, and that one in a private futex without a
// time limit. A program that parks such a child on purpose, to be woken by a signal, looks the same.
import { readdirSync, readFileSync } from 'node:fs'
import type { SampleBatch } from '../../../shared/model/batch.ts'
import { type ProcessId, processId } from '../../../shared/model/run.ts'
import { type Ns, NS_PER_MS } from '../../../shared/units.ts'
import { readStanding } from '../launch/identity.ts'
import { parseEndlessWait } from './futexWait.ts'

const LOOK_EVERY_MS = 500
/** Only who has not run for so long is looked at. */
const IDLE_NS = 400 * NS_PER_MS
/** A look costs about 15 µs: with this many, twice a second, 0.05 % of a core, however many processes there are. */
const LOOKS_AT_ONCE = 16

/** One that was forked, never exec'd, and has not ended. */
interface Suspect {
  readonly pid: number
  readonly startTicks: number
  /** When it was last known to have run. */
  ranNs: number
}

export interface StuckWatch {
  /** Keeps up with what the sampler says. */
  follow(batch: SampleBatch): void
  end(): void
}

/** Says each stuck process once, after two looks that found the same wait. */
export function watchForStuck({ now, say }: { now: () => Ns; say: (process: ProcessId) => void }): StuckWatch {
  const suspects = new Map<ProcessId, Suspect>()
  const waits = new Map<ProcessId, string>()
  const said = new Set<ProcessId>()
  let turn = 0
  const look = (): void => {
    const quiet = [...suspects].filter(([process, { ranNs }]) => !said.has(process) && now() - ranNs >= IDLE_NS)
    const chosen = quiet.length <= LOOKS_AT_ONCE ? quiet : rotate(quiet, turn).slice(0, LOOKS_AT_ONCE)
    turn += LOOKS_AT_ONCE
    for (const [process, { pid, startTicks }] of chosen) {
      const wait = readEndlessWait(pid, startTicks)
      if (wait !== null && waits.get(process) === wait) {
        said.add(process)
        say(process)
      }
      if (wait === null) waits.delete(process)
      else waits.set(process, wait)
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    follow: batch => {
      followSuspects(suspects, batch)
    },
    end: () => {
      clearInterval(timer)
    }
  }
}

function followSuspects(suspects: Map<ProcessId, Suspect>, { events, processes: { subject, tNs } }: SampleBatch): void {
  for (const event of events) {
    if (event.kind === 'born' && event.making === 'forked') suspects.set(event.process, { pid: event.pid, startTicks: event.startTicks, ranNs: event.seenNs })
    else if (event.kind === 'ended' || (event.kind === 'renamed' && event.making !== 'forked')) suspects.delete(event.process)
  }
  if (suspects.size === 0) return
  subject.forEach((process, row) => {
    const suspect = suspects.get(processId(process))
    if (suspect) suspect.ranNs = tNs[row] ?? suspect.ranNs
  })
}

const rotate = <Item>(items: readonly Item[], by: number): Item[] => [...items.slice(by % items.length), ...items.slice(0, by % items.length)]

/** Two equal answers are one uninterrupted wait: same lock, same place in the program, no CPU time between. Null: none, or not readable. */
function readEndlessWait(pid: number, startTicks: number): string | null {
  const folder = `/proc/${String(pid)}`
  try {
    // First what tells nearly everybody apart: who sleeps, reads or polls is asked nothing more.
    const text = readFileSync(`${folder}/syscall`, 'latin1')
    if (parseEndlessWait(text, process.arch) === null) return null
    if (readdirSync(`${folder}/task`).length !== 1 || readStanding(pid)?.startTicks !== startTicks) return null
    return `${text} ${readFileSync(`${folder}/schedstat`, 'latin1')}`
  } catch {
    return null // it has left, or belongs to another user: not seen
  }
}
