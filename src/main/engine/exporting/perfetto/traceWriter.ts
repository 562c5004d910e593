// A Perfetto trace in the making: tracks first, then what happens on them. Names are interned, since the same few hundred
// stand on a hundred thousand slices. Times are nanoseconds of the run; a trace processor sorts the packets itself.
import { ANNOTATION, CLOCK, CLOCK_ID, CLOCK_SNAPSHOT, COUNTER, DESCRIPTOR, EVENT, EVENT_TYPE, INTERNED, INTERNED_TEXT, ORDER_EXPLICIT, PACKET, PROCESS, SEQUENCE_FLAG, THREAD, TRACE, UNIT } from './fields.ts'
import { ProtoWriter } from './proto.ts'

declare const track: unique symbol
/** Names a track within one trace. */
export type TrackId = number & { readonly [track]: true }

export interface TrackSpec {
  readonly name: string
  readonly parent?: TrackId
  /** Place among its siblings, where the parent asks for that (`isOrdered`). */
  readonly rank?: number
  readonly isOrdered?: boolean
  /** Shown as help beside the track's name. */
  readonly description?: string
  readonly process?: { readonly pid: number; readonly commandLine: readonly string[]; readonly name: string; readonly startNs: number }
  readonly thread?: { readonly pid: number; readonly tid: number; readonly name: string }
  /** `unit`: 'bytes', 'count', or a word of ours. `shareKey`: counters of one key under one parent are drawn to one scale. */
  readonly counter?: { readonly unit: string; readonly shareKey?: string }
}

export type Annotations = Readonly<Record<string, string | number | null>>

export class TraceWriter {
  readonly #proto = new ProtoWriter()
  readonly #names = new Map<string, number>()
  #trackCount = 0
  #hasBegun = false

  /** Says at which time of the wall the run's zero was: Perfetto then shows the time of day as well. */
  anchor(startedAtUnixMs: number): void {
    this.#packet(packet => {
      packet.message(PACKET.clockSnapshot, snapshot => {
        snapshot.message(CLOCK_SNAPSHOT.clocks, clock => {
          clock.number(CLOCK.id, CLOCK_ID.boottime)
          clock.number(CLOCK.timestamp, 0)
        })
        snapshot.message(CLOCK_SNAPSHOT.clocks, clock => {
          clock.number(CLOCK.id, CLOCK_ID.realtime)
          clock.number(CLOCK.timestamp, BigInt(Math.round(startedAtUnixMs)) * 1_000_000n)
        })
      })
    })
  }

  addTrack(spec: TrackSpec): TrackId {
    const id = ++this.#trackCount as TrackId // 0 is the trace's own
    this.#packet(packet => {
      packet.message(PACKET.trackDescriptor, descriptor => {
        writeDescriptor(descriptor, id, spec)
      })
    })
    return id
  }

  begin(on: TrackId, tNs: number, name: string, annotations: Annotations = {}): void {
    this.#event(on, tNs, { type: EVENT_TYPE.begin, name, annotations })
  }

  end(on: TrackId, tNs: number): void {
    this.#event(on, tNs, { type: EVENT_TYPE.end })
  }

  instant(on: TrackId, tNs: number, name: string, annotations: Annotations = {}): void {
    this.#event(on, tNs, { type: EVENT_TYPE.instant, name, annotations })
  }

  /** The counter has this value from now on. */
  count(on: TrackId, tNs: number, value: number): void {
    this.#event(on, tNs, { type: EVENT_TYPE.counter, value })
  }

  /** The whole file. */
  view(): Uint8Array {
    return this.#proto.view()
  }

  #event(on: TrackId, tNs: number, { type, name, value, annotations = {} }: { type: number; name?: string; value?: number; annotations?: Annotations }): void {
    const known = name === undefined ? undefined : this.#names.get(name)
    const nameId = known ?? this.#names.size + 1
    this.#packet(packet => {
      packet.number(PACKET.timestamp, Math.max(0, Math.round(tNs)))
      if (name !== undefined && known === undefined) {
        this.#names.set(name, nameId)
        packet.message(PACKET.internedData, data => {
          data.message(INTERNED.eventName, entry => {
            entry.number(INTERNED_TEXT.id, nameId)
            entry.text(INTERNED_TEXT.text, name)
          })
        })
      }
      packet.message(PACKET.trackEvent, event => {
        event.number(EVENT.type, type)
        event.number(EVENT.track, on)
        if (name !== undefined) event.number(EVENT.nameId, nameId)
        if (value !== undefined) event.double(EVENT.double, value)
        for (const [key, held] of Object.entries(annotations)) if (held !== null) writeAnnotation(event, key, held)
      })
    })
  }

  #packet(write: (packet: ProtoWriter) => void): void {
    const isFirst = !this.#hasBegun
    this.#hasBegun = true
    this.#proto.message(TRACE.packet, packet => {
      packet.number(PACKET.sequence, 1)
      packet.number(PACKET.sequenceFlags, isFirst ? SEQUENCE_FLAG.cleared : SEQUENCE_FLAG.needsState)
      write(packet)
    })
  }
}

function writeDescriptor(descriptor: ProtoWriter, id: TrackId, spec: TrackSpec): void {
  const { name, parent, rank, isOrdered = false, description, process, thread, counter } = spec
  descriptor.number(DESCRIPTOR.uuid, id)
  descriptor.text(DESCRIPTOR.name, name)
  if (parent !== undefined) descriptor.number(DESCRIPTOR.parent, parent)
  if (isOrdered) descriptor.number(DESCRIPTOR.childOrdering, ORDER_EXPLICIT)
  if (rank !== undefined) descriptor.number(DESCRIPTOR.rank, rank)
  if (description !== undefined) descriptor.text(DESCRIPTOR.description, description)
  if (process) {
    descriptor.message(DESCRIPTOR.process, inner => {
      inner.number(PROCESS.pid, process.pid)
      for (const word of process.commandLine) inner.text(PROCESS.commandLine, word)
      inner.text(PROCESS.name, process.name)
      inner.number(PROCESS.startNs, Math.max(0, Math.round(process.startNs)))
    })
  }
  if (thread) {
    descriptor.message(DESCRIPTOR.thread, inner => {
      inner.number(THREAD.pid, thread.pid)
      inner.number(THREAD.tid, thread.tid)
      inner.text(THREAD.name, thread.name)
    })
  }
  if (counter) writeCounter(descriptor, counter)
}

function writeCounter(descriptor: ProtoWriter, { unit, shareKey }: NonNullable<TrackSpec['counter']>): void {
  descriptor.message(DESCRIPTOR.counter, inner => {
    if (unit === 'bytes') inner.number(COUNTER.unit, UNIT.bytes)
    else if (unit === 'count') inner.number(COUNTER.unit, UNIT.count)
    else inner.text(COUNTER.unitName, unit)
    if (shareKey !== undefined) inner.text(COUNTER.shareKey, shareKey)
  })
}

function writeAnnotation(event: ProtoWriter, key: string, value: string | number): void {
  event.message(EVENT.annotation, inner => {
    inner.text(ANNOTATION.name, key)
    if (typeof value === 'string') inner.text(ANNOTATION.text, value)
    else if (Number.isSafeInteger(value) && value >= 0) inner.number(ANNOTATION.int, value)
    else inner.double(ANNOTATION.double, value)
  })
}
