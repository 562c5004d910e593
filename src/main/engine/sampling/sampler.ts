// The sampler of Linux: at each tick finds who was born, looks at everyone who is due, and makes a batch of it. It measures
// and never interprets. No clock and no thread of its own, so that a test can walk it through a folder of fixtures.
import { readFileSync } from 'node:fs'
import type { SampleBatch } from '../../../shared/model/batch.ts'
import type { OwnCost } from '../../../shared/model/batch.ts'
import type { Exit, Looks, RunId } from '../../../shared/model/run.ts'
import { ProcReader } from '../procfs/reader.ts'
import { kernelUnits } from '../procfs/stat.ts'
import { BirthFinder, listMembers } from './births.ts'
import type { Tick } from './clock.ts'
import { CoreReader } from './coreReader.ts'
import { Doubts } from './doubts.ts'
import { Looker } from './looks.ts'
import { Roster } from './roster.ts'
import { BatchRows } from './rows.ts'
import type { TrackedProcess } from './tracked.ts'

export interface SamplerSpec {
  readonly run: RunId
  readonly rootPid: number
  /** What the root will be once it is released. */
  readonly command: readonly string[]
  readonly rateHz: number
  readonly looks: Looks
  /** The run's own cgroup: its folder, and its name as /proc/PID/cgroup prints it. Null: none. */
  readonly cgroup: { readonly folder: string; readonly name: string } | null
  readonly clockTicksPerSecond: number
  readonly pageBytes: number
  /** The tree below the root runs already: it is taken in as it is, and its root's end is not told but seen. */
  readonly isAttached?: boolean
  /** Where /proc is; a folder of fixtures in tests. */
  readonly root?: string
}

/** CPU of orphans, which no parent's account contains. */
export interface OrphanTotal {
  readonly userNs: number
  readonly systemNs: number
  /** Both together, from nanoseconds where these know more than ticks. */
  readonly cpuNs: number
}

/** Asking the time costs a tenth of a microsecond: for everybody in a small tree, now and then in a large one. */
const SMALL_TREE = 64
const LOOKS_PER_TIME = 32
/** Where the root goes, others go: for so long everybody is looked at, so that the run ends when the last has left. */
const WATCHFUL_NS = 2e9
/** Descriptors left for everything else. */
const DESCRIPTORS_SPARED = 256

export class Sampler {
  readonly #spec: SamplerSpec
  readonly #reader = new ProcReader(readDescriptorLimit() - DESCRIPTORS_SPARED)
  readonly #root: string
  readonly #births: BirthFinder
  readonly #roster: Roster
  readonly #looker: Looker
  readonly #cores: CoreReader
  readonly #doubts = new Doubts()
  readonly #hasSchedstat: boolean
  #rootProcess: TrackedProcess | null = null
  #hasRootEnded = false
  #watchfulUntilNs = 0
  #rows = new BatchRows()

  constructor(spec: SamplerSpec) {
    this.#spec = spec
    this.#root = spec.root ?? '/proc'
    const units = kernelUnits(spec.clockTicksPerSecond, spec.pageBytes)
    this.#hasSchedstat = hasSchedstat(this.#root)
    const periodNs = 1e9 / spec.rateHz
    this.#births = new BirthFinder(this.#reader, this.#root)
    this.#roster = new Roster(this.#reader, { root: this.#root, units, cgroupName: spec.cgroup?.name ?? null, hasSchedstat: this.#hasSchedstat })
    this.#looker = new Looker(this.#reader, { root: this.#root, looks: spec.looks, units, periodNs, hasSchedstat: this.#hasSchedstat })
    this.#cores = new CoreReader(this.#reader, this.#root, units.tickNs)
  }

  /** Takes in the held root, before it is released, or the tree that runs already. False: it is gone. */
  begin(): boolean {
    this.#births.begin(0)
    const isThere = this.#spec.isAttached ? this.#adoptTree() : this.#adoptRoot()
    if (!this.#spec.isAttached) this.#cores.look(0, this.#rows)
    if (!this.#hasSchedstat) this.#doubt('no-schedstat', 0, () => 'This kernel does not count nanoseconds per thread: CPU time moves in clock ticks, waiting for a core is not measured.')
    return isThere
  }

  #adoptRoot(): boolean {
    this.#rootProcess = this.#roster.adoptRoot(this.#spec.rootPid, this.#spec.command, this.#rows)
    return this.#rootProcess !== null
  }

  #adoptTree(): boolean {
    this.#hasRootEnded = true // nobody will tell: the run is over when nobody is left
    this.#roster.adoptTree(this.#spec.rootPid, this.#rows)
    return this.#roster.live.size > 0
  }

  /** The root is released now: at this time of the run (below zero) the system booted. */
  setBoot(bootNs: number): void {
    this.#roster.bootNs = bootNs
  }

  /** The run of an attached tree begins now. Between being taken in and this moment lies a message, on a busy machine a long one. */
  beginAttached(nowNs: number): void {
    this.#roster.rebase(nowNs)
    this.#cores.look(nowNs, this.#rows)
  }

  /** One tick: births, looks, cores. `now` tells the run's time while the tick goes on. */
  tick(tick: Tick, now: () => number = () => tick.nowNs): void {
    const { nowNs } = tick
    this.#noteLateness(tick)
    this.#rows.tickNs.push(nowNs)
    this.#findBirths(nowNs)
    this.#lookAtAll(now)
    this.#cores.look(now(), this.#rows)
    if (this.#reader.isShort) {
      this.#reader.isShort = false
      this.#doubt('descriptors-short', nowNs, () => 'Too few file descriptors to keep one per thread: the newest threads are read the dearer way. Figures are the same, the own cost is higher. Raise the limit (ulimit -n) to avoid it.')
    }
  }

  /** The launcher says that the root has ended, exactly. */
  endRoot(nowNs: number, exit: Exit): void {
    this.#hasRootEnded = true
    this.#watchfulUntilNs = nowNs + WATCHFUL_NS
    if (this.#rootProcess) this.#roster.end(this.#rootProcess, { nowNs, exit, rows: this.#rows, isExact: true })
  }

  /** The root has ended and nobody of the tree is left. */
  isOver(nowNs: number): boolean {
    if (!this.#hasRootEnded || this.#roster.live.size > 0) return false
    this.#takeMembers(nowNs)
    this.#findBirths(nowNs)
    return this.#roster.live.size === 0
  }

  get orphans(): OrphanTotal {
    const { orphanUserNs: userNs, orphanSystemNs: systemNs, orphanCpuNs: cpuNs } = this.#roster
    return { userNs, systemNs, cpuNs }
  }

  /** Hands over what was measured since the last call. */
  take(own: OwnCost | null): SampleBatch {
    const rows = this.#rows
    this.#rows = new BatchRows()
    return rows.columns(this.#spec.run, own)
  }

  /** As `take`, with the last word of every doubt. */
  takeLast(nowNs: number, own: OwnCost | null): SampleBatch {
    this.#rows.warnings.splice(0, Infinity, ...this.#doubts.all(nowNs))
    return this.take(own)
  }

  close(): void {
    this.#roster.close()
    this.#births.close()
    this.#cores.close()
  }

  #lookAtAll(now: () => number): void {
    let threads = 0
    let looks = 0
    let nowNs = now()
    const looksPerTime = this.#roster.live.size <= SMALL_TREE ? 1 : LOOKS_PER_TIME
    for (const process of this.#roster.live.values()) {
      threads += process.threads.length
      // We may lose our core in the midst of a tick: what is read after that must not pass for what was before.
      if (++looks % looksPerTime === 0) nowNs = now()
      if (nowNs >= process.nextLookNs || nowNs < this.#watchfulUntilNs) this.#look(process, nowNs)
    }
    this.#looker.setPace(this.#roster.live.size, threads)
  }

  #look(process: TrackedProcess, nowNs: number): void {
    const found = this.#looker.look(process, nowNs, this.#rows)
    process.lookedNs = nowNs
    if (found === 'gone') {
      // The launcher hears of the root's end by itself, with its exit code.
      if (process !== this.#rootProcess) this.#roster.end(process, { nowNs, exit: { code: null, signal: null }, rows: this.#rows })
      return
    }
    if (found === 'stat') this.#roster.recognise(process, this.#looker.stat, { length: this.#looker.statLength, nowNs, rows: this.#rows })
    if (process.areThreadsStale && this.#roster.isLive(process)) this.#roster.refreshThreads(process, nowNs, this.#rows)
  }

  #findBirths(nowNs: number): void {
    const scans = this.#births.scans
    const taken = this.#roster.takenByLikeness
    for (const pid of this.#births.take(nowNs)) this.#consider(pid, nowNs)
    if (this.#births.scans !== scans) this.#takeMembers(nowNs)
    const likely = this.#roster.takenByLikeness - taken
    if (likely > 0) this.#doubt('births-uncertain', nowNs, count => `${String(count)} processes lost their parents before anyone saw these; they were taken for the program's because they have its environment.`, likely)
  }

  /** Everyone whom the run's cgroup names: also those that left the session and lost their parent between two looks. */
  #takeMembers(nowNs: number): void {
    if (!this.#spec.cgroup) return
    for (const pid of listMembers(this.#spec.cgroup.folder)) if (!this.#roster.live.has(pid)) this.#consider(pid, nowNs)
  }

  #consider(pid: number, nowNs: number): void {
    const found = this.#roster.consider(pid, nowNs, this.#rows)
    if (found === 'absent') this.#births.putBack(pid)
  }

  #noteLateness({ nowNs, lateNs, missed }: Tick): void {
    const periodNs = 1e9 / this.#spec.rateHz
    if (missed > 0) this.#doubt('missed-ticks', nowNs, count => `${String(count)} ticks were missed because the machine was busy: there the samples speak of longer intervals.`, missed)
    else if (lateNs > periodNs / 2) this.#doubt('late-ticks', nowNs, count => `${String(count)} ticks came more than half a period late. Each sample keeps the time at which it was really taken.`)
  }

  #doubt(code: Parameters<Doubts['note']>[0], nowNs: number, text: (count: number) => string, count = 1): void {
    this.#doubts.note(code, { nowNs, text, count, told: this.#rows.warnings })
  }
}

/** False where /proc/self/schedstat is missing or counts nothing (CONFIG_SCHED_INFO off). */
function hasSchedstat(root: string): boolean {
  try {
    return Number(readFileSync(`${root}/self/schedstat`, 'latin1').split(' ')[0]) > 0
  } catch {
    return false
  }
}

/** Soft limit of open files of this process; Node raises it to the hard one at start. */
function readDescriptorLimit(): number {
  try {
    const line = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))
    const limit = Number(line?.[1])
    return Number.isNaN(limit) ? Infinity : limit
  } catch {
    return 1024
  }
}
