// Rows of some time (a minute) as strands of bytes, self-contained. Exact, but for the order of rows of different subjects,
// which the model leaves open: they come back by time, then by subject.
import { Arena } from './arena.ts'
import { type Arranged, arrangeBySubject, gather, groupsBySubject } from './arranging.ts'
import { ByteWriter } from './bytes.ts'
import { type ColumnForm, encodeColumn, inQuanta, plain, single, whole } from './column.ts'
import type { PendingRows } from './rows.ts'
import { fromForm, type Section, type SectionName, sections, type Strand, strandOf, strands } from './sections.ts'
import { collectTimes, encodePlaces, encodeTimes, placeOf } from './times.ts'
import { type Counted, findTwins, shiftBases, shiftByTwin } from './twins.ts'

export interface EncodingOptions {
  /** Times and counters of CPU time are rounded to whole multiples of this: 1 (as they are), 1,000 or 10,000. */
  readonly quantumNs: number
  /** Process of a thread, −1 if that is not known. */
  readonly ownerOf: (thread: number) => number
}

/** Encodes the rows of one run, chunk after chunk. */
export class RowEncoder {
  /** What the counter of each subject stood at when the last chunk ended, by section and column. */
  readonly #lasts = new Map<string, Map<number, number>>()
  readonly #writers = new Map(strands.map(strand => [strand, new ByteWriter()]))
  readonly #arena = new Arena()

  /** The subject has ended and has no rows any more. */
  forget(section: SectionName, subject: number): void {
    for (const [key, last] of this.#lasts) if (key.startsWith(section)) last.delete(subject)
  }

  /** Bytes by strand, valid until the next call. */
  encode(pending: PendingRows, options: EncodingOptions): readonly Uint8Array[] {
    for (const writer of this.#writers.values()) writer.length = 0
    const tickNs = Float64Array.from(pending.tickNs)
    const shared = sections.filter(({ hasOwnTimes }) => !hasOwnTimes)
    const times = shared.flatMap(({ name, hasFrom }) => ['tNs', ...(hasFrom ? ['fromNs'] : [])].map(column => pending.sections[name].column(column)))
    const table = collectTimes(tickNs, [...times, Float64Array.from(pending.own, ({ tNs }) => tNs)])
    encodeTimes(this.#strand('times'), table, { tickNs, quantumNs: options.quantumNs })
    let processes: ReadonlyMap<string, Counted> = new Map()
    for (const section of sections) {
      const counted = this.#encodeSection(section, { pending, options, table, processes })
      if (section.name === 'processes') processes = counted
    }
    encodeOwn(this.#strand('own'), pending.own, table)
    this.#arena.clear()
    return strands.map(strand => this.#strand(strand).view())
  }

  /** Returns the section's counters, on which a later section may lean. */
  #encodeSection(section: Section, { pending, options, table: shared, processes }: Encoding): ReadonlyMap<string, Counted> {
    const rows = pending.sections[section.name]
    const arranged = arrangeBySubject(rows.column(section.subject))
    const writer = this.#strand(section.name)
    writer.varint(arranged.rows)
    const counted = new Map<string, Counted>()
    if (arranged.rows === 0) return counted
    encodeGroups(writer, arranged)
    const room = (): Float64Array => this.#arena.take(arranged.rows)
    const scratch = room()
    const tNs = gather(rows.column('tNs'), arranged, { into: room() })
    const table = section.hasOwnTimes ? collectTimes(new Float64Array(0), [tNs]) : shared
    if (section.hasOwnTimes) encodeTimes(writer, table, { tickNs: new Float64Array(0), quantumNs: options.quantumNs })
    encodeTimesOf(writer, tNs, { arranged, table, room, fromNs: section.hasFrom ? gather(rows.column('fromNs'), arranged, { into: room() }) : null })
    const twins = section.name === 'threads' ? findTwins(arranged.subjects, options.ownerOf, processes.get('ranNs')?.groupOf) : null
    if (twins) encodeColumn(writer, twins, { groups: single(twins.length), form: plain })
    const groupOf = groupsBySubject(arranged.subjects)
    for (const { name, form } of section.columns) {
      const into = this.#strand(strandOf(section, name))
      if (!section.counters.includes(name)) {
        encodeColumn(into, rows.column(name), { groups: arranged, order: arranged.order, form, scratch })
        continue
      }
      const values = gather(rows.column(name), arranged, { into: room(), quantum: options.quantumNs })
      const counter = { groupOf, starts: arranged.starts, tNs, values, bases: this.#takeBases(section, name, { arranged, values }) }
      encodeCounter(into, counter, { arranged, form: inQuanta(options.quantumNs), twins, process: processes.get(name), scratch })
      counted.set(name, counter)
    }
    return counted
  }

  /** What the counter stood at before each group; the last value of each is remembered for the next chunk. */
  #takeBases({ name: section }: Section, column: string, { arranged: { starts, subjects }, values }: { arranged: Arranged; values: Float64Array }): Float64Array {
    const key = `${section}.${column}`
    const last = this.#lasts.get(key) ?? new Map<number, number>()
    this.#lasts.set(key, last)
    return subjects.map((subject, group) => {
      const base = last.get(subject) ?? 0
      let row = starts[group + 1]! - 1
      while (row >= starts[group]! && Number.isNaN(values[row]!)) row--
      if (row >= starts[group]!) last.set(subject, values[row]!)
      return base
    })
  }

  #strand(strand: Strand): ByteWriter {
    return this.#writers.get(strand) ?? new ByteWriter()
  }
}

interface Encoding {
  readonly pending: PendingRows
  readonly options: EncodingOptions
  readonly table: Float64Array
  readonly processes: ReadonlyMap<string, Counted>
}

interface CounterEncoding {
  readonly arranged: Arranged
  readonly form: ColumnForm
  readonly twins: Float64Array | null
  readonly process: Counted | undefined
  readonly scratch: Float64Array
}

/** Shifts the values of twins in place. */
function encodeCounter(writer: ByteWriter, counter: Counted, { arranged, form, twins, process, scratch }: CounterEncoding): void {
  const bases = twins && process ? shiftBases(counter.bases, twins, { process, sign: -1 }) : counter.bases
  encodeColumn(writer, bases, { groups: single(bases.length), form: plain })
  if (twins && process) shiftByTwin(counter, twins, { process, sign: -1 })
  encodeColumn(writer, counter.values, { groups: arranged, form, bases, scratch })
}

function encodeGroups(writer: ByteWriter, { subjects, starts }: Arranged): void {
  const groups = single(subjects.length)
  writer.varint(subjects.length)
  encodeColumn(writer, subjects, { groups, form: whole })
  encodeColumn(writer, Float64Array.from(subjects, (_, group) => starts[group + 1]! - starts[group]!), { groups, form: whole })
}

/** When a row ends: how many times of the table it left out since the row before. When it began: how far before, less one. */
function encodeTimesOf(
  writer: ByteWriter,
  tNs: Float64Array,
  { arranged, table, fromNs, room }: { arranged: Arranged; table: Float64Array; fromNs: Float64Array | null; room: () => Float64Array }
): void {
  const places = room()
  const lengths = fromNs ? room() : places
  for (let group = 0; group + 1 < arranged.starts.length; group++) {
    const start = arranged.starts[group]!
    let at = 0
    for (let row = start; row < arranged.starts[group + 1]!; row++) {
      const time = tNs[row]!
      if (at + 1 < table.length && table[at + 1] === time) at++
      else at = placeOf(table, time, at)
      places[row] = at - (row - start)
      if (!fromNs) continue
      const from = fromNs[row]!
      lengths[row] = at > 0 && table[at - 1] === from ? 0 : at - 1 - placeOf(table, from, Math.max(0, at - 1))
    }
  }
  encodeColumn(writer, places, { groups: arranged, form: whole })
  if (fromNs) encodeColumn(writer, lengths, { groups: arranged, form: fromForm })
}

function encodeOwn(writer: ByteWriter, own: PendingRows['own'], table: Float64Array): void {
  encodePlaces(writer, table, Float64Array.from(own, ({ tNs }) => tNs))
  for (const name of ['samplerNs', 'programNs'] as const) encodeColumn(writer, Float64Array.from(own, cost => cost[name]), { groups: single(own.length), form: inQuanta(1000) })
}
