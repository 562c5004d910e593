// CPU of children that this process has waited for: /proc/self/stat fields 16 and 17. When a child of ours ends, the
// difference since the last reading is its whole account: itself, and everyone below it who was waited for.
import { readFileSync } from 'node:fs'
import { emptyStat, kernelUnits, parseStat } from '../procfs/stat.ts'

export interface Account {
  readonly userNs: number
  readonly systemNs: number
}

export class ChildAccounts {
  readonly #tickNs: number
  #lastUserNs = 0
  #lastSystemNs = 0

  constructor(clockTicksPerSecond: number) {
    this.#tickNs = kernelUnits(clockTicksPerSecond, 1).tickNs
    this.settle()
  }

  /**
   * What was added since the last call. Call in the 'exit' listener of each child: Node waits for a child right before it.
   * Null: this system does not tell. Exact to a clock tick per field.
   */
  settle(): Account | null {
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
