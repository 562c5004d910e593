// The pyramid in the making: follows the batches of a run and gives away blocks as their time is over. A second is closed
// some seconds late, since a process that dozes tells only at its next look what it did before.
import type { CpuColumns, SampleBatch } from '../../../../shared/model/batch.ts'
import { type ProcessId, processId } from '../../../../shared/model/run.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'
import { SeriesBlocks } from './blocks.ts'
import { extremesOf, finePerSecond, Flow, Held, OPEN_SECONDS } from './flows.ts'
import { encodeRoll, packRoll, type RollSeries } from './rollBlob.ts'
import { BLOCK, levels, type RollPart } from './series.ts'

export interface Roll {
  /** Seconds per entry. */
  readonly level: number
  readonly part: RollPart
  readonly fromNs: number
  readonly blob: Uint8Array
}

const treeMeasures = ['used', 'waited', 'pss', 'uss'] as const
/** A second is closed when this much more is known. */
const LATE_SECONDS = 5

interface ProcessRoll {
  flow: Flow | null
  ranNs: number
  waitedNs: number
  readonly bornSecond: number
  /** Infinity while it lives. */
  endedSecond: number
  readonly rss: Held
  readonly used: SeriesBlocks
  readonly memory: SeriesBlocks
  /** Memory that counts for the tree: 0 once it has ended, NaN while it was not measured. */
  pssBytes: number
  ussBytes: number
}

interface CoreRoll {
  readonly flow: Flow
  readonly blocks: SeriesBlocks
  busyNs: number
  lookedNs: number
}

export class RollBook {
  readonly #perSecond: number
  readonly #processes = new Map<ProcessId, ProcessRoll>()
  readonly #cores = new Map<number, CoreRoll>()
  readonly #waited: Flow
  readonly #tree = { used: new SeriesBlocks(), waited: new SeriesBlocks(), pss: new SeriesBlocks(), uss: new SeriesBlocks() }
  readonly #memory = { pss: new Held(), uss: new Held() }
  #isWaitKnown = false
  /** Known seconds per entry of the block in the making, by level. */
  readonly #known = levels.map(() => new Float64Array(BLOCK))
  /** The first second that is not closed. */
  #open = 0
  #newestNs = 0
  #rolls: Roll[] = []

  constructor(rateHz: number) {
    this.#perSecond = finePerSecond(rateHz)
    this.#waited = new Flow(this.#perSecond)
  }

  append(batch: SampleBatch): void {
    const last = batch.tickNs.at(-1) ?? 0
    if (last > this.#newestNs) this.#newestNs = last
    this.#closeUntil(Math.floor(this.#newestNs / NS_PER_SECOND) - OPEN_SECONDS + 2)
    for (const event of batch.events) if (event.kind === 'ended') this.#endProcess(event.process, event.tNs)
    this.#addCpu(batch.processes)
    for (let row = 0; row < batch.details.tNs.length; row++) this.#addRss(batch.details.process[row]!, batch.details.tNs[row]!, batch.details.rssBytes[row]!)
    this.#addMemory(batch.memory)
    this.#addCores(batch.cores)
    this.#closeUntil(Math.floor(this.#newestNs / NS_PER_SECOND) - LATE_SECONDS)
  }

  /** Closes what is known, also what is not full. */
  finish(untilNs: number): void {
    this.#newestNs = Math.max(this.#newestNs, untilNs)
    this.#closeUntil(Math.ceil(this.#newestNs / NS_PER_SECOND))
    levels.forEach((_, level) => {
      if (this.#known[level]!.some(known => known > 0)) this.#takeBlock(level, this.#open - 1)
    })
  }

  /** Blocks that are complete since the last call. */
  take(): readonly Roll[] {
    const rolls = this.#rolls
    this.#rolls = []
    return rolls
  }

  #addCpu({ subject, fromNs, tNs, ranNs, waitedNs }: CpuColumns): void {
    const openFromNs = this.#open * NS_PER_SECOND
    for (let row = 0; row < subject.length; row++) {
      const process = this.#processOf(subject[row]!)
      const [from, to, ran, waited] = [fromNs[row]!, tNs[row]!, ranNs[row]!, waitedNs[row]!]
      if (to <= from) continue
      if (ran > process.ranNs) (process.flow ??= new Flow(this.#perSecond)).add(from, to, { amount: ran - process.ranNs, openFromNs })
      if (!Number.isNaN(ran)) process.ranNs = ran
      if (Number.isNaN(waited)) continue
      this.#isWaitKnown = true
      if (waited > process.waitedNs) this.#waited.add(from, to, { amount: waited - process.waitedNs, openFromNs })
      process.waitedNs = waited
    }
  }

  #addRss(process: number, tNs: number, rssBytes: number): void {
    if (!Number.isNaN(rssBytes)) this.#processOf(process).rss.put(this.#secondOf(tNs), rssBytes)
  }

  #addMemory({ process, tNs, pssBytes, ussBytes }: SampleBatch['memory']): void {
    for (let row = 0; row < process.length; row++) {
      const measured = this.#processOf(process[row]!)
      if (measured.endedSecond < Infinity) continue
      if (!Number.isNaN(pssBytes[row]!)) measured.pssBytes = pssBytes[row]!
      if (!Number.isNaN(ussBytes[row]!)) measured.ussBytes = ussBytes[row]!
    }
    if (process.length > 0) this.#sumMemory(tNs.at(-1) ?? 0)
  }

  #sumMemory(tNs: number): void {
    let pss = NaN
    let uss = NaN
    for (const { pssBytes, ussBytes } of this.#processes.values()) {
      if (!Number.isNaN(pssBytes)) pss = Number.isNaN(pss) ? pssBytes : pss + pssBytes
      if (!Number.isNaN(ussBytes)) uss = Number.isNaN(uss) ? ussBytes : uss + ussBytes
    }
    if (!Number.isNaN(pss)) this.#memory.pss.put(this.#secondOf(tNs), pss)
    if (!Number.isNaN(uss)) this.#memory.uss.put(this.#secondOf(tNs), uss)
  }

  #addCores({ core, tNs, busyNs }: SampleBatch['cores']): void {
    for (let row = 0; row < core.length; row++) {
      let roll = this.#cores.get(core[row]!)
      if (!roll) this.#cores.set(core[row]!, (roll = { flow: new Flow(this.#perSecond), blocks: new SeriesBlocks(), busyNs: NaN, lookedNs: NaN }))
      const amount = busyNs[row]! - roll.busyNs
      if (amount > 0 && tNs[row]! > roll.lookedNs) roll.flow.add(roll.lookedNs, tNs[row]!, { amount, openFromNs: this.#open * NS_PER_SECOND })
      roll.busyNs = busyNs[row]!
      roll.lookedNs = tNs[row]!
    }
  }

  #endProcess(process: ProcessId, tNs: number): void {
    const roll = this.#processes.get(process)
    if (!roll) return
    const hadMemory = !Number.isNaN(roll.pssBytes) || !Number.isNaN(roll.ussBytes)
    roll.endedSecond = this.#secondOf(tNs)
    roll.pssBytes = roll.ussBytes = NaN
    if (hadMemory) this.#sumMemory(tNs)
  }

  #secondOf(tNs: number): number {
    return Math.max(this.#open, Math.floor(tNs / NS_PER_SECOND))
  }

  #processOf(process: number): ProcessRoll {
    const id = processId(process)
    let roll = this.#processes.get(id)
    if (!roll) {
      roll = { flow: null, ranNs: 0, waitedNs: 0, bornSecond: this.#open, endedSecond: Infinity, rss: new Held(), used: new SeriesBlocks(), memory: new SeriesBlocks(), pssBytes: NaN, ussBytes: NaN }
      this.#processes.set(id, roll)
    }
    return roll
  }

  #closeUntil(second: number): void {
    while (this.#open < second) this.#close(this.#open++)
  }

  #close(second: number): void {
    const untilNs = this.#newestNs
    const sum = new Float64Array(this.#perSecond)
    for (const [id, process] of this.#processes) {
      if (process.flow) {
        const extremes = process.flow.take(second, { untilNs, sum })
        if (extremes.most > 0) process.used.put(second, extremes)
      }
      const rss = process.rss.take(second)
      if (!Number.isNaN(rss.mean) && second <= process.endedSecond) process.memory.put(second, rss)
      if (second > process.endedSecond) this.#tidy(id, process)
    }
    const used = extremesOf(sum, { startNs: second * NS_PER_SECOND, width: NS_PER_SECOND / this.#perSecond, untilNs })
    this.#tree.used.put(second, used)
    if (this.#isWaitKnown) this.#tree.waited.put(second, this.#waited.take(second, { untilNs }))
    for (const { flow, blocks, lookedNs } of this.#cores.values()) if (lookedNs > second * NS_PER_SECOND) blocks.put(second, flow.take(second, { untilNs }))
    for (const measure of ['pss', 'uss'] as const) {
      const extremes = this.#memory[measure].take(second)
      if (!Number.isNaN(extremes.mean)) this.#tree[measure].put(second, extremes)
    }
    levels.forEach((seconds, level) => {
      this.#known[level]![Math.floor(second / seconds) % BLOCK]!++
      if ((second + 1) % (seconds * BLOCK) === 0) this.#takeBlock(level, second)
    })
  }

  /** After its end only what is not given away yet is kept, for the coarse levels only of who lived that long. */
  #tidy(id: ProcessId, process: ProcessRoll): void {
    process.flow = null
    const lifeSeconds = process.endedSecond - process.bornSecond
    process.used.dropLevelsAbove(lifeSeconds)
    process.memory.dropLevelsAbove(lifeSeconds)
    if (process.used.isEmpty && process.memory.isEmpty) this.#processes.delete(id)
  }

  /** The block of a level that ends with `second`. */
  #takeBlock(level: number, second: number): void {
    const seconds = levels[level]!
    const fromNs = Math.floor(second / (seconds * BLOCK)) * seconds * BLOCK * NS_PER_SECOND
    const known = this.#known[level]!
    const tree = this.#takeTree(level)
    this.#rolls.push({ level: seconds, part: 'tree', fromNs, blob: encodeRoll(tree) })
    const processes = this.#takeProcesses(level, known)
    if (processes.length > 0) this.#rolls.push({ level: seconds, part: 'processes', fromNs, blob: packRoll(processes) })
    known.fill(0)
  }

  #takeTree(level: number): RollSeries[] {
    const tree = treeMeasures.map(measure => ({ series: { measure }, blocks: this.#tree[measure] }))
    const cores = [...this.#cores].map(([core, { blocks }]) => ({ series: { measure: 'busy' as const, core }, blocks }))
    return [...tree, ...cores].filter(({ blocks }) => !blocks.isEmptyAt(level)).map(({ series, blocks }) => ({ series, columns: blocks.take(level, null) }))
  }

  #takeProcesses(level: number, known: Float64Array): RollSeries[] {
    const taken: RollSeries[] = []
    for (const [process, roll] of this.#processes) {
      if (!roll.used.isEmptyAt(level)) taken.push({ series: { measure: 'used', process }, columns: roll.used.take(level, known) })
      if (!roll.memory.isEmptyAt(level)) taken.push({ series: { measure: 'rss', process }, columns: roll.memory.take(level, null) })
    }
    return taken
  }
}
