// One look at one process: nanoseconds first, the rest only for what ran. An idle process is looked at less often; its
// counters are cumulative, so no CPU time is lost by that, only *when* within the longer interval is blurred (and said).
import type { Looks } from '../../../shared/model/run.ts'
import { NS_PER_MS } from '../../../shared/units.ts'
import { parseIo, parseSwitches } from '../procfs/details.ts'
import { GONE, type ProcReader } from '../procfs/reader.ts'
import { parseSchedstat, type SchedStat } from '../procfs/schedstat.ts'
import { emptyStat, type KernelUnits, parseStat, type ProcessStat } from '../procfs/stat.ts'
import type { BatchRows } from './rows.ts'
import type { SlowFigures, TrackedProcess, TrackedThread } from './tracked.ts'

/** Not run for so long: idle. Ten times as long: fast asleep. */
const IDLE_AFTER_NS = 1000 * NS_PER_MS
const ASLEEP_AFTER_NS = 10_000 * NS_PER_MS
/**
 * How often an idle process is looked at, and its stat read (memory can change by reclaim alone); half as often when asleep.
 * In a tree of more than 500 processes rarer, up to once a second: 2 µs a look for 1 ms of pause are 0.2 % of a core.
 */
const IDLE_LOOK_NS = 500 * NS_PER_MS
const IDLE_LOOK_NS_EACH = NS_PER_MS
const IDLE_LOOK_RAREST_NS = 1000 * NS_PER_MS
const IDLE_STAT_NS = 4000 * NS_PER_MS
/**
 * How often the stat of a process that runs a little is read; one that ran more than BUSY_SHARE is read at every look.
 * The larger the tree the rarer: 5 µs of stat for 2 ms of pause, 20 µs of a slow file for 10 ms, are never more than
 * 0.25 % and 0.2 % of a core, where a fixed pace cost more than all the nanoseconds of 1,000 processes together.
 */
const STAT_NS = 250 * NS_PER_MS
const STAT_NS_EACH = 2 * NS_PER_MS
const BUSY_SHARE = 0.02
/** A lone thread that runs a little gets one row for so long: it costs as much to keep as the row of its process. */
const LONE_ROW_NS = 1000 * NS_PER_MS
const SLOW_NS = 2000 * NS_PER_MS
const SLOW_NS_EACH = 10 * NS_PER_MS

export interface LookOptions {
  readonly root: string
  readonly looks: Looks
  readonly units: KernelUnits
  readonly periodNs: number
  /** The kernel counts ns per thread (CONFIG_SCHED_INFO). Without, ticks have to do and waiting is not known. */
  readonly hasSchedstat: boolean
}

/** What a look found. `gone`: the process has left. `stat`: its stat was read as well, the caller should see who it is now. */
export type Found = 'gone' | 'quiet' | 'ran' | 'stat'

export class Looker {
  readonly stat: ProcessStat = emptyStat()
  /** Bytes of the stat line that was read last, in the reader's buffer; valid until the next read. */
  statLength = 0
  readonly #reader: ProcReader
  readonly #options: LookOptions
  readonly #sched: SchedStat = { ranNs: 0, waitedNs: 0, turns: 0 }
  readonly #threadStat: ProcessStat = emptyStat()
  #idlePaceNs = IDLE_LOOK_NS
  #statPaceNs = STAT_NS
  #slowPaceNs = SLOW_NS

  constructor(reader: ProcReader, options: LookOptions) {
    this.#reader = reader
    this.#options = options
  }

  /** How large the tree is, so that the looks that only refine stay cheap. */
  setPace(processes: number, threads: number): void {
    this.#idlePaceNs = Math.min(IDLE_LOOK_RAREST_NS, Math.max(IDLE_LOOK_NS, processes * IDLE_LOOK_NS_EACH))
    this.#statPaceNs = Math.max(STAT_NS, processes * STAT_NS_EACH)
    this.#slowPaceNs = Math.max(SLOW_NS, (processes + threads) * SLOW_NS_EACH)
  }

  /** Looks at a process that is due; appends what was found to `rows`. */
  look(process: TrackedProcess, nowNs: number, rows: BatchRows): Found {
    let fromNs = nowNs
    let stepNs = 0
    let hasMoved = false
    for (let index = 0; index < process.threads.length; index++) {
      const thread = process.threads[index]!
      const reading = this.#readSched(process, thread)
      if (!reading) {
        if (process.threads.length === 1) return 'gone'
        process.areThreadsStale = true
        continue
      }
      const lookedNs = thread.lookedNs
      thread.lookedNs = nowNs
      if (!thread.take(reading)) continue
      hasMoved = true
      fromNs = Math.min(fromNs, lookedNs)
      stepNs += thread.stepNs
      this.#appendThread(process, thread, { fromNs: lookedNs, nowNs, rows })
    }
    return this.#conclude(process, { nowNs, fromNs, stepNs, hasMoved, rows })
  }

  #conclude(process: TrackedProcess, seen: { nowNs: number; fromNs: number; stepNs: number; hasMoved: boolean; rows: BatchRows }): Found {
    const { nowNs, hasMoved, rows } = seen
    if (hasMoved) {
      process.movedNs = nowNs
      process.isStatDue = process.isSlowDue = true
    }
    this.#schedule(process, nowNs)
    const isStatRead = this.#wantsStat(process, seen) ? this.#readStat(process, nowNs, rows) : false
    if (isStatRead === null) return 'gone'
    if (hasMoved) rows.processes.append(process.process, seen.fromNs, nowNs, process.ranNs, process.waitedNs)
    return isStatRead ? 'stat' : hasMoved ? 'ran' : 'quiet'
  }

  #schedule(process: TrackedProcess, nowNs: number): void {
    const { looks, periodNs } = this.#options
    const idleNs = looks === 'adaptive' ? nowNs - process.movedNs : 0
    const pauseNs = idleNs > ASLEEP_AFTER_NS ? 2 * this.#idlePaceNs : this.#idlePaceNs
    // Half a period early, since ticks come a little late: "every 0.5 s" must not become every 0.6 s.
    process.nextLookNs = idleNs > IDLE_AFTER_NS ? nowNs + pauseNs - periodNs / 2 : 0
  }

  #wantsStat(process: TrackedProcess, { nowNs, fromNs, stepNs }: { nowNs: number; fromNs: number; stepNs: number }): boolean {
    const ageNs = nowNs - process.statNs
    if (stepNs > BUSY_SHARE * (nowNs - fromNs)) return process.threads.length === 1 || ageNs >= STAT_NS
    if (process.isStatDue) return ageNs >= this.#statPaceNs
    return ageNs >= (nowNs - process.movedNs > ASLEEP_AFTER_NS ? 2 * IDLE_STAT_NS : IDLE_STAT_NS)
  }

  /** Reads the group's stat and appends a row of details. Null: gone. */
  #readStat(process: TrackedProcess, nowNs: number, rows: BatchRows): true | null {
    if (!this.readStatOf(process)) return null
    const { stat } = this
    process.statNs = nowNs
    process.isStatDue = false
    process.lastUserNs = stat.userNs
    process.lastSystemNs = stat.systemNs
    process.lastReapedUserNs = stat.reapedUserNs
    process.lastReapedSystemNs = stat.reapedSystemNs
    if (stat.threads !== process.threads.length) process.areThreadsStale = true
    process.anchor()
    const isSlow = process.isSlowDue && nowNs - process.slowNs >= this.#slowPaceNs
    const statLength = this.statLength
    rows.details.push(this.#detailRow(process, nowNs, isSlow))
    if (isSlow) this.readStatOf(process) // the slow files went through the same buffer; the caller compares names in it
    else this.statLength = statLength
    return true
  }

  /** Puts the group's stat into `stat` and its line into the reader's buffer. False: gone. */
  readStatOf(process: TrackedProcess): boolean {
    const reader = this.#reader
    if (process.statDescriptor === GONE) process.statDescriptor = reader.openToKeep(this.#path(process.pid, 'stat'))
    const length = process.statDescriptor === GONE ? reader.readOnce(this.#path(process.pid, 'stat')) : reader.read(process.statDescriptor)
    this.statLength = length
    return length !== GONE && parseStat(reader.buffer, length, this.#options.units, this.stat)
  }

  #detailRow(process: TrackedProcess, nowNs: number, isSlow: boolean): BatchRows['details'][number] {
    const { stat } = this
    const since = process.baseline ?? nothing
    const slow = isSlow ? this.#readSlow(process, nowNs) : null
    return {
      process: process.process,
      tNs: nowNs,
      rssBytes: stat.rssBytes,
      threads: stat.threads,
      userNs: stat.userNs - since.userNs,
      systemNs: stat.systemNs - since.systemNs,
      reapedNs: stat.reapedUserNs + stat.reapedSystemNs - since.reapedUserNs - since.reapedSystemNs,
      minorFaults: stat.minorFaults - since.minorFaults,
      majorFaults: stat.majorFaults - since.majorFaults,
      voluntarySwitches: slow?.voluntary ?? NaN,
      involuntarySwitches: slow?.involuntary ?? NaN,
      readBytes: slow?.readBytes ?? NaN,
      writtenBytes: slow?.writtenBytes ?? NaN,
      state: stat.state
    }
  }

  /** Switches of all threads (the process's own file speaks of its first thread only) and I/O, where readable. */
  #readSlow(process: TrackedProcess, nowNs: number): SlowFigures {
    process.slowNs = nowNs
    process.isSlowDue = false
    const io = parseIo(this.#reader.readText(this.#path(process.pid, 'io')) ?? '')
    let voluntary = 0
    let involuntary = 0
    for (const { tid } of process.threads) {
      const switches = parseSwitches(this.#reader.readText(this.#path(process.pid, `task/${String(tid)}/status`)) ?? '')
      voluntary += switches.voluntary
      involuntary += switches.involuntary
    }
    const figures = { voluntary, involuntary, ...io }
    if (process.baseline === null) return figures
    process.slowBaseline ??= figures
    return sinceThen(figures, process.slowBaseline)
  }

  #appendThread(process: TrackedProcess, thread: TrackedThread, seen: { fromNs: number; nowNs: number; rows: BatchRows }): void {
    const { nowNs, rows } = seen
    const isBusy = thread.stepNs > BUSY_SHARE * (nowNs - seen.fromNs)
    if (isBusy) thread.tellFormer(rows.threads, seen.fromNs)
    const fromNs = Number.isNaN(thread.untoldNs) ? seen.fromNs : thread.untoldNs
    if (!isBusy && this.#mayWait(process) && nowNs - fromNs < LONE_ROW_NS) {
      thread.untoldNs = fromNs
      return
    }
    thread.untoldNs = NaN
    rows.threads.appendLook({ thread: thread.thread, fromNs, tNs: nowNs, ranNs: thread.ranNs, waitedNs: thread.waitedNs }, isBusy ? this.#readThreadStat(process, thread) : null)
  }

  /** What a lone thread does stands in its process's rows already: its own may be fewer while it runs only a little. */
  #mayWait(process: TrackedProcess): boolean {
    return process.threads.length === 1 && this.#options.looks === 'adaptive'
  }

  /** Last core and state of a thread that ran; null if it left meanwhile. */
  #readThreadStat(process: TrackedProcess, thread: TrackedThread): ProcessStat | null {
    const reader = this.#reader
    const path = this.#path(process.pid, `task/${String(thread.tid)}/stat`)
    if (thread.statDescriptor === GONE) thread.statDescriptor = reader.openToKeep(path)
    const length = thread.statDescriptor === GONE ? reader.readOnce(path) : reader.read(thread.statDescriptor)
    return length !== GONE && parseStat(reader.buffer, length, this.#options.units, this.#threadStat) ? this.#threadStat : null
  }

  #readSched(process: TrackedProcess, thread: TrackedThread): SchedStat | null {
    if (!this.#options.hasSchedstat) return this.#readTicks(process, thread)
    const reader = this.#reader
    const length =
      thread.schedDescriptor === GONE
        ? reader.readOnce(this.#path(process.pid, `task/${String(thread.tid)}/schedstat`))
        : reader.read(thread.schedDescriptor)
    return length > 0 && parseSchedstat(reader.buffer, length, this.#sched) ? this.#sched : null
  }

  /** Ticks of the thread where the kernel has no ns; how long it waited is then unknown, never 0. */
  #readTicks(process: TrackedProcess, thread: TrackedThread): SchedStat | null {
    const stat = this.#readThreadStat(process, thread)
    return stat ? { ranNs: stat.userNs + stat.systemNs, waitedNs: NaN, turns: NaN } : null
  }

  #path(pid: number, file: string): string {
    return `${this.#options.root}/${String(pid)}/${file}`
  }
}

/** Counters of a process that began with the run. */
const nothing = emptyStat()

const sinceThen = (now: SlowFigures, then: SlowFigures): SlowFigures => ({
  voluntary: now.voluntary - then.voluntary,
  involuntary: now.involuntary - then.involuntary,
  readBytes: now.readBytes - then.readBytes,
  writtenBytes: now.writtenBytes - then.writtenBytes
})
