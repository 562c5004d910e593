// CPU of children that this process has waited for: /proc/self/stat fields 16 and 17. When a child of ours ends, the
// difference since the last reading is its whole account: itself, and everyone below it who was waited for. That of every other
// child is read as well, whoever started it: an interpreter that is asked what it is would stand on the account of a run.
import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { emptyStat, kernelUnits, parseStat } from '../procfs/stat.ts'

export interface Account {
  readonly userNs: number
  readonly systemNs: number
}

/** Node's own channel: each child process that this one starts, whoever starts it. */
const STARTED = 'child_process'

interface Ended {
  /** Null: this system does not tell. */
  readonly account: Account | null
  /** All whose ends Node told in the same turn: it waits for all of them before it tells of the first. */
  readonly turn: readonly ChildProcess[]
}

export class ChildAccounts {
  readonly #tickNs: number
  readonly #ended = new WeakMap<ChildProcess, Ended>()
  #turn: ChildProcess[] = []
  #lastUserNs = 0
  #lastSystemNs = 0

  constructor(clockTicksPerSecond: number) {
    this.#tickNs = kernelUnits(clockTicksPerSecond, 1).tickNs
    this.#settle()
    subscribe(STARTED, this.#hear)
  }

  /** No child that begins from now on is heard of. */
  close(): void {
    unsubscribe(STARTED, this.#hear)
  }

  /**
   * To be asked when a child's end is told; `isShared`: others ended in the same turn, and their accounts cannot be told apart.
   * Exact to a clock tick per field.
   */
  async accountOf(child: ChildProcess): Promise<{ readonly account: Account | null; readonly isShared: boolean }> {
    await setImmediate() // the others of this turn have been told by then
    const { account, turn } = this.#ended.get(child) ?? { account: null, turn: [] }
    const isShared = turn.length > 1
    return { account: isShared ? null : account, isShared }
  }

  readonly #hear = (message: unknown): void => {
    const { process: child } = message as { readonly process: ChildProcess }
    child.once('exit', () => this.#take(child))
  }

  #take(child: ChildProcess): void {
    if (this.#turn.length === 0) void setImmediate().then(() => (this.#turn = []))
    this.#turn.push(child)
    this.#ended.set(child, { account: this.#settle(), turn: this.#turn })
  }

  /** What was added since the last time. */
  #settle(): Account | null {
    const stat = emptyStat()
    try {
      const bytes = readFileSync('/proc/self/stat')
      if (!parseStat(bytes, bytes.length, { tickNs: this.#tickNs, pageBytes: 1 }, stat)) return null
    } catch {
      return null
    }
    const account = { userNs: stat.reapedUserNs - this.#lastUserNs, systemNs: stat.reapedSystemNs - this.#lastSystemNs }
    this.#lastUserNs = stat.reapedUserNs
    this.#lastSystemNs = stat.reapedSystemNs
    return account
  }
}
