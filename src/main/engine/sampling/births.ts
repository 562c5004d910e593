// Which PIDs are new since the last look, without scanning: /proc/loadavg names the PID given out last, so only the numbers
// in between need a probe. A scan answers when that span is large, when the numbers wrapped, and as a net: every two seconds
// if the kernel counted more births than numbers were passed (a full turn of the numbers in one tick), else every ten.
import { readFileSync, readdirSync } from 'node:fs'
import { GONE, type ProcReader } from '../procfs/reader.ts'
import { parseForks, parseNewestPid } from '../procfs/machineStat.ts'

const CHECK_EVERY_NS = 2e9
const SCAN_EVERY_NS = 10e9
/** Probing costs about 2.5 µs a number, a scan 0.6 µs a process: beyond this span a scan is the cheaper on most machines. */
const SPAN_FOR_SCAN = 256
/** A PID is taken before it is visible: the newest numbers that were absent are asked for once more. */
const SECOND_CHANCES = 32

export class BirthFinder {
  readonly #reader: ProcReader
  readonly #root: string
  readonly #loadavg: number
  readonly #stat: number
  #newest = NaN
  /** Newest number, and births counted by the kernel since boot, when the two were compared last. */
  #checkedNewest = NaN
  #checkedForks = NaN
  #checkedNs = -Infinity
  #absent: number[] = []
  #known = new Set<number>()
  #scannedNs = -Infinity
  /** Scans made, for those who want to know the price. */
  scans = 0

  constructor(reader: ProcReader, root = '/proc') {
    this.#reader = reader
    this.#root = root
    this.#loadavg = reader.open(`${root}/loadavg`)
    this.#stat = reader.open(`${root}/stat`)
  }

  /** Remembers everything that lives now as old. Call once, before the first `take`. */
  begin(nowNs: number): void {
    this.#newest = this.#readNewest()
    this.#compare(this.#newest, nowNs)
    this.#scan(nowNs)
  }

  /**
   * Numbers that may be new processes or threads since the last call, ascending, each at least once. Some may be absent
   * or old: the caller probes them and says which were absent by `putBack`.
   */
  take(nowNs: number): number[] {
    const newest = this.#readNewest()
    if (Number.isNaN(newest) || this.#needsNet(newest, nowNs)) return this.#scanFor(newest, nowNs)
    const again = this.#absent
    this.#absent = []
    if (newest === this.#newest) return again
    const span = newest - this.#newest
    if (span < 0 || span > SPAN_FOR_SCAN) return this.#scanFor(newest, nowNs)
    for (let pid = this.#newest + 1; pid <= newest; pid++) again.push(pid)
    this.#newest = newest
    return again
  }

  /** This number was not there yet; it is asked for once more at the next look. */
  putBack(pid: number): void {
    if (this.#absent.length < SECOND_CHANCES && pid > this.#newest - SECOND_CHANCES) this.#absent.push(pid)
  }

  close(): void {
    this.#reader.close(this.#loadavg)
    this.#reader.close(this.#stat)
  }

  #readNewest(): number {
    const length = this.#reader.read(this.#loadavg)
    return length === GONE ? NaN : parseNewestPid(this.#reader.buffer, length)
  }

  #needsNet(newest: number, nowNs: number): boolean {
    if (nowNs - this.#scannedNs >= SCAN_EVERY_NS) return true
    return nowNs - this.#checkedNs >= CHECK_EVERY_NS && !this.#compare(newest, nowNs)
  }

  /**
   * True if nobody can have been missed since the former comparison. Numbers are given out in turn and those in use are
   * skipped, so at least as many were passed as were born. Fewer: the numbers went round, or births elsewhere (another
   * PID namespace) are counted too; then only a scan is sure.
   */
  #compare(newest: number, nowNs: number): boolean {
    const passed = newest - this.#checkedNewest
    const before = this.#checkedForks
    this.#checkedNewest = newest
    this.#checkedForks = this.#readForks()
    this.#checkedNs = nowNs
    return this.#checkedForks - before <= passed
  }

  #readForks(): number {
    const length = this.#reader.read(this.#stat)
    return length === GONE ? NaN : parseForks(this.#reader.buffer, length)
  }

  #scanFor(newest: number, nowNs: number): number[] {
    this.#newest = newest
    this.#absent = []
    const before = this.#known
    this.#scan(nowNs)
    return [...this.#known].filter(pid => !before.has(pid)).sort((one, other) => one - other)
  }

  #scan(nowNs: number): void {
    this.scans++
    this.#scannedNs = nowNs
    this.#known = new Set(listNumbers(this.#root))
  }
}

/** The folder's entries that are numbers: PIDs under /proc, TIDs under /proc/PID/task. Empty if it is gone. */
export function listNumbers(folder: string): number[] {
  try {
    return readdirSync(folder)
      .map(Number)
      .filter(number => number > 0)
  } catch {
    return []
  }
}

/** Members of a cgroup and of the cgroups below its own level are told by the kernel itself. Empty if it is gone. */
export function listMembers(cgroupFolder: string): number[] {
  try {
    return readFileSync(`${cgroupFolder}/cgroup.procs`, 'latin1').split('\n').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
