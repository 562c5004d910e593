// A large made-up run, the same at every call: for pictures and for the cost of drawing. A scheduler of its own hands cores
// to whoever wants one; looks, ticks and gaps are as the sampler's.
import { appendBatch, emptyHistory, type RunHistory } from '../../src/shared/derive/history.ts'
import type { RunEvent, SampleBatch } from '../../src/shared/model/batch.ts'
import { processId, threadId } from '../../src/shared/model/run.ts'
import { ns } from '../../src/shared/units.ts'
import { endOf, headerOf } from './drawRun.ts'

export interface Simulation {
  readonly cores: number
  readonly processes: number
  readonly threadsEach?: number
  readonly seconds: number
  readonly rateHz?: number
  /** Name of process i. */
  readonly nameOf?: (process: number) => string
  readonly command?: readonly string[]
  /** Whether process i wants a core at a share of the run's time (0…1). */
  readonly wants?: (process: number, at: number) => boolean
  /** Cores' worth of work of the rest of the machine. */
  readonly foreign?: number
  readonly isEnded?: boolean
}

const MIB = 1024 * 1024

interface Actor {
  readonly process: number
  readonly thread: number
  ranNs: number
  waitedNs: number
  core: number
}

export function simulateRun(simulation: Simulation): RunHistory {
  const { cores, processes, threadsEach = 1, seconds, rateHz = 20, nameOf = i => (i === 0 ? 'python3' : `worker`), foreign = 0.2, isEnded = true } = simulation
  const header = headerOf({ cores, rateHz, command: simulation.command ?? ['python3', 'work.py', '--workers', String(processes)] })
  const history = emptyHistory(header)
  const random = randomOf(42)
  const tickNs = 1e9 / rateHz
  const ticks = Math.round(seconds * rateHz)
  const wants = simulation.wants ?? ((process, at) => process === 0 || (at > 0.05 + (0.3 * process) / processes && at < 0.95 - 0.2 * random()))
  const actors: Actor[] = Array.from({ length: processes * threadsEach }, (_, i) => ({ process: Math.floor(i / threadsEach), thread: i, ranNs: 0, waitedNs: 0, core: i % cores }))
  const busyNs = new Float64Array(cores)
  const bornAt = (process: number): number => Math.round((process / Math.max(1, processes)) * ticks * 0.1)
  const endsAt = (process: number): number => (process === 0 ? ticks : Math.round(ticks * (0.8 + (0.19 * ((process * 7) % 10)) / 10)))
  for (let tick = 0; tick <= ticks; tick++) {
    const t = tick * tickNs
    const events: RunEvent[] = []
    for (let process = 0; process < processes; process++) events.push(...lifeOf(process, { tick, bornAt, endsAt, t, nameOf, threadsEach }))
    const living = actors.filter(({ process }) => tick > bornAt(process) && tick <= endsAt(process))
    const wanting = living.filter(({ process }) => wants(process, tick / ticks))
    const before = wanting.map(({ ranNs }) => ranNs)
    schedule(wanting, { cores, tickNs, random, busyNs, foreign })
    const moved = wanting.filter((actor, i) => actor.ranNs > (before[i] ?? 0))
    appendBatch(history, batchOf({ header, t, tickNs, moved, living, busyNs, events, seconds, threadsEach }))
  }
  const cpuMs = actors.reduce((sum, { ranNs }) => sum + ranNs, 0) / 1e6
  if (isEnded) history.end = endOf(header, { wallNs: ticks * tickNs, cpuMs })
  return history
}

function lifeOf(
  process: number,
  { tick, bornAt, endsAt, t, nameOf, threadsEach }: { tick: number; bornAt: (process: number) => number; endsAt: (process: number) => number; t: number; nameOf: (process: number) => string; threadsEach: number }
): RunEvent[] {
  const id = processId(process)
  if (tick === endsAt(process) + 1) return [{ kind: 'ended', tNs: ns(t), process: id, exit: process % 5 === 3 ? { code: null, signal: 'SIGKILL' } : { code: process % 5 === 2 ? 1 : 0, signal: null }, exactness: 'sampled' }]
  if (tick !== bornAt(process)) return []
  const parent = process === 0 ? null : process % 4 === 0 && process > 4 ? process - 3 : 0
  return [
    {
      ...{ kind: 'born', tNs: ns(t), seenNs: ns(t), process: id, pid: 4711 + process, startTicks: process, name: nameOf(process), command: [nameOf(process)] },
      ...{ parent: parent === null ? null : processId(parent), parentPid: parent === null ? null : 4711 + parent, making: process === 0 ? 'root' : process % 2 ? 'forked' : 'execd', exactness: 'sampled' }
    },
    ...Array.from({ length: threadsEach }, (_, i) => ({ kind: 'thread-born', tNs: ns(t), thread: threadId(process * threadsEach + i), process: id, tid: 4711 + process * threadsEach + i, name: `t${i}` }) as const)
  ]
}

/** Each core is shared evenly by those it was given to; everyone else waits. */
function schedule(wanting: readonly Actor[], { cores, tickNs, random, busyNs, foreign }: { cores: number; tickNs: number; random: () => number; busyNs: Float64Array; foreign: number }): void {
  const share = Math.min(1, cores / Math.max(1, wanting.length))
  const load = new Float64Array(cores)
  wanting.forEach((actor, i) => {
    if (random() < 0.08) actor.core = Math.floor(random() * cores)
    const ran = tickNs * share * (0.9 + 0.1 * random())
    actor.ranNs += ran
    actor.waitedNs += tickNs - ran
    load[(i + Math.floor(actor.ranNs / 3e9)) % cores]! += ran
    if (wanting.length <= cores) actor.core = (i + Math.floor(actor.ranNs / 3e9)) % cores
  })
  for (let core = 0; core < cores; core++) {
    const others = random() < 0.3 ? tickNs * (foreign / cores) * 3 * random() : 0
    busyNs[core] = (busyNs[core] ?? 0) + Math.min(tickNs, load[core]! + others)
  }
}

interface Look {
  readonly header: ReturnType<typeof headerOf>
  readonly t: number
  readonly tickNs: number
  readonly moved: readonly Actor[]
  readonly living: readonly Actor[]
  readonly busyNs: Float64Array
  readonly events: readonly RunEvent[]
  readonly seconds: number
  readonly threadsEach: number
}

function batchOf({ header, t, tickNs, moved, living, busyNs, events, seconds, threadsEach }: Look): SampleBatch {
  const column = (value: (actor: Actor) => number): Float64Array => Float64Array.from(moved, value)
  const leaders = living.filter(({ thread }) => thread % threadsEach === 0)
  const none = new Float64Array(leaders.length).fill(NaN)
  const processes = [...new Set(moved.map(({ process }) => process))]
  const sum = (process: number, of: (actor: Actor) => number): number => living.filter(actor => actor.process === process).reduce((total, actor) => total + of(actor), 0)
  const isMemoryTick = Math.round(t / tickNs) % 20 === 1
  const measured = isMemoryTick ? leaders : []
  const rss = (process: number): number => MIB * (30 + 4 * (process % 7) + (process === 0 ? 60 : 20) * Math.min(1, t / (seconds * 0.5e9)))
  return {
    run: header.run,
    tickNs: Float64Array.of(t),
    processes: {
      subject: Uint32Array.from(processes),
      fromNs: new Float64Array(processes.length).fill(t - tickNs),
      tNs: new Float64Array(processes.length).fill(t),
      ranNs: Float64Array.from(processes, process => sum(process, ({ ranNs }) => ranNs)),
      waitedNs: Float64Array.from(processes, process => sum(process, ({ waitedNs }) => waitedNs))
    },
    threads: {
      subject: Uint32Array.from(moved, ({ thread }) => thread),
      fromNs: column(() => t - tickNs),
      tNs: column(() => t),
      ranNs: column(({ ranNs }) => ranNs),
      waitedNs: column(({ waitedNs }) => waitedNs),
      core: Int16Array.from(moved, ({ core }) => core),
      state: new Uint8Array(moved.length).fill(82)
    },
    details: {
      process: Uint32Array.from(leaders, ({ process }) => process),
      tNs: none.map(() => t),
      rssBytes: Float64Array.from(leaders, ({ process }) => rss(process)),
      threads: none.map(() => threadsEach),
      ...{ userNs: none, systemNs: none, reapedNs: none, minorFaults: none, majorFaults: none, voluntarySwitches: none, involuntarySwitches: none, readBytes: none, writtenBytes: none },
      state: new Uint8Array(leaders.length).fill(82)
    },
    memory: {
      process: Uint32Array.from(measured, ({ process }) => process),
      tNs: new Float64Array(measured.length).fill(t),
      pssBytes: Float64Array.from(measured, ({ process }) => rss(process) * 0.55),
      ussBytes: Float64Array.from(measured, ({ process }) => rss(process) * 0.4),
      sharedBytes: Float64Array.from(measured, ({ process }) => rss(process) * 0.6),
      swapBytes: new Float64Array(measured.length)
    },
    cores: { core: Uint16Array.from(busyNs, (_, core) => core), tNs: new Float64Array(busyNs.length).fill(t), busyNs: Float64Array.from(busyNs) },
    events,
    warnings: [],
    own: null
  }
}

/** Numbers from 0 to 1, the same in every test. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
