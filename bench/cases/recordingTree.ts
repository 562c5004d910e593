// A made-up tree for the recorder, sampled by a clock that costs nothing: what the sampler would say of it, batch by batch,
// the same at every call. Some processes are busy at a share that wanders, the others doze; figures have the grain they
// have in life (ns of schedstat, 10 ms ticks, pages, KiB of smaps_rollup).
import type { RunEvent, SampleBatch } from '../../src/shared/model/batch.ts'
import { type ProcessId, processId, type RunId, runId, threadId } from '../../src/shared/model/run.ts'
import { ns } from '../../src/shared/units.ts'
import { BatchRows } from '../../src/main/engine/sampling/rows.ts'

export interface TreeSpec {
  readonly processes: number
  /** How many of them are busy all the time. */
  readonly busy: number
  readonly rateHz: number
  readonly seconds: number
  readonly cores?: number
  readonly run?: RunId
}

/** PSS is read at this pace at most: what a quarter of a percent of a core pays for. */
const MEMORY_ROWS_PER_SECOND = 25
const PAGE = 4096
const TICK_NS = 1e7

interface Member {
  readonly process: ProcessId
  readonly isBusy: boolean
  share: number
  ranNs: number
  waitedNs: number
  rssPages: number
  minorFaults: number
  lookedNs: number
  nextWakeNs: number
  nextStatNs: number
  nextMemoryNs: number
  pssKib: number
}

/** One batch per tick. */
export function* simulateTree({ processes, busy, rateHz, seconds, cores = 2, run = runId('made-up') }: TreeSpec): Generator<SampleBatch, undefined> {
  const random = randomOf(7)
  const members = Array.from({ length: processes }, (_, i): Member => ({
    ...{ process: processId(i), isBusy: i < busy, share: (0.1 + 0.5 * random()) * Math.min(1, (2 * cores) / busy), ranNs: 0, waitedNs: 0, lookedNs: 0, minorFaults: 900 },
    ...{ rssPages: 2000 + Math.floor(9000 * random()), nextWakeNs: 5e9 * random(), nextStatNs: 4e9 * random(), nextMemoryNs: 2e9 * random(), pssKib: 6000 + Math.floor(4000 * random()) }
  }))
  const busyNs = new Float64Array(cores)
  const clock = { lastNs: 0, memoryNs: 0 }
  for (let tick = 1; tick <= seconds * rateHz; tick++) {
    const tNs = Math.round((tick / rateHz) * 1e9 + 55_000 - 25_000 * Math.log(1 - random()))
    const rows = new BatchRows()
    rows.tickNs.push(tNs)
    if (tick === 1) for (const { process } of members) rows.events.push(...birthOf(process))
    for (const member of members) look(member, { tNs, stepNs: tNs - clock.lastNs, fromNs: clock.lastNs, random, rows, cores, rivals: busy / cores })
    readMemory(members, { tNs, clock, random, rows })
    for (let core = 0; core < cores; core++) {
      busyNs[core]! += Math.floor((tNs - clock.lastNs) * Math.min(1, 0.3 + random()))
      rows.cores.push({ core, tNs, busyNs: Math.floor(busyNs[core]! / TICK_NS) * TICK_NS })
    }
    clock.lastNs = tNs
    const hasOwn = tick % Math.ceil(rateHz / 2) === 0
    yield rows.columns(run, hasOwn ? { tNs: ns(tNs), samplerNs: ns(tick * 310_000), programNs: ns(tick * 510_000) } : null)
  }
}

function birthOf(process: ProcessId): RunEvent[] {
  const pid = 4000 + process
  return [
    {
      ...{ kind: 'born', tNs: ns(1e6), seenNs: ns(2e6), process, pid, startTicks: 100_000 + process, parent: process === 0 ? null : processId(0), parentPid: process === 0 ? 1 : 4000 },
      ...{ name: `worker-${process}`, command: ['python3', 'work.py', String(process)], making: process === 0 ? 'root' : 'forked', exactness: 'sampled' }
    },
    { kind: 'thread-born', tNs: ns(2e6), thread: threadId(process), process, tid: pid, name: `worker-${process}` }
  ]
}

interface Look {
  readonly tNs: number
  readonly fromNs: number
  readonly stepNs: number
  readonly random: () => number
  readonly rows: BatchRows
  readonly cores: number
  /** Busy processes per core. */
  readonly rivals: number
}

function look(member: Member, at: Look): void {
  const { tNs, stepNs, random } = at
  if (member.isBusy) {
    member.share = Math.min(0.98, Math.max(0.02, member.share + 0.04 * (random() - 0.5)))
    const most = at.rivals > 1 ? Math.min(1, 1.6 / at.rivals) : 1
    const ranNs = Math.round(stepNs * Math.min(most, member.share) * (0.8 + 0.2 * random()))
    const waitedNs = at.rivals > 2 ? Math.round((stepNs - ranNs) * (0.9 + 0.1 * random())) : Math.round(-40_000 * Math.log(1 - random()))
    appendRow(member, { ...at, ranNs, waitedNs, isBusy: true })
  } else if (tNs >= member.nextWakeNs) {
    appendRow(member, { ...at, fromNs: at.fromNs, ranNs: Math.round(60_000 + 200_000 * random()), waitedNs: Math.round(20_000 * random()), isBusy: false })
    member.nextWakeNs = tNs + 1e9 + 9e9 * random()
  } else if (tNs >= member.nextStatNs) appendDetail(member, at)
}

function appendRow(member: Member, { tNs, fromNs, ranNs, waitedNs, isBusy, random, rows, cores, ...at }: Look & { ranNs: number; waitedNs: number; isBusy: boolean }): void {
  member.ranNs += ranNs
  member.waitedNs += waitedNs
  const row = { fromNs, tNs, ranNs: member.ranNs, waitedNs: member.waitedNs }
  rows.processes.append(member.process, fromNs, tNs, row.ranNs, row.waitedNs)
  const core = (member.process + (random() < 0.1 ? 1 : 0)) % cores
  rows.threads.appendLook({ thread: member.process, ...row }, isBusy ? { core, state: (random() < 0.8 ? 'R' : 'S').charCodeAt(0) } : null)
  if (isBusy) appendDetail(member, { tNs, fromNs, random, rows, cores, ...at })
}

function appendDetail(member: Member, { tNs, random, rows }: Look): void {
  if (member.isBusy && random() < 0.15) {
    const pages = Math.floor(40 * random() * random())
    member.rssPages += random() < 0.6 ? pages : -pages
    member.minorFaults += pages
  }
  const [userNs, systemNs] = [0.9, 0.1].map(part => Math.floor((member.ranNs * part) / TICK_NS) * TICK_NS)
  const isSlow = member.isBusy && random() < 0.05
  rows.details.push({
    ...{ process: member.process, tNs, rssBytes: member.rssPages * PAGE, threads: 1, userNs: userNs ?? NaN, systemNs: systemNs ?? NaN, reapedNs: 0 },
    ...{ minorFaults: member.minorFaults, majorFaults: 3, state: 'S'.charCodeAt(0) },
    ...(isSlow
      ? { voluntarySwitches: Math.floor(member.ranNs / 4e6), involuntarySwitches: Math.floor(member.ranNs / 9e6), readBytes: 40_960, writtenBytes: 4096 * Math.floor(tNs / 5e9) }
      : { voluntarySwitches: NaN, involuntarySwitches: NaN, readBytes: NaN, writtenBytes: NaN })
  })
  member.nextStatNs = tNs + 4e9 + 4e9 * random()
}

function readMemory(members: readonly Member[], { tNs, clock, random, rows }: { tNs: number; clock: { memoryNs: number }; random: () => number; rows: BatchRows }): void {
  for (const member of members) {
    if (tNs < member.nextMemoryNs || tNs < clock.memoryNs) continue
    clock.memoryNs = Math.max(clock.memoryNs, tNs - 1e9) + 1e9 / MEMORY_ROWS_PER_SECOND
    member.nextMemoryNs = tNs + (member.isBusy ? 1e9 : 8e9)
    if (member.isBusy && random() < 0.5) member.pssKib += Math.floor(64 * (random() - 0.45)) * 4
    const pssBytes = member.pssKib * 1024
    const ussBytes = (member.pssKib - 1800) * 1024
    rows.memory.push({ process: member.process, tNs: tNs + Math.round(2e6 + 90_000 * random()), pssBytes, ussBytes, sharedBytes: 5200 * 1024, swapBytes: 0 })
  }
}

/** Mulberry32: small, good enough, the same everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
