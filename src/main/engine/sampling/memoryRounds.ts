// PSS and USS of every living process, in rounds. Reading smaps_rollup costs about 55 ns per resident page and holds the
// process's memory map for reading meanwhile, so the pace follows the price: 0.25 % of a core, whatever the tree.
import { closeSync, openSync } from 'node:fs'
import type { RunEvent } from '../../../shared/model/batch.ts'
import { parseMemory } from '../procfs/details.ts'
import { GONE, type ProcReader } from '../procfs/reader.ts'
import type { MemoryRow } from './rows.ts'

/** Share of a core that all rounds together may take. */
export const MEMORY_SHARE = 0.0025
const FIRST_ROUND_NS = 100e6
const SHORTEST_ROUND_NS = 1e9
/** A process whose pages have not moved is measured again only now and then: its shares change with its siblings. */
const QUIET_ROUNDS = 8
/** Each time its shares turn out the same it is left in peace for four times as long, up to so many rounds. */
const QUIETEST_ROUNDS = 64
const LONGER = 4
const SAME = 0.01

interface Measured {
  readonly pid: number
  /** It was born, or its pages moved, since it was measured. */
  hasMoved: boolean
  /** Rounds since it was measured, and after how many it is measured again even if its pages do not move. */
  roundsQuiet: number
  patience: number
  pssBytes: number
}

export class MemoryRounds {
  readonly #reader: ProcReader
  readonly #root: string
  readonly #processes = new Map<number, Measured>()
  #rounds = 0
  #hasTreeChanged = false
  /** PIDs that live but keep their memory to themselves (another user's, or setuid). */
  readonly unreadable = new Set<number>()

  constructor(reader: ProcReader, root = '/proc') {
    this.#reader = reader
    this.#root = root
  }

  /** Who was born, who left, whose pages moved. */
  follow(events: readonly RunEvent[], moved: Iterable<number>): void {
    for (const event of events) {
      if (event.kind === 'born') this.#processes.set(event.process, { pid: event.pid, hasMoved: true, roundsQuiet: 0, patience: QUIET_ROUNDS, pssBytes: NaN })
      else if (event.kind === 'ended') this.#processes.delete(event.process)
      this.#hasTreeChanged ||= event.kind === 'born' || event.kind === 'ended'
    }
    for (const process of moved) {
      const measured = this.#processes.get(process)
      if (measured) measured.hasMoved = true
    }
  }

  /** Measures everyone who is due. `nowNs` is asked for each row: a round over many processes takes a while. */
  round(nowNs: () => number): MemoryRow[] {
    const rows: MemoryRow[] = []
    this.#rounds++
    if (this.#hasTreeChanged) this.#endPatience()
    for (const [process, measured] of this.#processes) {
      if (!measured.hasMoved && ++measured.roundsQuiet < measured.patience) continue
      const row = this.#measure(process, measured.pid, nowNs)
      this.#setPatience(process, measured, row?.pssBytes ?? NaN)
      if (row) rows.push(row)
    }
    return rows
  }

  /** What a process shares, and with how many, has changed with a birth or an end. */
  #endPatience(): void {
    this.#hasTreeChanged = false
    for (const [process, measured] of this.#processes) {
      if (measured.patience === QUIET_ROUNDS) continue
      measured.patience = QUIET_ROUNDS
      measured.roundsQuiet = phaseOf(process)
    }
  }

  #setPatience(process: number, measured: Measured, pssBytes: number): void {
    const isSame = !measured.hasMoved && Math.abs(pssBytes - measured.pssBytes) <= SAME * pssBytes
    measured.patience = isSame ? Math.min(LONGER * measured.patience, QUIETEST_ROUNDS) : QUIET_ROUNDS
    measured.roundsQuiet = measured.hasMoved ? phaseOf(process) : 0
    measured.hasMoved = false
    measured.pssBytes = pssBytes
  }

  /** How long to wait after a round that cost `costNs` of CPU. The first rounds come early: short runs have memory too. */
  pauseNs(costNs: number): number {
    return Math.max(costNs / MEMORY_SHARE, this.#rounds <= 3 ? FIRST_ROUND_NS * 2 ** this.#rounds : SHORTEST_ROUND_NS)
  }

  #measure(process: number, pid: number, nowNs: () => number): MemoryRow | null {
    const path = `${this.#root}/${String(pid)}/smaps_rollup`
    const length = this.#reader.readOnce(path)
    if (length === GONE) {
      if (isForbidden(path)) this.unreadable.add(pid)
      return null
    }
    const memory = parseMemory(this.#reader.buffer.toString('latin1', 0, length))
    return memory ? { process, tNs: nowNs(), ...memory } : null
  }
}

/** Quiet processes take turns: all in one round would be followed by a pause in which nobody is measured. */
const phaseOf = (process: number): number => process % QUIET_ROUNDS

/** True if the kernel refuses it to us; false if the process is leaving (a zombie has no memory) or has left. */
function isForbidden(path: string): boolean {
  try {
    closeSync(openSync(path, 'r'))
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES'
  }
}
