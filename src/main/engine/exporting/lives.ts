// When somebody lived within a stretch of time, and what happened to them between their birth and their end.
import type { TimeRange } from '../../../shared/derive/bins.ts'
import type { RunEvent } from '../../../shared/model/batch.ts'
import type { ProcessId } from '../../../shared/model/run.ts'

/** Null: not in this range. Who has not ended lives until `knownNs`. */
export function lifeWithin({ bornNs, endedNs }: { readonly bornNs: number; readonly endedNs: number | null }, { fromNs, toNs }: TimeRange, knownNs: number): TimeRange | null {
  const life = { fromNs: Math.max(fromNs, bornNs), toNs: Math.min(toNs, endedNs ?? knownNs) }
  return life.toNs >= life.fromNs ? life : null
}

export type LifeEvent = Extract<RunEvent, { kind: 'renamed' | 'reparented' | 'stuck' }>

/** In order of time, within the range. */
export function lifeEvents(events: readonly RunEvent[], { fromNs, toNs }: TimeRange): ReadonlyMap<ProcessId, readonly LifeEvent[]> {
  const found = new Map<ProcessId, LifeEvent[]>()
  for (const event of events) {
    if (event.kind !== 'renamed' && event.kind !== 'reparented' && event.kind !== 'stuck') continue
    if (event.tNs < fromNs || event.tNs > toNs) continue
    const list = found.get(event.process)
    if (list) list.push(event)
    else found.set(event.process, [event])
  }
  return found
}
