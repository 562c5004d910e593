// A recorded run as the batches it was made of: what a history, a window or an export is built from. A part that is missing
// is bridged: what its processes used in it is known from what their counters stood at behind it, and lies evenly over it.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import type { RunEvent, SampleBatch } from '../../../../shared/model/batch.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { ns } from '../../../../shared/units.ts'
import { batchOf } from '../codec/columns.ts'
import type { ChunkRows } from '../codec/decodeRows.ts'
import { BatchRows } from '../../sampling/rows.ts'
import { type NumberedEvent, readEvents, readWarnings } from './events.ts'
import type { OpenFile, RunKey } from './open.ts'
import { readRowHeads, readStored } from './stored.ts'

export interface ReplaySpec {
  readonly key: RunKey
  readonly id: RunId
  /** Samples of whole chunks that touch it; births and ends of everybody. Null: everything. */
  readonly range: TimeRange | null
}

/** In order. Damage is told in the file's list, and what is left comes as if it were all. */
export function* replay(file: OpenFile, { key, id, range }: ReplaySpec): Generator<SampleBatch> {
  const events = readEvents(file, key)
  const heads = readRowHeads(file, key).filter(({ fromNs, toNs }) => !range || (toNs >= range.fromNs && fromNs <= range.toNs))
  const counters = new Counters(events, range === null)
  let told = 0
  let knownNs = 0
  for (const head of heads) {
    const until = range ? events.length : countUntil(events, head.eventsUntil, told)
    const stored = readStored(file, id, head)
    const mine = events.slice(told, until).map(({ event }) => event)
    told = until
    if (!stored) {
      if (mine.length > 0) yield { ...new BatchRows().columns(id, null), events: mine }
      continue
    }
    yield* batchesOf(id, { stored, events: mine, bridge: counters.bridge(id, stored, { fromNs: knownNs, toNs: head.fromNs }) })
    knownNs = head.toNs
  }
  const rest = events.slice(told).map(({ event }) => event)
  yield { ...new BatchRows().columns(id, null), events: rest, warnings: readWarnings(file, key) }
}

function* batchesOf(id: RunId, { stored, events, bridge }: { stored: ChunkRows; events: readonly RunEvent[]; bridge: SampleBatch | null }): Generator<SampleBatch> {
  const batch = batchOf(id, stored)
  if (bridge) {
    yield { ...bridge, events }
    yield batch
  } else yield { ...batch, events }
  for (const { tNs, samplerNs, programNs } of stored.own) yield new BatchRows().columns(id, { tNs: ns(tNs), samplerNs: ns(samplerNs), programNs: ns(programNs) })
}

function countUntil(events: readonly NumberedEvent[], number: number, from: number): number {
  let count = from
  while (count < events.length && (events[count]?.number ?? Infinity) <= number) count++
  return count
}

/** What each counter of CPU time stood at in the rows that were given out. */
class Counters {
  readonly #last = { processes: new Map<number, number>(), threads: new Map<number, number>() }
  readonly #bornNs = { processes: new Map<number, number>(), threads: new Map<number, number>() }

  /** Everything before is read as well. */
  readonly #isWhole: boolean

  constructor(events: readonly NumberedEvent[], isWhole: boolean) {
    this.#isWhole = isWhole
    for (const { event } of events) {
      if (event.kind === 'born') this.#bornNs.processes.set(event.process, event.tNs)
      else if (event.kind === 'thread-born') this.#bornNs.threads.set(event.thread, event.tNs)
    }
  }

  /** Rows over the time that is missing before a chunk; null if nothing is. Remembers what the chunk says. */
  bridge(id: RunId, stored: ChunkRows, missing: TimeRange): SampleBatch | null {
    const rows = new BatchRows()
    for (const section of ['processes', 'threads'] as const) this.#bridgeSection(section, stored, { missing, rows })
    return rows.processes.tNs.length + rows.threads.tNs.length > 0 ? rows.columns(id, null) : null
  }

  #bridgeSection(section: 'processes' | 'threads', { sections }: ChunkRows, { missing, rows }: { missing: TimeRange; rows: BatchRows }): void {
    const table = sections[section]
    if (!table) return
    const { subjects, starts } = table.groups
    const [ran, waited] = ['ranNs', 'waitedNs'].map(name => ({ values: table.columns.get(name), bases: table.bases.get(name) }))
    subjects.forEach((subject, group) => {
      // Hot rows do not tell; then who is met for the first time had it all before.
      const isMet = this.#last[section].has(subject)
      const base = ran?.bases?.[group] ?? (isMet || this.#isWhole ? NaN : (ran?.values?.[starts[group]!] ?? NaN))
      const fromNs = Math.max(missing.fromNs, this.#bornNs[section].get(subject) ?? 0)
      if (base > (this.#last[section].get(subject) ?? 0) && missing.toNs > fromNs) {
        const row = { thread: subject, fromNs, tNs: missing.toNs, ranNs: base, waitedNs: waited?.bases?.[group] ?? NaN }
        if (section === 'processes') rows.processes.append(subject, row.fromNs, row.tNs, row.ranNs, row.waitedNs)
        else rows.threads.appendLook(row, null)
      }
      const last = ran?.values?.[(starts[group + 1] ?? 0) - 1] ?? NaN
      if (!Number.isNaN(last)) this.#last[section].set(subject, last)
    })
  }
}
