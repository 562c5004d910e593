// Reads a trace as Perfetto would: by protobufjs and the published field numbers, packets in order of time, names by their
// interned numbers. Throws at what a trace processor would call an error.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs'

interface Packet {
  readonly trustedPacketSequenceId?: number
  readonly sequenceFlags?: number
  readonly timestamp?: number
  readonly clockSnapshot?: { readonly clocks: readonly { readonly clockId: number; readonly timestamp: number }[] }
  readonly internedData?: { readonly eventNames: readonly { readonly iid: number; readonly name: string }[] }
  readonly trackDescriptor?: TrackDescriptor
  readonly trackEvent?: { readonly type: string; readonly trackUuid: number; readonly nameIid?: number; readonly doubleCounterValue?: number; readonly debugAnnotations?: readonly Annotation[] }
}

interface Annotation {
  readonly name: string
  readonly intValue?: number
  readonly doubleValue?: number
  readonly stringValue?: string
}

export interface TrackDescriptor {
  readonly uuid: number
  readonly name: string
  readonly parentUuid?: number
  readonly siblingOrderRank?: number
  readonly process?: { readonly pid: number; readonly cmdline: readonly string[]; readonly processName: string; readonly startTimestampNs: number }
  readonly thread?: { readonly pid: number; readonly tid: number; readonly threadName: string }
  readonly counter?: { readonly unit?: string; readonly unitName?: string; readonly yAxisShareKey?: string }
}

export interface Track {
  readonly descriptor: TrackDescriptor
  /** 'Cores/core 0', 'process 100/cores used'. */
  readonly path: string
  readonly slices: { readonly name: string; readonly fromNs: number; toNs: number | null; readonly depth: number; readonly facts: Readonly<Record<string, unknown>> }[]
  readonly instants: { readonly name: string; readonly tNs: number; readonly facts: Readonly<Record<string, unknown>> }[]
  readonly counts: { readonly tNs: number; readonly value: number }[]
}

const schema = protobuf.parse(readFileSync(join(import.meta.dirname, '../../fixtures/schemas/perfetto.proto'), 'utf8')).root.lookupType('perfetto.protos.Trace')

export function readPerfetto(bytes: Uint8Array): { readonly tracks: ReadonlyMap<string, Track>; readonly clocks: Readonly<Record<number, number>> } {
  const decoded = schema.decode(bytes)
  const problem = schema.verify(decoded)
  if (problem !== null) throw new Error(problem)
  // What the schema does not know is dropped in decoding, and so missing when written anew.
  if (schema.encode(decoded).finish().length !== bytes.length) throw new Error('a field that Perfetto does not have, or a length written the long way')
  const { packet } = schema.toObject(decoded, { longs: Number, enums: String }) as { packet: Packet[] }
  if (packet[0]?.sequenceFlags !== 1) throw new Error('the first packet does not begin a sequence')
  const tracks = new Map<number, Track>()
  const names = new Map<number, string>()
  let clocks = {}
  for (const each of packet) {
    if (each.trustedPacketSequenceId === undefined) throw new Error('a packet of no sequence')
    for (const { iid, name } of each.internedData?.eventNames ?? []) names.set(iid, name)
    if (each.clockSnapshot) clocks = Object.fromEntries(each.clockSnapshot.clocks.map(({ clockId, timestamp }) => [clockId, timestamp]))
    if (each.trackDescriptor) tracks.set(each.trackDescriptor.uuid, trackOf(each.trackDescriptor, tracks))
  }
  const events = packet.filter(({ trackEvent }) => trackEvent).sort((a, b) => (a.timestamp ?? NaN) - (b.timestamp ?? NaN))
  for (const { trackEvent, timestamp } of events) if (trackEvent) place(trackEvent, timestamp ?? NaN, { tracks, names })
  for (const { path, slices } of tracks.values()) if (slices.some(({ toNs }) => toNs === null)) throw new Error(`a slice on ${path} never ends`)
  return { tracks: new Map([...tracks.values()].map(track => [track.path, track])), clocks }
}

function trackOf(descriptor: TrackDescriptor, tracks: ReadonlyMap<number, Track>): Track {
  const { parentUuid, process, thread, name, uuid } = descriptor
  if (uuid === 0 || tracks.has(uuid)) throw new Error(`track ${uuid} twice`)
  const parent = parentUuid === undefined ? null : tracks.get(parentUuid)
  if (parent === undefined) throw new Error(`${name}: its parent is not there`)
  const own = process ? `process ${process.pid}` : thread ? `thread ${thread.tid} of ${thread.pid}` : name
  return { descriptor, path: parent ? `${parent.path}/${own}` : own, slices: [], instants: [], counts: [] }
}

function place({ type, trackUuid, nameIid, doubleCounterValue, debugAnnotations = [] }: NonNullable<Packet['trackEvent']>, tNs: number, { tracks, names }: { tracks: ReadonlyMap<number, Track>; names: ReadonlyMap<number, string> }): void {
  const track = tracks.get(trackUuid)
  const name = names.get(nameIid ?? -1)
  if (!track) throw new Error(`an event on track ${trackUuid}, which is not there`)
  const facts = Object.fromEntries(debugAnnotations.map(each => [each.name, each.intValue ?? each.doubleValue ?? each.stringValue]))
  const isCounter = type === 'TYPE_COUNTER'
  if (isCounter !== (track.descriptor.counter !== undefined)) throw new Error(`${track.path} has counts and other events`)
  if (isCounter) {
    if (!Number.isFinite(doubleCounterValue)) throw new Error(`${track.path} counts ${doubleCounterValue}`)
    track.counts.push({ tNs, value: doubleCounterValue ?? NaN })
    return
  }
  const open = track.slices.filter(({ toNs }) => toNs === null)
  if (type === 'TYPE_SLICE_END') {
    const last = open.at(-1)
    if (!last) throw new Error(`an end without a beginning on ${track.path}`)
    last.toNs = tNs
    return
  }
  if (name === undefined) throw new Error(`an event without a name on ${track.path}`)
  if (type === 'TYPE_INSTANT') track.instants.push({ name, tNs, facts })
  else if (type === 'TYPE_SLICE_BEGIN') track.slices.push({ name, fromNs: tNs, toNs: null, depth: open.length, facts })
  else throw new Error(`an event of type ${type}`)
}
