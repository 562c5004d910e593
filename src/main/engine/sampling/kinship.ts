// Is a stranger's orphan one of ours? Where no cgroup lists the members, a daemon whose parent left between two looks has
// neither a parent nor a session that anyone knew. What it still has is the environment it inherited. Evidence, not proof:
// whoever is taken in by it is counted as a doubt (docs/measuring.md, "Members").
import type { ProcessStat } from '../procfs/stat.ts'
import { GONE, type ProcReader } from '../procfs/reader.ts'

/** Members whose environment is compared at the most: the newest first. */
const COMPARED = 16

export class Kinship {
  readonly #reader: ProcReader
  readonly #root: string
  /** Environment of the tree's root when it was last readable. */
  #rootEnvironment: Buffer | null = null
  /** Nobody older can be a descendant. */
  readonly #rootStartTicks: number

  constructor(reader: ProcReader, { root, rootStartTicks }: { root: string; rootStartTicks: number }) {
    this.#reader = reader
    this.#root = root
    this.#rootStartTicks = rootStartTicks
  }

  /** Reads the root's environment again: it is another after an exec. */
  refresh(rootPid: number): void {
    this.#rootEnvironment = this.#readEnvironment(rootPid) ?? this.#rootEnvironment
  }

  /**
   * True if a process looks like a descendant that lost its parent: begun since the run began, in a session begun since
   * then by somebody who has left (or by itself), with the very environment of the root or of a member.
   */
  isLikely(stat: ProcessStat, { pid, readStartTicks, members }: { pid: number; readStartTicks: (pid: number) => number | null; members: Iterable<number> }): boolean {
    if (stat.startTicks < this.#rootStartTicks) return false
    const parentTicks = readStartTicks(stat.parentPid)
    if (parentTicks === null || parentTicks >= this.#rootStartTicks) return false // a reaper is older than the run
    const leaderTicks = stat.session === pid ? stat.startTicks : readStartTicks(stat.session)
    if (leaderTicks !== null && leaderTicks < this.#rootStartTicks) return false // e.g. another job of the user's shell
    const environment = this.#readEnvironment(pid)
    if (!environment || environment.length === 0) return false
    if (this.#rootEnvironment?.equals(environment)) return true
    return [...members].slice(-COMPARED).some(member => this.#readEnvironment(member)?.equals(environment))
  }

  #readEnvironment(pid: number): Buffer | null {
    const length = this.#reader.readOnce(`${this.#root}/${String(pid)}/environ`)
    return length === GONE ? null : Buffer.from(this.#reader.buffer.subarray(0, length))
  }
}
