// What the sampler remembers of one process and one thread between two looks: descriptors, last counters, when to look again.
import type { ProcessId, ThreadId } from '../../../shared/model/run.ts'
import { GONE, type ProcReader } from '../procfs/reader.ts'
import type { SchedStat } from '../procfs/schedstat.ts'
import type { ProcessStat } from '../procfs/stat.ts'
import type { ThreadRows } from './rows.ts'

export class TrackedThread {
  readonly thread: ThreadId
  readonly tid: number
  schedDescriptor: number
  /** Opened when it is first worth a closer look. */
  statDescriptor = GONE
  /** Cumulative since the run began (or since it was born). */
  ranNs = 0
  waitedNs = 0
  /** ns run between the last two looks. */
  stepNs = 0
  lookedNs: number
  /** Where the interval begins that no row has told yet; NaN: all is told. */
  untoldNs = NaN
  #stepWaitedNs = 0
  #lastRanNs: number
  #lastWaitedNs: number

  /** `baseline`: what its counters stood at when the run began; zero for a thread born later. */
  constructor(identity: { thread: ThreadId; tid: number }, schedDescriptor: number, bornNs: number, baseline: SchedStat) {
    this.thread = identity.thread
    this.tid = identity.tid
    this.schedDescriptor = schedDescriptor
    this.lookedNs = bornNs
    this.#lastRanNs = baseline.ranNs
    this.#lastWaitedNs = baseline.waitedNs
  }

  /**
   * Takes a new reading; true if it ran or waited since the former one, `stepNs` says how long it ran. A counter that fell
   * (exec by another thread puts a new task behind the same number) begins anew at 0.
   */
  take(reading: SchedStat): boolean {
    this.stepNs = reading.ranNs - (reading.ranNs < this.#lastRanNs ? 0 : this.#lastRanNs)
    const waitedNs = reading.waitedNs - (reading.waitedNs < this.#lastWaitedNs ? 0 : this.#lastWaitedNs)
    this.#lastRanNs = reading.ranNs
    this.#lastWaitedNs = reading.waitedNs
    this.ranNs += this.stepNs
    this.waitedNs += waitedNs
    this.#stepWaitedNs = waitedNs
    return this.stepNs > 0 || waitedNs > 0
  }

  /** Counts from this reading on: what came before is not the run's. */
  rebase({ ranNs, waitedNs }: SchedStat, nowNs: number): void {
    this.#lastRanNs = ranNs
    this.#lastWaitedNs = waitedNs
    this.lookedNs = nowNs
  }

  /** Tells what was put off, at the thread's end. Where it ran last is not known by then. */
  tellRest(rows: ThreadRows): void {
    if (Number.isNaN(this.untoldNs)) return
    rows.appendLook({ thread: this.thread, fromNs: this.untoldNs, tNs: this.lookedNs, ranNs: this.ranNs, waitedNs: this.waitedNs }, null)
    this.untoldNs = NaN
  }

  /** The same without the newest step, which gets a row of its own. */
  tellFormer(rows: ThreadRows, untilNs: number): void {
    if (Number.isNaN(this.untoldNs)) return
    const [ranNs, waitedNs] = [this.ranNs - this.stepNs, this.waitedNs - this.#stepWaitedNs]
    rows.appendLook({ thread: this.thread, fromNs: this.untoldNs, tNs: untilNs, ranNs, waitedNs }, null)
    this.untoldNs = NaN
  }

  close(reader: ProcReader): void {
    reader.close(this.schedDescriptor)
    reader.close(this.statDescriptor)
    this.schedDescriptor = this.statDescriptor = GONE
  }
}

/** What the dear files of a process say. NaN = not readable. */
export interface SlowFigures {
  readonly voluntary: number
  readonly involuntary: number
  readonly readBytes: number
  readonly writtenBytes: number
}

export class TrackedProcess {
  readonly process: ProcessId
  readonly pid: number
  readonly startTicks: number
  parentPid: number
  /** Its parent ended first and nobody of the tree took its place: its CPU never reaches the root's account. */
  isOrphan = false
  readonly children = new Set<TrackedProcess>()
  statDescriptor = GONE
  name: Buffer = Buffer.alloc(0)
  flags = 0
  threads: TrackedThread[] = []
  /** CPU of its threads that have ended, and what their last moments are known to have used (by the group's ticks). */
  endedThreadsRanNs = 0
  endedThreadsWaitedNs = 0
  lostNs = 0
  hasLostThreads = false
  areThreadsStale = false
  /** What its group counters stood at when the run began. */
  baselineTicksNs = 0
  /** The same of all that a closer look reads, for a process that ran before; null: it began with the run. */
  baseline: ProcessStat | null = null
  slowBaseline: SlowFigures | null = null
  lastUserNs = 0
  lastSystemNs = 0
  lastReapedUserNs = 0
  lastReapedSystemNs = 0
  lookedNs = 0
  movedNs: number
  nextLookNs = 0
  statNs = -Infinity
  slowNs = -Infinity
  /** It ran since its stat was read. */
  isStatDue = true
  /** It ran since its slow files were read. */
  isSlowDue = true

  constructor(identity: { process: ProcessId; pid: number; startTicks: number; parentPid: number }, bornNs: number) {
    this.process = identity.process
    this.pid = identity.pid
    this.startTicks = identity.startTicks
    this.parentPid = identity.parentPid
    this.movedNs = bornNs
  }

  /** It ran before the run: its counters count from this stat on. */
  rebase(stat: ProcessStat): void {
    this.baseline = { ...stat }
    this.baselineTicksNs = stat.userNs + stat.systemNs
  }

  /** Cumulative CPU of the whole process: live threads, ended ones, and what only the group's ticks know. */
  get ranNs(): number {
    let sum = this.endedThreadsRanNs + this.lostNs
    for (const thread of this.threads) sum += thread.ranNs
    return sum
  }

  get waitedNs(): number {
    let sum = this.endedThreadsWaitedNs
    for (const thread of this.threads) sum += thread.waitedNs
    return sum
  }

  /** A thread has ended: its share stays in the sum. */
  drop(thread: TrackedThread, reader: ProcReader): void {
    this.endedThreadsRanNs += thread.ranNs
    this.endedThreadsWaitedNs += thread.waitedNs
    this.hasLostThreads = true
    this.threads.splice(this.threads.indexOf(thread), 1)
    thread.close(reader)
  }

  /**
   * The group's ticks are the anchor: they remember what threads used between their last look and their end. They are
   * floors of 10 ms, and may run ahead of schedstat by one kernel tick, so the difference is kept as a maximum, not added up.
   */
  anchor(): void {
    if (!this.hasLostThreads) return
    const ticksNs = this.lastUserNs + this.lastSystemNs - this.baselineTicksNs
    this.lostNs += Math.max(0, ticksNs - this.ranNs)
  }

  close(reader: ProcReader): void {
    for (const thread of this.threads) thread.close(reader)
    reader.close(this.statDescriptor)
    this.statDescriptor = GONE
  }
}
