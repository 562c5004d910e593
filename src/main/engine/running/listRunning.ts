// Everyone who runs on this machine, from /proc: what a person needs to know to choose one of them. Numbers are read anew at
// each look; names, command lines and owners only now and then, since they hardly ever change and cost more than all the rest.
import { readlinkSync, statSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { FaultError } from '../../../shared/fault.ts'
import type { MachineFacts } from '../../../shared/model/machine.ts'
import type { RunId } from '../../../shared/model/run.ts'
import type { RunningList, RunningProcess } from '../../../shared/model/running.ts'
import { bytes, ns, NS_PER_MS, NS_PER_SECOND } from '../../../shared/units.ts'
import { HAS_PROC } from '../launch/identity.ts'
import { parseCommand, parseEffectiveUser } from '../procfs/details.ts'
import { parseBootTime } from '../procfs/machineStat.ts'
import { ProcReader } from '../procfs/reader.ts'
import { emptyStat, type KernelUnits, kernelUnits, PAGE_BYTES, parseStat, parseStatName, PF_KTHREAD, type ProcessStat, STATE_DEAD, STATE_ZOMBIE } from '../procfs/stat.ts'
import { listNumbers } from '../sampling/births.ts'
import { assignHeads, countBelow, orderByBirth } from './kin.ts'
import { readUserNames } from './passwd.ts'

export interface RunningSpec {
  readonly units: KernelUnits
  /** This program: it and what is below it are left out. */
  readonly ownPid: number
  /** Roots of the runs that go on; they and those below are not left out, even where this program started them. */
  readonly roots: () => ReadonlyMap<number, RunId>
  /** Where /proc is, and the names of users; fixtures in tests. */
  readonly root?: string
  readonly users?: string
  /** Of how many the dearest file is read in one look. */
  readonly statusMost?: number
}

/** How long the program may be kept from everything else at a stretch. */
const SLICE_MS = 6
/** What hardly ever changes is read anew at every so manieth look: a program may exec under the same name. */
const KNOWN_FOR_LOOKS = 8
/** The dearest file (14 µs) is read of so many in one look. Of the rest the owner is told a look later. */
const STATUS_MOST = 1000
/** More of a command line nobody reads in a list; it can be 2 MiB long. */
const COMMAND_LONGEST = 4096

/** What is not read at each look. */
interface Known {
  readonly startTicks: number
  readonly name: string
  readonly command: readonly string[]
  readonly uid: number | null
  readonly isOpen: boolean
  readonly atLook: number
}

interface Seen extends Known, Pick<ProcessStat, 'parentPid' | 'rssBytes'> {
  readonly pid: number
  readonly cpuNs: number
  readonly readNs: number
  readonly threadCount: number
  readonly isZombie: boolean
  readonly isKernel: boolean
}

/** For this machine and this program. `roots`: of the runs that go on. Where nobody can be attached to, looking throws a FaultError. */
export function openRunningList({ clockTicksPerSecond }: MachineFacts, roots: RunningSpec['roots']): () => Promise<RunningList> {
  if (!HAS_PROC) return () => Promise.reject(new FaultError({ kind: 'cannot-attach', reason: 'this system has no /proc' }))
  return openLister({ units: kernelUnits(clockTicksPerSecond, PAGE_BYTES), ownPid: process.pid, roots })
}

/** Below whom a process stands: this program, or the root of a run. */
type Head = 'own' | { readonly run: RunId }

/** Remembers between looks what is dear to read. Returns the function that looks; while a look goes on, its answer is everybody's. */
export function openLister(spec: RunningSpec): () => Promise<RunningList> {
  const lister = new RunningLister(spec)
  let going: Promise<RunningList> | null = null
  return () => (going ??= lister.look().finally(() => (going = null)))
}

class RunningLister {
  readonly #spec: RunningSpec
  readonly #root: string
  readonly #reader = new ProcReader()
  readonly #stat = emptyStat()
  readonly #ownUid = process.geteuid?.() ?? NaN
  #known = new Map<number, Known>()
  #look = 0
  #statusLeft = 0

  constructor(spec: RunningSpec) {
    this.#spec = spec
    this.#root = spec.root ?? '/proc'
  }

  async look(): Promise<RunningList> {
    this.#look++
    this.#statusLeft = this.#spec.statusMost ?? STATUS_MOST
    const seen = await this.#readEveryone()
    this.#known = seen // who has left is forgotten
    return { ownUid: this.#ownUid, processes: this.#compose(seen) }
  }

  /** In slices, so that a machine with thousands of processes does not hold up the charts. */
  async #readEveryone(): Promise<Map<number, Seen>> {
    const seen = new Map<number, Seen>()
    let untilMs = performance.now() + SLICE_MS
    for (const pid of listNumbers(this.#root)) {
      if (performance.now() > untilMs) {
        await nextTurn()
        untilMs = performance.now() + SLICE_MS
      }
      const each = this.#readOne(pid)
      if (each) seen.set(pid, each)
    }
    return seen
  }

  /** Null: it has left. */
  #readOne(pid: number): Seen | null {
    const reader = this.#reader
    const length = reader.readOnce(`${this.#root}/${String(pid)}/stat`)
    if (length < 0 || !parseStat(reader.buffer, length, this.#spec.units, this.#stat)) return null
    const { state, flags, startTicks, parentPid, rssBytes, userNs, systemNs, threads: threadCount } = this.#stat
    const name = parseStatName(reader.buffer, length) ?? ''
    const readNs = Number(process.hrtime.bigint())
    const [isZombie, isKernel] = [state === STATE_ZOMBIE || state === STATE_DEAD, (flags & PF_KTHREAD) !== 0]
    const known = isZombie || isKernel ? this.#knowLittle(startTicks, name) : this.#know(pid, startTicks, name)
    return { ...known, ...{ pid, parentPid, rssBytes, readNs, threadCount, isZombie, isKernel }, cpuNs: userNs + systemNs }
  }

  #knowLittle(startTicks: number, name: string): Known {
    return { startTicks, name, command: [], uid: null, isOpen: false, atLook: this.#look }
  }

  #know(pid: number, startTicks: number, name: string): Known {
    const before = this.#known.get(pid)
    const isSame = before?.startTicks === startTicks && before.name === name
    // PIDs are spread over the looks, so that not all fall due at one.
    if (isSame && before.uid !== null && (this.#look + pid) % KNOWN_FOR_LOOKS !== 0) return before
    const folder = `${this.#root}/${String(pid)}`
    const owner = readOwner(folder)
    return { startTicks, name, command: this.#readCommand(folder), uid: this.#readUser(folder, owner), isOpen: owner === this.#ownUid || canSeeInside(folder), atLook: this.#look }
  }

  #readCommand(folder: string): readonly string[] {
    const length = Math.min(this.#reader.readOnce(`${folder}/cmdline`), COMMAND_LONGEST)
    return length < 0 ? [] : parseCommand(this.#reader.buffer.toString('utf8', 0, length))
  }

  /** The folder of a process belongs to its user, unless the process may not be dumped: then to root. */
  #readUser(folder: string, owner: number | null): number | null {
    if (owner !== 0) return owner
    if (this.#statusLeft-- <= 0) return null
    const uid = parseEffectiveUser(this.#reader.readText(`${folder}/status`) ?? '')
    return Number.isNaN(uid) ? null : uid
  }

  #compose(seen: ReadonlyMap<number, Seen>): RunningProcess[] {
    const ordered = orderByBirth(seen)
    const below = countBelow(ordered, ({ isZombie }) => !isZombie)
    const headOf = assignHeads(ordered, this.#heads())
    const names = readUserNames(this.#spec.users)
    const bootMs = this.#readBootMs()
    const { tickNs } = this.#spec.units
    return ordered
      .filter(({ pid, isZombie, isKernel }) => !isZombie && !isKernel && headOf.get(pid) !== 'own')
      .map(({ pid, startTicks, parentPid, name, command, uid, cpuNs, readNs, rssBytes, threadCount, isOpen }) => ({
        ...{ pid, startTicks, parentPid, name, command, uid, user: uid === null ? null : (names.get(uid) ?? null) },
        startedAtUnixMs: bootMs === null ? null : bootMs + (startTicks * tickNs) / NS_PER_MS,
        ...{ cpuNs: ns(cpuNs), readNs, rssBytes: bytes(rssBytes), threadCount, isOpen },
        ...{ belowCount: below.get(pid) ?? 0, followedBy: followerOf(headOf.get(pid)) }
      }))
  }

  #heads(): ReadonlyMap<number, Head> {
    const heads = new Map<number, Head>([[this.#spec.ownPid, 'own']])
    for (const [pid, run] of this.#spec.roots()) heads.set(pid, { run })
    return heads
  }

  #readBootMs(): number | null {
    const length = this.#reader.readOnce(`${this.#root}/stat`)
    const bootSeconds = length < 0 ? NaN : parseBootTime(this.#reader.buffer, length)
    return Number.isNaN(bootSeconds) ? null : (bootSeconds * NS_PER_SECOND) / NS_PER_MS
  }
}

const followerOf = (head: Head | undefined): RunId | null => (typeof head === 'object' ? head.run : null)

function readOwner(folder: string): number | null {
  return statSync(folder, { throwIfNoEntry: false })?.uid ?? null
}

/** Where its folder link may be read, so may its memory maps and I/O counts: one and the same permission (PTRACE_MODE_READ). */
function canSeeInside(folder: string): boolean {
  try {
    readlinkSync(`${folder}/cwd`)
    return true
  } catch {
    return false
  }
}
