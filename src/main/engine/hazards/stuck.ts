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
  /** Who has not run since it was looked at still does what it did then. (Told in ticks of 10 ms where the kernel counts no ns.) */
  lookedNs: number
  /** The endless wait that the last look found. */
  wait: string | null
}

export interface StuckWatch {
  /** Keeps up with what the sampler says. */
  follow(batch: SampleBatch): void
  end(): void
}

/** Says each stuck process once, after two looks that found the same wait. */
export function watchForStuck({ now, say }: { now: () => Ns; say: (process: ProcessId) => void }): StuckWatch {
  const suspects = new Map<ProcessId, Suspect>()
  const look = (): void => {
    const nowNs = now()
    for (const [process, suspect] of listDue(suspects, nowNs)) {
      suspects.delete(process)
      const before = suspect.wait
      suspect.wait = readEndlessWait(suspect)
      suspect.lookedNs = nowNs
      if (suspect.wait !== null && suspect.wait === before) say(process)
      else suspects.set(process, suspect) // behind those who were not looked at
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

function listDue(suspects: ReadonlyMap<ProcessId, Suspect>, nowNs: number): [ProcessId, Suspect][] {
  const due: [ProcessId, Suspect][] = []
  for (const entry of suspects) {
    const { ranNs, lookedNs, wait } = entry[1]
    if (nowNs - ranNs < IDLE_NS || (ranNs <= lookedNs && wait === null)) continue
    if (due.push(entry) === LOOKS_AT_ONCE) return due
  }
  return due
}

function followSuspects(suspects: Map<ProcessId, Suspect>, { events, processes: { subject, tNs } }: SampleBatch): void {
  for (const event of events) {
    if (event.kind === 'born' && event.making === 'forked') suspects.set(event.process, suspectOf(event))
    else if (event.kind === 'ended' || (event.kind === 'renamed' && event.making !== 'forked')) suspects.delete(event.process)
  }
  if (suspects.size === 0) return
  subject.forEach((process, row) => {
    const suspect = suspects.get(processId(process))
    if (suspect) suspect.ranNs = tNs[row] ?? suspect.ranNs
  })
}

const suspectOf = ({ pid, startTicks, seenNs }: { pid: number; startTicks: number; seenNs: number }): Suspect => ({ pid, startTicks, ranNs: seenNs, lookedNs: -Infinity, wait: null })

/** Two equal answers are one uninterrupted wait: same lock, same place in the program, no CPU time between. Null: none, or not readable. */
function readEndlessWait({ pid, startTicks }: Suspect): string | null {
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
