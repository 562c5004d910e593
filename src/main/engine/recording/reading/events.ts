// Events and warnings of a recorded run, whole or mended: whoever reads a run counts on a birth before anything else, and on
// numbers without gaps.
import type { RunEvent } from '../../../../shared/model/batch.ts'
import { type ProcessId, processId, type ThreadId, threadId, type Warning } from '../../../../shared/model/run.ts'
import { ns } from '../../../../shared/units.ts'
import * as schema from '../schema.ts'
import { sayOnce } from './damage.ts'
import type { OpenFile, RunKey } from './open.ts'
import { parseCode, readEvent } from './parsing.ts'
import { readSealed } from './sealedRows.ts'

export interface NumberedEvent {
  readonly number: number
  readonly event: RunEvent
}

/** A day of a hundred births a second. */
const EVENTS_MOST = 20_000_000
/** So many lost births are stood in for; beyond, what is left says nothing. */
const LOST_MOST = 100_000

export function readEvents(file: OpenFile, { number: run, counts }: RunKey): NumberedEvent[] {
  const read: NumberedEvent[] = []
  let unknown = 0
  for (const row of readSealed(file.database, { table: schema.event, run, what: 'events', most: EVENTS_MOST, expected: counts.event }, file.damage)) {
    const event = readEvent(row.detail)
    if (event) read.push({ number: Number(row.event), event })
    else unknown++
  }
  if (unknown > 0) sayOnce(file.damage, `${unknown} events are not what events should be and were left out.`)
  return mend(read, file.damage)
}

/** Stands in for processes and threads whose birth was lost, and leaves out what speaks of nobody. */
function mend(events: readonly NumberedEvent[], damage: string[]): NumberedEvent[] {
  const mended: NumberedEvent[] = []
  const known = { processes: 0, threads: 0, lost: 0 }
  const add = (number: number, event: RunEvent): void => {
    mended.push({ number, event })
  }
  const standIn = (number: number, until: number): void => {
    for (; known.processes < until && known.lost < LOST_MOST; known.lost++) add(number, lostProcess(processId(known.processes++)))
  }
  for (const { number, event } of events) {
    if (event.kind === 'born') {
      standIn(number, event.process)
      if (event.process !== known.processes) continue // told twice, or out of all proportion
      known.processes++
      add(number, event.parent !== null && event.parent >= event.process ? { ...event, parent: null } : event)
      continue
    }
    if ('process' in event) standIn(number, event.process + 1)
    if ('process' in event && event.process >= known.processes) continue
    if (event.kind === 'thread-born') {
      for (; known.threads < event.thread && known.lost < LOST_MOST; known.lost++) add(number, lostThread(threadId(known.threads++), event.process))
      if (event.thread !== known.threads) continue
      known.threads++
    }
    if (event.kind === 'thread-ended' && event.thread >= known.threads) continue
    add(number, event)
  }
  if (known.lost > 0) sayOnce(damage, `${known.lost} processes and threads lost their name and birth; what they used is kept.`)
  return mended
}

function lostProcess(process: ProcessId): RunEvent {
  return {
    ...{ kind: 'born', tNs: ns(0), seenNs: ns(0), process, pid: 0, startTicks: 0, parent: null, parentPid: null, name: '(lost)', command: [] },
    ...{ making: null, exactness: 'estimated' }
  }
}

const lostThread = (thread: ThreadId, process: ProcessId): RunEvent => ({ kind: 'thread-born', tNs: ns(0), thread, process, tid: 0, name: '(lost)' })

export function readWarnings(file: OpenFile, { number: run, counts }: RunKey): Warning[] {
  const warnings: Warning[] = []
  for (const row of readSealed(file.database, { table: schema.warning, run, what: 'warnings', most: 10_000, expected: counts.warning }, file.damage)) {
    try {
      warnings.push({ code: parseCode(row.code, 'code'), tNs: ns(Number(row.t_ns)), text: String(row.text), count: Number(row.count) })
    } catch {
      sayOnce(file.damage, 'A warning is not what warnings should be and was left out.')
    }
  }
  return warnings
}
