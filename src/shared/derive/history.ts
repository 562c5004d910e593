// A run as the window, the exports and the summary see it: what all batches said so far, per process, thread and core.
// Built by appendBatch and by nothing else. Live is a replay that has not ended: the same call feeds both. Rows that have
// become old are put together (thin.ts), so that a run of any length fits into memory.
import type { MemoryColumns, OwnCost, Past, RunEvent, SampleBatch, Thinned } from '../model/batch.ts'
import type { CpuColumns, DetailColumns, Making, ThreadColumns } from '../model/batch.ts'
import type { Exactness, Exit, ProcessId, RunEnd, RunHeader, ThreadId, Warning } from '../model/run.ts'
import type { Ns } from '../units.ts'
import { Column } from './columns.ts'
import { notThinned, thinWhenDue } from './thin.ts'
import { settleWait } from './waits.ts'

/** Cumulative CPU time of one subject; see CpuColumns for what a row says. */
export interface CpuHistory {
  readonly fromNs: Column
  readonly tNs: Column
  readonly ranNs: Column
  readonly waitedNs: Column
  /** Where each row's wait began; of threads only, see waits.ts. */
  readonly waitFromNs: Column
}

export interface ThreadHistory {
  readonly thread: ThreadId
  readonly process: ProcessId
  readonly tid: number
  readonly name: string
  readonly bornNs: Ns
  endedNs: Ns | null
  readonly cpu: CpuHistory
  /** Last core per CPU row; −1 = not looked at. */
  readonly core: Column
  /** State letter's code per CPU row; 0 = not looked at. */
  readonly state: Column
}

export interface ProcessHistory {
  readonly process: ProcessId
  readonly pid: number
  readonly startTicks: number
  readonly parent: ProcessId | null
  readonly parentPid: number | null
  readonly children: ProcessId[]
  readonly threads: ThreadId[]
  name: string
  command: readonly string[]
  making: Making
  readonly bornNs: Ns
  readonly seenNs: Ns
  readonly bornExactness: Exactness
  endedNs: Ns | null
  endExactness: Exactness | null
  exit: Exit | null
  /** PID of the parent it was given when its own ended; null while it has its first. */
  adoptedBy: number | null
  /** Greatest RSS so far; NaN = never measured. Kept here, since finding it anew takes longer the longer a run goes on. */
  peakRssBytes: number
  /** Most threads seen at once so far; NaN = never looked at. */
  peakThreads: number
  readonly cpu: CpuHistory
  /** One entry per closer look; see DetailColumns. */
  readonly detail: Readonly<Record<Exclude<keyof DetailColumns, 'process'>, Column>>
  /** See MemoryColumns. */
  readonly memory: Readonly<Record<Exclude<keyof MemoryColumns, 'process'>, Column>>
}

export interface CoreHistory {
  readonly core: number
  readonly tNs: Column
  readonly busyNs: Column
}

export interface RunHistory {
  readonly header: RunHeader
  end: RunEnd | null
  readonly tickNs: Column
  /** By ProcessId. */
  readonly processes: ProcessHistory[]
  /** By ThreadId. */
  readonly threads: ThreadHistory[]
  readonly cores: CoreHistory[]
  readonly events: RunEvent[]
  /** The latest warning of each code. */
  readonly warnings: Map<string, Warning>
  readonly own: OwnCost[]
  /** Per lane painter: one entry per thread row that ran and whose core is known, in order of arrival. */
  readonly lane: LaneHistory
  /** Which rows have been put together, and what was greatest before they were. */
  thinned: Thinned
}

/** Who ran on which core, as sampled: between `fromNs` and `tNs` the thread ran `ranNs` and was last seen on `core`. */
export interface LaneHistory {
  readonly core: Column
  readonly thread: Column
  readonly fromNs: Column
  readonly tNs: Column
  readonly ranNs: Column
}

export function emptyHistory(header: RunHeader): RunHistory {
  return {
    header,
    end: null,
    tickNs: new Column(),
    processes: [],
    threads: [],
    cores: header.machine.cores.map(({ core }) => ({ core, tNs: new Column(), busyNs: new Column() })),
    events: [],
    warnings: new Map(),
    own: [],
    lane: { core: new Column(), thread: new Column(), fromNs: new Column(), tNs: new Column(), ranNs: new Column() },
    thinned: notThinned
  }
}

/** Adds what one batch says. Batches must come in the order in which they were made. */
export function appendBatch(history: RunHistory, batch: SampleBatch): void {
  for (const t of batch.tickNs) history.tickNs.append(t)
  for (const event of batch.events) appendEvent(history, event)
  if (batch.past) appendWhole(history, batch, batch.past)
  else appendRows(history, batch)
  for (const warning of batch.warnings) history.warnings.set(warning.code, warning)
  if (batch.past) appendPast(history, batch.past)
  else if (batch.own) history.own.push(batch.own)
  thinWhenDue(history)
}

function appendRows(history: RunHistory, batch: SampleBatch): void {
  appendProcessCpu(history, batch.processes)
  appendThreadCpu(history, batch.threads)
  appendDetails(history, batch.details)
  appendMemory(history, batch.memory)
  appendCores(history, batch)
}

/** Rows in order of subject, as they are: what the history of a live run finds out about each is told in the past. */
function appendWhole(history: RunHistory, { processes, threads, details, memory, cores }: SampleBatch, { waitFromNs }: Past): void {
  const cpu = ['fromNs', 'tNs', 'ranNs', 'waitedNs'] as const
  eachSubject(processes.subject, (subject, from, to) => {
    const process = history.processes[subject]
    if (!process) return
    for (const name of cpu) process.cpu[name].appendAll(processes[name].subarray(from, to))
    process.cpu.waitFromNs.appendAll(processes.fromNs.subarray(from, to))
  })
  eachSubject(threads.subject, (subject, from, to) => {
    const thread = history.threads[subject]
    if (!thread) return
    for (const name of cpu) thread.cpu[name].appendAll(threads[name].subarray(from, to))
    thread.cpu.waitFromNs.appendAll(waitFromNs.subarray(from, to))
    for (const name of ['core', 'state'] as const) thread[name].appendAll(threads[name].subarray(from, to))
  })
  eachSubject(details.process, (subject, from, to) => {
    for (const name of detailKeys) history.processes[subject]?.detail[name].appendAll(details[name].subarray(from, to))
  })
  eachSubject(memory.process, (subject, from, to) => {
    for (const name of memoryKeys) history.processes[subject]?.memory[name].appendAll(memory[name].subarray(from, to))
  })
  eachSubject(cores.core, (subject, from, to) => {
    for (const name of ['tNs', 'busyNs'] as const) coreOf(history, subject)[name].appendAll(cores[name].subarray(from, to))
  })
}

function eachSubject(subject: Uint32Array | Uint16Array, visit: (subject: number, from: number, to: number) => void): void {
  for (let from = 0, to = 0; from < subject.length; from = to) {
    while (to < subject.length && subject[to] === subject[from]) to++
    visit(subject[from]!, from, to)
  }
}

/** What a batch that stands for all of a run so far says beyond its rows. */
function appendPast(history: RunHistory, { thinned, own, peakRssBytes, peakThreads, lane }: Past): void {
  history.thinned = thinned
  for (const cost of own) history.own.push(cost)
  for (const name of laneKeys) history.lane[name].appendAll(lane[name])
  history.processes.forEach(process => {
    process.peakRssBytes = peakRssBytes[process.process] ?? NaN
    process.peakThreads = peakThreads[process.process] ?? NaN
  })
}

export const laneKeys = ['core', 'thread', 'fromNs', 'tNs', 'ranNs'] as const

function appendEvent(history: RunHistory, event: RunEvent): void {
  history.events.push(event)
  switch (event.kind) {
    case 'born':
      history.processes[event.process] = bornProcess(event)
      if (event.parent !== null) history.processes[event.parent]?.children.push(event.process)
      return
    case 'thread-born':
      history.threads[event.thread] = bornThread(event)
      history.processes[event.process]?.threads.push(event.thread)
      return
    case 'thread-ended': {
      const thread = history.threads[event.thread]
      if (thread) thread.endedNs = event.tNs
      return
    }
    case 'marker':
    case 'stuck':
      return
    default:
      changeProcess(history.processes[event.process], event)
  }
}

type Change = Extract<RunEvent, { kind: 'renamed' | 'ended' | 'reparented' }>

function changeProcess(process: ProcessHistory | undefined, event: Change): void {
  if (!process) return
  switch (event.kind) {
    case 'renamed':
      process.name = event.name
      process.command = event.command
      process.making = event.making
      return
    case 'ended':
      process.endedNs = event.tNs
      process.endExactness = event.exactness
      process.exit = event.exit
      return
    case 'reparented':
      process.adoptedBy = event.parentPid
  }
}

function bornProcess(event: Extract<RunEvent, { kind: 'born' }>): ProcessHistory {
  const { process, pid, startTicks, parent, parentPid, name, command, making, seenNs } = event
  return {
    ...{ process, pid, startTicks, parent, parentPid, name, command, making, seenNs },
    children: [],
    threads: [],
    bornNs: event.tNs,
    bornExactness: event.exactness,
    endedNs: null,
    endExactness: null,
    exit: null,
    adoptedBy: null,
    ...{ peakRssBytes: NaN, peakThreads: NaN },
    cpu: emptyCpu(),
    detail: {
      ...{ tNs: new Column(), rssBytes: new Column(), threads: new Column(), userNs: new Column(), systemNs: new Column() },
      ...{ reapedNs: new Column(), minorFaults: new Column(), majorFaults: new Column() },
      ...{ voluntarySwitches: new Column(), involuntarySwitches: new Column() },
      ...{ readBytes: new Column(), writtenBytes: new Column(), state: new Column() }
    },
    memory: {
      ...{ tNs: new Column(), pssBytes: new Column(), ussBytes: new Column() },
      ...{ sharedBytes: new Column(), swapBytes: new Column() }
    }
  }
}

function bornThread(event: Extract<RunEvent, { kind: 'thread-born' }>): ThreadHistory {
  const { thread, process, tid, name } = event
  return { thread, process, tid, name, bornNs: event.tNs, endedNs: null, cpu: emptyCpu(), core: new Column(), state: new Column() }
}

const emptyCpu = (): CpuHistory => ({ fromNs: new Column(), tNs: new Column(), ranNs: new Column(), waitedNs: new Column(), waitFromNs: new Column() })

function appendCpuRow(cpu: CpuHistory, rows: CpuColumns, row: number): void {
  cpu.waitFromNs.append(rows.fromNs[row] ?? NaN)
  cpu.fromNs.append(rows.fromNs[row] ?? NaN)
  cpu.tNs.append(rows.tNs[row] ?? NaN)
  cpu.ranNs.append(rows.ranNs[row] ?? NaN)
  cpu.waitedNs.append(rows.waitedNs[row] ?? NaN)
}

function appendProcessCpu(history: RunHistory, rows: CpuColumns): void {
  rows.subject.forEach((subject, row) => {
    const process = history.processes[subject]
    if (process) appendCpuRow(process.cpu, rows, row)
  })
}

function appendThreadCpu(history: RunHistory, rows: ThreadColumns): void {
  rows.subject.forEach((subject, row) => {
    const thread = history.threads[subject]
    if (!thread) return
    const core = rows.core[row] ?? -1
    const before = thread.cpu.ranNs.length > 0 ? thread.cpu.ranNs.last() : 0
    const ran = (rows.ranNs[row] ?? NaN) - before
    appendCpuRow(thread.cpu, rows, row)
    if (core >= 0 && ran > 0) appendLane(history.lane, { core, thread: subject, ran, rows, row })
    settleWait(thread.cpu)
    thread.core.append(core)
    thread.state.append(rows.state[row] ?? 0)
  })
}

function appendLane(lane: LaneHistory, { core, thread, ran, rows, row }: { core: number; thread: number; ran: number; rows: CpuColumns; row: number }): void {
  lane.core.append(core)
  lane.thread.append(thread)
  lane.fromNs.append(rows.fromNs[row] ?? NaN)
  lane.tNs.append(rows.tNs[row] ?? NaN)
  lane.ranNs.append(ran)
}

function appendDetails(history: RunHistory, rows: DetailColumns): void {
  rows.process.forEach((subject, row) => {
    const process = history.processes[subject]
    if (!process) return
    for (const key of detailKeys) process.detail[key].append(rows[key][row] ?? NaN)
    const rssBytes = rows.rssBytes[row] ?? NaN
    // A zombie has none any more; what it had while it lived, that look does not say.
    if (rssBytes > 0 && !(rssBytes <= process.peakRssBytes)) process.peakRssBytes = rssBytes
    const threads = rows.threads[row] ?? NaN
    if (!(threads <= process.peakThreads) && !Number.isNaN(threads)) process.peakThreads = threads
  })
}

export const detailKeys = [
  ...(['tNs', 'rssBytes', 'threads', 'userNs', 'systemNs', 'reapedNs', 'minorFaults', 'majorFaults'] as const),
  ...(['voluntarySwitches', 'involuntarySwitches', 'readBytes', 'writtenBytes', 'state'] as const)
]

function appendMemory(history: RunHistory, rows: MemoryColumns): void {
  rows.process.forEach((subject, row) => {
    const memory = history.processes[subject]?.memory
    if (!memory) return
    for (const key of memoryKeys) memory[key].append(rows[key][row] ?? NaN)
  })
}

export const memoryKeys = ['tNs', 'pssBytes', 'ussBytes', 'sharedBytes', 'swapBytes'] as const

function appendCores(history: RunHistory, { cores }: SampleBatch): void {
  cores.core.forEach((core, row) => {
    const lane = coreOf(history, core)
    lane.tNs.append(cores.tNs[row] ?? NaN)
    lane.busyNs.append(cores.busyNs[row] ?? NaN)
  })
}

function coreOf({ cores }: RunHistory, core: number): CoreHistory {
  const known = cores.find(each => each.core === core)
  if (known) return known
  const lane = { core, tNs: new Column(), busyNs: new Column() } // came online during the run
  cores.push(lane)
  return lane
}
