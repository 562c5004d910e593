// Who belongs to the tree: births, re-parenting, new names, ends. Identity is PID + start time. A process belongs if its
// parent does, if its session was begun in the tree, or if the run's cgroup says so; it stays, whoever adopts it later.
import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Making } from '../../../shared/model/batch.ts'
import { type Exactness, type Exit, processId, threadId } from '../../../shared/model/run.ts'
import { ns } from '../../../shared/units.ts'
import { parseCommand, parseLabelled } from '../procfs/details.ts'
import { GONE, type ProcReader } from '../procfs/reader.ts'
import { parseSchedstat, type SchedStat } from '../procfs/schedstat.ts'
import { emptyStat, isSameName, type KernelUnits, parseStat, parseStatName, PF_FORKNOEXEC, type ProcessStat, STATE_ZOMBIE } from '../procfs/stat.ts'
import { signalName } from '../procfs/signals.ts'
import { listNumbers } from './births.ts'
import { Kinship } from './kinship.ts'
import type { BatchRows } from './rows.ts'
import { TrackedProcess, TrackedThread } from './tracked.ts'
import { listTree } from './treeList.ts'

export interface RosterOptions {
  readonly root: string
  readonly units: KernelUnits
  /** The run's own cgroup as /proc/PID/cgroup names it, or null. */
  readonly cgroupName: string | null
  /** The kernel counts ns per thread. */
  readonly hasSchedstat: boolean
}

const fresh: SchedStat = { ranNs: 0, waitedNs: 0, turns: 0 }

export class Roster {
  /** Those that live, by PID. */
  readonly live = new Map<number, TrackedProcess>()
  /** CPU of those whose account nobody in the tree settles. */
  orphanUserNs = 0
  orphanSystemNs = 0
  orphanCpuNs = 0
  /** Members that were taken in by evidence only. */
  takenByLikeness = 0
  /** The run's time at which the system booted; turns start ticks into the run's time. */
  bootNs = 0
  readonly #reader: ProcReader
  readonly #options: RosterOptions
  readonly #stat: ProcessStat = emptyStat()
  readonly #threadStat: ProcessStat = emptyStat()
  /** Start ticks of everyone who was ever a member, by PID: a session is named after the process that began it. */
  readonly #memberPids = new Map<number, number>()
  #kinship: Kinship | null = null
  /** Who adopts orphans of the tree: init, or an ancestor of the root that asked for it (PR_SET_CHILD_SUBREAPER). */
  #reapers: ReadonlySet<number> = new Set([1])
  #root: TrackedProcess | null = null
  /** The root's command line while the launcher holds its place; null once it runs its own program. */
  #heldCommand: string | null = null
  #processCount = 0
  #threadCount = 0

  constructor(reader: ProcReader, options: RosterOptions) {
    this.#reader = reader
    this.#options = options
  }

  /** The held root, before its first instruction: what its counters say now is its baseline. Null: it is gone already. */
  adoptRoot(pid: number, command: readonly string[], rows: BatchRows): TrackedProcess | null {
    if (!this.#readStat(pid)) return null
    const { startTicks, parentPid, userNs, systemNs } = this.#stat
    const root = this.#enter({ pid, startTicks, parentPid }, 0)
    root.baselineTicksNs = userNs + systemNs
    this.#reapers = this.#readAncestors(parentPid)
    this.#kinship = new Kinship(this.#reader, { root: this.#options.root, rootStartTicks: startTicks })
    this.#root = root
    root.name = Buffer.from(basename(command[0] ?? '').slice(0, 15))
    this.#heldCommand = this.#readCommand(pid).join('\0')
    this.#announce(root, { command, making: 'root', bornNs: 0, seenNs: 0, rows })
    this.#enterThread(root, pid, { nowNs: 0, rows, baseline: this.#readBaseline(pid, pid) })
    return root
  }

  /** A tree that runs already, parents before children: what their counters say now is its baseline. */
  adoptTree(rootPid: number, rows: BatchRows): void {
    for (const pid of listTree(this.#options.root, rootPid)) this.#adopt(pid, rows)
  }

  #adopt(pid: number, rows: BatchRows): void {
    if (!this.#readStat(pid) || this.#stat.state === STATE_ZOMBIE) return
    const { startTicks, parentPid, flags } = this.#stat
    const process = this.#enter({ pid, startTicks, parentPid }, 0)
    process.flags = flags
    process.rebase(this.#stat)
    const parent = this.#parentOf(process)
    parent?.children.add(process)
    process.isOrphan = !parent
    process.name = this.#readName(pid)
    this.#announce(process, { command: this.#readCommand(pid), making: makingOf(flags), bornNs: 0, seenNs: 0, rows, exactness: 'estimated' })
    for (const tid of listNumbers(this.#path(pid, 'task'))) this.#enterThread(process, tid, { nowNs: 0, rows, baseline: this.#readBaseline(pid, tid) })
  }

  /** The run of a tree that was taken in begins only now: until here it ran, and waited for cores, on its own account. */
  rebase(nowNs: number): void {
    for (const process of this.live.values()) {
      if (this.#readStat(process.pid)) process.rebase(this.#stat)
      for (const thread of process.threads) thread.rebase(this.#readBaseline(process.pid, thread.tid), nowNs)
    }
  }

  /**
   * Looks whether a number that is new on the machine is a process of the tree, and takes it in.
   * `absent`: there is no such process (yet). A thread's number makes its process's list of threads stale.
   */
  consider(pid: number, nowNs: number, rows: BatchRows): 'absent' | 'foreign' | 'member' {
    const known = this.live.get(pid)
    // Most new numbers have gone again on a machine that compiles; asking first costs half of an open that throws.
    if (!existsSync(this.#path(pid, 'stat')) || !this.#readStat(pid)) return 'absent'
    const { startTicks, parentPid, session, exitSignal } = this.#stat
    if (exitSignal === -1) return this.#considerThread(pid)
    if (this.#memberPids.get(pid) === startTicks) return 'member' // living, or an ended one that nobody has waited for yet
    if (known) this.end(known, { nowNs, exit: { code: null, signal: null }, rows }) // the number was used again
    const parent = this.live.get(parentPid)
    if (!parent && !this.#memberPids.has(session) && !this.#isLostMember(pid, parentPid)) return 'foreign'
    const bornNs = Math.min(nowNs, Math.max(0, startTicks * this.#options.units.tickNs + this.bootNs))
    const name = this.#readName(pid)
    const process = this.#enter({ pid, startTicks, parentPid }, bornNs)
    process.flags = this.#stat.flags
    process.isOrphan = !parent
    parent?.children.add(process)
    process.name = name
    this.#announce(process, { command: this.#readCommand(pid), making: makingOf(process.flags), bornNs, seenNs: nowNs, rows })
    this.#enterThread(process, pid, { nowNs: bornNs, rows, baseline: fresh })
    process.areThreadsStale = this.#stat.threads > 1
    return 'member'
  }

  /** After a stat was read (its line still in the reader's buffer): a new name, a new parent, an end as a zombie. */
  recognise(process: TrackedProcess, stat: ProcessStat, seen: { length: number; nowNs: number; rows: BatchRows }): void {
    const { length, nowNs, rows } = seen
    const hasExecd = (process.flags & PF_FORKNOEXEC) !== 0 && (stat.flags & PF_FORKNOEXEC) === 0
    // GONE: it left between the closer files and this line; what is in the buffer is no stat.
    const name = length === GONE || isSameName(this.#reader.buffer, length, process.name) ? null : parseStatName(this.#reader.buffer, length)
    process.flags = stat.flags
    if (stat.parentPid !== process.parentPid) this.#reparent(process, stat.parentPid, { nowNs, rows })
    if (stat.state === STATE_ZOMBIE) {
      this.end(process, { nowNs, exit: this.#isOurs(process.pid) ? exitOf(stat.exitStatus) : { code: null, signal: null }, rows })
      return
    }
    if (process === this.#root) this.#kinship?.refresh(process.pid)
    if (name === null && !hasExecd) return
    const command = this.#readCommand(process.pid)
    if (process === this.#root && this.#isStillHeld(command)) return
    if (name !== null) process.name = Buffer.from(name)
    rows.events.push({ kind: 'renamed', tNs: ns(nowNs), process: process.process, name: process.name.toString(), command, making: makingOf(stat.flags) })
  }

  /** Released, but not yet turned into the program (or gone before it could be seen): it was announced as what it will be. */
  #isStillHeld(command: readonly string[]): boolean {
    if (this.#heldCommand === null) return false
    if (command.length === 0 || command.join('\0') === this.#heldCommand) return true
    this.#heldCommand = null
    return false
  }

  /** Brings the list of threads up to date. */
  refreshThreads(process: TrackedProcess, nowNs: number, rows: BatchRows): void {
    process.areThreadsStale = false
    const tids = new Set(listNumbers(this.#path(process.pid, 'task')))
    if (tids.size === 0) return
    for (const thread of [...process.threads]) {
      if (tids.delete(thread.tid)) continue
      thread.tellRest(rows.threads)
      process.drop(thread, this.#reader)
      rows.events.push({ kind: 'thread-ended', tNs: ns(nowNs), thread: thread.thread })
    }
    for (const tid of tids) this.#enterThread(process, tid, { nowNs: Math.max(process.lookedNs, 0), rows, baseline: fresh })
  }

  /** False once it was found to have ended, gone or as a zombie: its descriptors are closed and its threads' ends told. */
  isLive(process: TrackedProcess): boolean {
    return this.live.get(process.pid) === process
  }

  /** Takes a process out of the living. Its history stays with whoever has the events. */
  end(process: TrackedProcess, { nowNs, exit, rows, isExact = false }: { nowNs: number; exit: Exit; rows: BatchRows; isExact?: boolean }): void {
    if (!this.isLive(process)) return
    this.live.delete(process.pid)
    if (process.isOrphan) {
      this.orphanUserNs += process.lastUserNs + process.lastReapedUserNs
      this.orphanSystemNs += process.lastSystemNs + process.lastReapedSystemNs
      const ticksNs = process.lastUserNs + process.lastSystemNs
      this.orphanCpuNs += Math.max(process.ranNs, ticksNs) + process.lastReapedUserNs + process.lastReapedSystemNs
    }
    for (const thread of process.threads) {
      thread.tellRest(rows.threads)
      rows.events.push({ kind: 'thread-ended', tNs: ns(nowNs), thread: thread.thread })
    }
    const exactness = isExact ? 'exact' : 'sampled'
    rows.events.push({ kind: 'ended', tNs: ns(nowNs), process: process.process, exit, exactness })
    process.close(this.#reader)
    for (const child of process.children) if (this.#readStat(child.pid)) this.#reparent(child, this.#stat.parentPid, { nowNs, rows })
    this.#parentOf(process)?.children.delete(process)
  }

  close(): void {
    for (const process of this.live.values()) process.close(this.#reader)
  }

  #parentOf(process: TrackedProcess): TrackedProcess | undefined {
    return this.live.get(process.parentPid)
  }

  #reparent(process: TrackedProcess, parentPid: number, { nowNs, rows }: { nowNs: number; rows: BatchRows }): void {
    if (process.parentPid === parentPid || !this.isLive(process)) return
    this.#parentOf(process)?.children.delete(process)
    process.parentPid = parentPid
    const parent = this.#parentOf(process)
    parent?.children.add(process)
    process.isOrphan = !parent
    rows.events.push({ kind: 'reparented', tNs: ns(nowNs), process: process.process, parentPid })
  }

  #enter(identity: { pid: number; startTicks: number; parentPid: number }, bornNs: number): TrackedProcess {
    const process = new TrackedProcess({ process: processId(this.#processCount++), ...identity }, bornNs)
    this.live.set(identity.pid, process)
    this.#memberPids.set(identity.pid, identity.startTicks)
    return process
  }

  #announce(process: TrackedProcess, seen: { command: readonly string[]; making: Making; bornNs: number; seenNs: number; rows: BatchRows; exactness?: Exactness }): void {
    const { command, making, bornNs, seenNs, rows, exactness = making === 'root' ? 'exact' : 'sampled' } = seen
    const { pid, startTicks, parentPid } = process
    rows.events.push({
      ...{ kind: 'born', tNs: ns(bornNs), seenNs: ns(seenNs), process: process.process, pid, startTicks, parentPid, command, making },
      parent: this.#parentOf(process)?.process ?? null,
      name: process.name.toString(),
      exactness
    })
  }

  #enterThread(process: TrackedProcess, tid: number, seen: { nowNs: number; rows: BatchRows; baseline: SchedStat }): void {
    const { nowNs, rows, baseline } = seen
    const descriptor = this.#reader.openToKeep(this.#path(process.pid, `task/${String(tid)}/schedstat`))
    const thread = new TrackedThread({ thread: threadId(this.#threadCount++), tid }, descriptor, nowNs, baseline)
    process.threads.push(thread)
    const name = (this.#reader.readText(this.#path(process.pid, `task/${String(tid)}/comm`)) ?? '').replace(/\n$/, '')
    rows.events.push({ kind: 'thread-born', tNs: ns(nowNs), thread: thread.thread, process: process.process, tid, name })
  }

  #considerThread(tid: number): 'absent' | 'foreign' | 'member' {
    const status = this.#reader.readText(this.#path(tid, 'status'))
    if (status === null) return 'absent'
    const process = this.live.get(parseLabelled(status, 'Tgid'))
    if (!process) return 'foreign'
    process.areThreadsStale = true
    return 'member'
  }

  /** An orphan in a session of its own: the cgroup knows it, else its environment. A stranger's child has a stranger for a parent. */
  #isLostMember(pid: number, parentPid: number): boolean {
    return this.#reapers.has(parentPid) && (this.#isInCgroup(pid) || this.#isLikelyOurs(pid))
  }

  #readAncestors(pid: number): ReadonlySet<number> {
    const ancestors = new Set([1])
    for (let each = pid; each > 1 && !ancestors.has(each) && this.#readStat(each); each = this.#stat.parentPid) ancestors.add(each)
    return ancestors
  }

  /** Without a cgroup: an orphan whose parent nobody saw, by the environment it inherited. Leaves `#stat` as it was. */
  #isLikelyOurs(pid: number): boolean {
    if (this.#options.cgroupName !== null || !this.#kinship) return false
    const stat = { ...this.#stat }
    const readStartTicks = (other: number): number | null => (this.#readStat(other) ? this.#stat.startTicks : null)
    const isLikely = this.#kinship.isLikely(stat, { pid, readStartTicks, members: this.live.keys() })
    Object.assign(this.#stat, stat)
    if (isLikely) this.takenByLikeness++
    return isLikely
  }

  #isInCgroup(pid: number): boolean {
    const { cgroupName } = this.#options
    if (cgroupName === null) return false
    const text = this.#reader.readText(this.#path(pid, 'cgroup')) ?? ''
    return text.split('\n').some(line => line === `0::${cgroupName}` || line.startsWith(`0::${cgroupName}/`))
  }

  /** The kernel tells exit statuses only to those who might trace; it prints 0 to others, which must not pass for a code. */
  #isOurs(pid: number): boolean {
    const uid = globalThis.process.geteuid?.()
    try {
      return uid === 0 || statSync(this.#path(pid, '')).uid === uid
    } catch {
      return false
    }
  }

  #readStat(pid: number): boolean {
    const length = this.#reader.readOnce(this.#path(pid, 'stat'))
    return length !== GONE && parseStat(this.#reader.buffer, length, this.#options.units, this.#stat)
  }

  #readCommand(pid: number): string[] {
    return parseCommand(this.#reader.readText(this.#path(pid, 'cmdline')) ?? '')
  }

  #readName(pid: number): Buffer {
    const length = this.#reader.readOnce(this.#path(pid, 'stat'))
    return Buffer.from((length === GONE ? null : parseStatName(this.#reader.buffer, length)) ?? '')
  }

  /** What a thread's counters say now, by the same file that its looks will read. */
  #readBaseline(pid: number, tid: number): SchedStat {
    const baseline = { ...fresh }
    const file = this.#options.hasSchedstat ? 'schedstat' : 'stat'
    const length = this.#reader.readOnce(this.#path(pid, `task/${String(tid)}/${file}`))
    if (length <= 0) return baseline
    if (this.#options.hasSchedstat) parseSchedstat(this.#reader.buffer, length, baseline)
    else if (parseStat(this.#reader.buffer, length, this.#options.units, this.#threadStat)) baseline.ranNs = this.#threadStat.userNs + this.#threadStat.systemNs
    return baseline
  }

  #path(pid: number, file: string): string {
    return `${this.#options.root}/${String(pid)}/${file}`
  }
}

const makingOf = (flags: number): Making => ((flags & PF_FORKNOEXEC) !== 0 ? 'forked' : 'execd')

/** The wait status of a zombie: exit code in the second byte, signal in the low seven bits. */
function exitOf(status: number): Exit {
  const signal = status & 0x7f
  return signal === 0 ? { code: (status >> 8) & 0xff, signal: null } : { code: null, signal: signalName(signal) }
}
