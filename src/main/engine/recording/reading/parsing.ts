// What a recording says of its runs and events, parsed like anything from outside: a field that is missing, too long or of
// another kind makes it damaged, never a guess.
import { FaultError } from '../../../../shared/fault.ts'
import type { RunEvent } from '../../../../shared/model/batch.ts'
import type { CoreFacts, MachineFacts } from '../../../../shared/model/machine.ts'
import { type Exit, type ProcessId, processId, type RunEnd, type RunHeader, type RunId, runId, type RunSpec, type ThreadId, threadId, type WarningCode } from '../../../../shared/model/run.ts'
import { type Parse, parseEntries, parseFields, parseList, parseNumber, parseOneOf, parseOrNull, parseText, parseYesNo, refuse } from '../../../../shared/parsing.ts'
import { type Bytes, bytes, type Hz, hz, type Ns, ns, RATE_HIGHEST, RATE_LOWEST } from '../../../../shared/units.ts'

const LONGEST = 1 << 20
const text = parseText({ longest: LONGEST })
const name = parseText({ longest: 4096 })
const number = parseNumber({ lowest: -Number.MAX_VALUE, highest: Number.MAX_VALUE })
const count = parseNumber({ lowest: 0, highest: Number.MAX_SAFE_INTEGER, whole: true })
const words = parseList(text, { longest: 100_000 })
const textOrNull = parseOrNull(text)

/** JSON writes what was not measured as null. */
const parseNs: Parse<Ns> = (value, field) => ns(value === null ? NaN : number(value, field))
const nsOrNull: Parse<Ns | null> = parseOrNull((value, field) => ns(number(value, field)))
const parseProcess: Parse<ProcessId> = (value, field) => processId(count(value, field))
const parseThread: Parse<ThreadId> = (value, field) => threadId(count(value, field))
const parseRun: Parse<RunId> = (value, field) => runId(name(value, field))
const parseBytes: Parse<Bytes> = (value, field) => bytes(number(value, field))
const parseRate: Parse<Hz> = (value, field) => hz(parseNumber({ lowest: RATE_LOWEST, highest: RATE_HIGHEST })(value, field))
const parseTotalBy = parseOneOf(['cgroup', 'procfs', 'sampled', 'portable'])
const parseSampler = parseOneOf(['procfs', 'portable'])
const parseExactness = parseOneOf(['exact', 'sampled', 'averaged', 'estimated'])
const parseMaking = parseOrNull(parseOneOf(['root', 'forked', 'execd']))
const parseExit = parseFields<Exit>({ code: parseOrNull(number), signal: textOrNull })

const parseSpec = parseFields<RunSpec>({
  argv: words,
  throughShell: parseYesNo,
  kind: parseOneOf(['spawn', 'fork', 'attach']),
  cwd: text,
  envAdditions: parseEntries(text, text, { longest: 10_000 }),
  rateHz: parseRate,
  sampler: parseOneOf(['auto', 'procfs', 'portable']),
  looks: parseOneOf(['adaptive', 'every-tick'])
})

const parseMachine = parseFields<MachineFacts>({
  cpuModel: textOrNull,
  coreCount: count,
  physicalCoreCount: parseOrNull(count),
  cores: parseList(parseFields<CoreFacts>({ core: count, physicalCore: parseOrNull(number), kind: parseOrNull(parseOneOf(['performance', 'efficiency'])) }), { longest: 65_536 }),
  memoryBytes: parseBytes,
  os: name,
  kernel: name,
  architecture: name,
  virtualisation: textOrNull,
  affinity: parseOrNull(parseList(count, { longest: 65_536 })),
  quotaCores: parseOrNull(number),
  throttledUsAtStart: parseOrNull(number),
  governor: textOrNull,
  clockTicksPerSecond: count
})

const parseHeaderFields = parseFields<RunHeader>({
  run: parseRun,
  spec: parseSpec,
  executable: text,
  startedAtUnixMs: number,
  rootPid: count,
  sampler: parseSampler,
  totalBy: parseTotalBy,
  machine: parseMachine,
  programVersion: name
})

const parseEndFields = parseFields<RunEnd>({
  run: parseRun,
  wallNs: parseNs,
  rootEndNs: parseNs,
  exit: parseExit,
  cpuNs: nsOrNull,
  userNs: nsOrNull,
  systemNs: nsOrNull,
  totalBy: parseTotalBy,
  endedBy: parseOneOf(['itself', 'asked', 'left']),
  ownCpu: parseFields<RunEnd['ownCpu']>({ samplerNs: parseNs, programNs: parseNs })
})

type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>
type EventParsers = { readonly [Kind in RunEvent['kind']]: Parse<EventOf<Kind>> }

const eventParsers: EventParsers = {
  born: parseFields<EventOf<'born'>>({
    ...{ kind: parseOneOf(['born']), tNs: parseNs, seenNs: parseNs, process: parseProcess, pid: count, startTicks: number, parent: parseOrNull(parseProcess), parentPid: parseOrNull(count) },
    ...{ name: text, command: words, making: parseMaking, exactness: parseExactness }
  }),
  renamed: parseFields<EventOf<'renamed'>>({ kind: parseOneOf(['renamed']), tNs: parseNs, process: parseProcess, name: text, command: words, making: parseMaking }),
  ended: parseFields<EventOf<'ended'>>({ kind: parseOneOf(['ended']), tNs: parseNs, process: parseProcess, exit: parseExit, exactness: parseExactness }),
  reparented: parseFields<EventOf<'reparented'>>({ kind: parseOneOf(['reparented']), tNs: parseNs, process: parseProcess, parentPid: count }),
  'thread-born': parseFields<EventOf<'thread-born'>>({ kind: parseOneOf(['thread-born']), tNs: parseNs, thread: parseThread, process: parseProcess, tid: count, name: text }),
  'thread-ended': parseFields<EventOf<'thread-ended'>>({ kind: parseOneOf(['thread-ended']), tNs: parseNs, thread: parseThread }),
  stuck: parseFields<EventOf<'stuck'>>({ kind: parseOneOf(['stuck']), tNs: parseNs, process: parseProcess }),
  marker: parseFields<EventOf<'marker'>>({ kind: parseOneOf(['marker']), tNs: parseNs, pid: parseOrNull(count), name: text, value: textOrNull })
}

const parseKind = parseOneOf(Object.keys(eventParsers) as RunEvent['kind'][]) // its keys are the kinds

const parseEvent: Parse<RunEvent> = (value, field) => {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return refuse(field, 'is not an event.')
  return eventParsers[parseKind(value.kind, 'kind')](value, field)
}

const codes: Readonly<Record<WarningCode, true>> = {
  ...{ 'late-ticks': true, 'missed-ticks': true, 'descriptors-short': true, 'no-schedstat': true, 'no-children-files': true, 'no-cgroup': true, 'memory-unreadable': true },
  ...{ 'io-unreadable': true, 'other-user': true, 'births-uncertain': true, 'total-uncertain': true, 'portable-limits': true, 'memory-over-budget': true, 'sampler-failed': true },
  ...{ 'marks-cut': true, 'recording-failed': true, 'being-read': true }
}
export const parseCode: Parse<WarningCode> = parseOneOf(Object.keys(codes) as WarningCode[]) // its keys are the codes

/** The value of a JSON text, or null if it is not what it should be. */
function readJson<Value>(json: unknown, parse: Parse<Value>): Value | null {
  try {
    return parse(JSON.parse(String(json)), 'recording')
  } catch (error) {
    if (error instanceof FaultError || error instanceof SyntaxError) return null
    throw error
  }
}

export const readHeader = (json: unknown): RunHeader | null => readJson(json, parseHeaderFields)
export const readEnd = (json: unknown): RunEnd | null => readJson(json, parseEndFields)
export const readEvent = (json: unknown): RunEvent | null => readJson(json, parseEvent)
