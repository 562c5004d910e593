// A long run by a fast clock: a few processes busy at every tick, others that are only looked at now and then. Cheap to make,
// the same at every call. Looks lie on the ticks' grid; every process has one thread.
import type { RunEvent, SampleBatch } from '../../src/shared/model/batch.ts'
import { processId, threadId, type RunHeader } from '../../src/shared/model/run.ts'
import { bytes, ns } from '../../src/shared/units.ts'
import { headerOf } from './drawRun.ts'

export interface LongRun {
  readonly seconds: number
  readonly rateHz: number
  readonly busy: number
  readonly idle: number
  /** Ticks in one batch. */
  readonly ticksEach?: number
}

const MIB = 1024 * 1024
const CORES = 4
/** Idle processes are looked at this often. */
const IDLE_LOOK_NS = 5e9

export const longHeader = ({ rateHz }: LongRun): RunHeader => headerOf({ cores: CORES, rateHz })

export function* longBatches(run: LongRun): Generator<SampleBatch> {
  const tickNs = 1e9 / run.rateHz
  const ticks = run.seconds * run.rateHz
  const each = run.ticksEach ?? 1
  const ran = new Float64Array(run.busy)
  const waited = new Float64Array(run.busy)
  for (let first = 0; first <= ticks; first += each) {
    const times = Array.from({ length: Math.min(each, ticks - first + 1) }, (_, i) => (first + i) * tickNs)
    yield batchAt(run, { times, tickNs, ran, waited })
  }
}

interface Moment {
  readonly times: readonly number[]
  readonly tickNs: number
  readonly ran: Float64Array
  readonly waited: Float64Array
}

function batchAt(run: LongRun, { times, tickNs, ran, waited }: Moment): SampleBatch {
  const cpu: { subject: number; tNs: number; ranNs: number; waitedNs: number; core: number }[] = []
  const looks: { process: number; tNs: number }[] = []
  for (const tNs of times) {
    const tick = Math.round(tNs / tickNs)
    for (let subject = 0; subject < run.busy && tick > 0; subject++) {
      const share = shareOf(subject, tick)
      ran[subject]! += Math.round(tickNs * share)
      waited[subject]! += Math.round(tickNs * (1 - share) * 0.5)
      cpu.push({ subject, tNs, ranNs: ran[subject]!, waitedNs: waited[subject]!, core: (subject + Math.floor(tick / 7)) % CORES })
      looks.push({ process: subject, tNs })
    }
    if (tNs % IDLE_LOOK_NS === 0) for (let process = run.busy; process < run.busy + run.idle; process++) looks.push({ process, tNs })
  }
  const measured = looks.filter(({ tNs }) => tNs % 1e9 === 0)
  const none = new Float64Array(looks.length).fill(NaN)
  const column = <Row>(rows: readonly Row[], value: (row: Row) => number): Float64Array => Float64Array.from(rows, value)
  const cpuColumns = {
    subject: Uint32Array.from(cpu, ({ subject }) => subject),
    fromNs: column(cpu, ({ tNs }) => tNs - tickNs),
    tNs: column(cpu, row => row.tNs),
    ranNs: column(cpu, row => row.ranNs),
    waitedNs: column(cpu, row => row.waitedNs)
  }
  const cores = times.flatMap(tNs => Array.from({ length: CORES }, (_, core) => ({ core, tNs })))
  return {
    run: longHeader(run).run,
    tickNs: Float64Array.from(times),
    processes: cpuColumns,
    threads: { ...cpuColumns, core: Int16Array.from(cpu, ({ core }) => core), state: new Uint8Array(cpu.length).fill(82) },
    details: {
      process: Uint32Array.from(looks, ({ process }) => process),
      tNs: column(looks, row => row.tNs),
      rssBytes: column(looks, ({ process, tNs }) => bytesAt(process, tNs)),
      threads: column(looks, ({ process, tNs }) => 1 + (Math.floor(tNs / 1e8) % (2 + process))),
      ...{ userNs: none, systemNs: none, reapedNs: none, minorFaults: none, majorFaults: none, voluntarySwitches: none, involuntarySwitches: none, readBytes: none, writtenBytes: none },
      state: new Uint8Array(looks.length).fill(83)
    },
    memory: {
      process: Uint32Array.from(measured, ({ process }) => process),
      tNs: column(measured, row => row.tNs),
      // Now and then it cannot be read.
      pssBytes: column(measured, ({ process, tNs }) => ((tNs / 1e9 + process) % 5 === 0 ? NaN : bytesAt(process, tNs) / 2)),
      ussBytes: column(measured, ({ process, tNs }) => bytesAt(process, tNs) / 4),
      ...{ sharedBytes: new Float64Array(measured.length), swapBytes: new Float64Array(measured.length) }
    },
    cores: { core: Uint16Array.from(cores, ({ core }) => core), tNs: column(cores, ({ tNs }) => tNs), busyNs: column(cores, ({ core, tNs }) => tNs * (0.5 + core / 10)) },
    events: times[0] === 0 ? births(run) : [],
    warnings: [],
    own: { tNs: ns(times.at(-1) ?? 0), samplerNs: ns((times.at(-1) ?? 0) / 100), programNs: ns((times.at(-1) ?? 0) / 50) }
  }
}

/** A share of a core: busy and idle by turns, with one short burst in which everybody has a whole core. */
function shareOf(subject: number, tick: number): number {
  if (tick > 1234 && tick <= 1236) return 1
  return 0.2 + 0.1 * ((tick * (subject + 3)) % 5)
}

/** Grows and shrinks; greatest for a moment in the second minute. */
const bytesAt = (process: number, tNs: number): number => bytes(MIB * (10 + process + (Math.floor(tNs / 1e9) % 13) + (tNs === 97e9 ? 100 : 0)))

const births = ({ busy, idle }: LongRun): RunEvent[] =>
  Array.from({ length: busy + idle }, (_, index): RunEvent[] => {
    const process = processId(index)
    const parent = index === 0 ? null : processId(0)
    const at = { tNs: ns(0), process }
    return [
      { kind: 'born', ...at, seenNs: ns(0), pid: 100 + index, startTicks: index + 1, parent, parentPid: null, name: `p${index}`, command: [`p${index}`], making: 'forked', exactness: 'sampled' },
      { kind: 'thread-born', ...at, thread: threadId(index), tid: 100 + index, name: `p${index}` }
    ]
  }).flat()
