// Busy time per core of the whole machine, from one kept descriptor of /proc/stat. Moves in ticks of 10 ms. On machines with
// many cores the kernel takes milliseconds to print it, so the price is watched and the reading made rarer.
import { NS_PER_MS } from '../../../shared/units.ts'
import { parseCores } from '../procfs/machineStat.ts'
import { GONE, type ProcReader } from '../procfs/reader.ts'
import type { BatchRows } from './rows.ts'

const SHORTEST_NS = 45 * NS_PER_MS
/** A reading may cost at most this share of the time until the next. */
const SHARE = 0.005
const REMEMBERED = 8

export class CoreReader {
  readonly #reader: ProcReader
  readonly #descriptor: number
  readonly #tickNs: number
  #dueNs = 0
  /** Of the last readings, ns: the cheapest is the price, the others were interrupted by somebody. */
  readonly #costsNs: number[] = []

  constructor(reader: ProcReader, root: string, tickNs: number) {
    this.#reader = reader
    this.#descriptor = reader.open(`${root}/stat`)
    this.#tickNs = tickNs
  }

  /** Appends a row per core if a reading is due. */
  look(nowNs: number, rows: BatchRows): void {
    if (nowNs < this.#dueNs || this.#descriptor === GONE) return
    const began = process.hrtime.bigint()
    this.read((core, busyNs) => rows.cores.push({ core, tNs: nowNs, busyNs }))
    this.#costsNs.push(Number(process.hrtime.bigint() - began))
    if (this.#costsNs.length > REMEMBERED) this.#costsNs.shift()
    this.#dueNs = nowNs + Math.max(SHORTEST_NS, Math.min(...this.#costsNs) / SHARE)
  }

  /** One reading: `take(core, busyNs since boot)` per core. Returns how many cores were told. */
  read(take: (core: number, busyNs: number) => void): number {
    const length = this.#reader.read(this.#descriptor)
    return length === GONE ? 0 : parseCores(this.#reader.buffer, length, (core, ticks) => { take(core, ticks * this.#tickNs) })
  }

  close(): void {
    this.#reader.close(this.#descriptor)
  }
}
