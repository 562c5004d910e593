// Numbers of the fields that we write, as published in Perfetto's protos/perfetto/trace (trace_packet, clock_snapshot,
// interned_data and track_event/*). They are promised never to change their meaning.

export const TRACE = { packet: 1 } as const

export const PACKET = {
  ...{ clockSnapshot: 6, timestamp: 8, sequence: 10, trackEvent: 11, internedData: 12, sequenceFlags: 13 },
  ...{ trackDescriptor: 60 }
} as const

/** What was interned before is forgotten; or: this packet needs what was interned. */
export const SEQUENCE_FLAG = { cleared: 1, needsState: 2 } as const

export const CLOCK_SNAPSHOT = { clocks: 1 } as const
export const CLOCK = { id: 1, timestamp: 2 } as const
/** Unless told otherwise all timestamps are of the clock since boot; ours begins with the run. */
export const CLOCK_ID = { realtime: 1, boottime: 6 } as const

export const DESCRIPTOR = { uuid: 1, name: 2, process: 3, thread: 4, parent: 5, counter: 8, childOrdering: 11, rank: 12, description: 14 } as const
/** Children stand in the order of their ranks. */
export const ORDER_EXPLICIT = 3
export const PROCESS = { pid: 1, commandLine: 2, name: 6, startNs: 7 } as const
export const THREAD = { pid: 1, tid: 2, name: 5 } as const
export const COUNTER = { unit: 3, unitName: 6, shareKey: 7 } as const
export const UNIT = { count: 2, bytes: 3 } as const

export const EVENT = { annotation: 4, type: 9, nameId: 10, track: 11, double: 44 } as const
export const EVENT_TYPE = { begin: 1, end: 2, instant: 3, counter: 4 } as const
export const ANNOTATION = { int: 4, double: 5, text: 6, name: 10 } as const

export const INTERNED = { eventName: 2 } as const
export const INTERNED_TEXT = { id: 1, text: 2 } as const
