// The pyramid in the making: follows the batches of a run and gives away blocks as their time is over. A second is closed
// some seconds late, since a process that dozes tells only at its next look what it did before.
import type { CpuColumns, SampleBatch } from '../../../../shared/model/batch.ts'
import { type ProcessId, processId } from '../../../../shared/model/run.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'
import { type BlockSeconds, SeriesBlocks } from './blocks.ts'
import { extremesOf, finePerSecond, Flow, OPEN_SECONDS } from './flows.ts'
import { HeldBlocks } from './heldBlocks.ts'
import { LivingSum } from './livingSum.ts'
import { RollEncoder } from './rollBlob.ts'
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
  readonly process: ProcessId
  flow: Flow | null
  ranNs: number
  waitedNs: number
  readonly bornSecond: number
  /** Infinity while it lives. */
  endedSecond: number
  readonly used: SeriesBlocks
  readonly rss: HeldBlocks
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
  /** By process; a hole: none, or all of it was given away. Looked up for every row, so no map. */
  readonly #rollOf: (ProcessRoll | undefined)[] = []
  /** Those that are there, in the order in which they were met. */
  #processes: ProcessRoll[] = []
  readonly #cores: (CoreRoll | undefined)[] = []
  readonly #waited: Flow
  readonly #tree = { used: new SeriesBlocks(), waited: new SeriesBlocks(), pss: new SeriesBlocks(), uss: new SeriesBlocks() }
  readonly #memory = { pss: new LivingSum(), uss: new LivingSum() }
  #isWaitKnown = false
  /** Known seconds per entry of the block in the making, by level. */
  readonly #known = levels.map(() => new Float64Array(BLOCK))
  /** The first second that is not closed. */
  #open = 0
  #newestNs = 0
  readonly #encoder = new RollEncoder()
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
    this.#addRss(batch.details)
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
      const from = fromNs[row]!
      const to = tNs[row]!
      if (to <= from) continue
      const openNs = from > openFromNs ? from : openFromNs
      const ran = ranNs[row]!
      if (ran > process.ranNs) (process.flow ??= new Flow(this.#perSecond)).add(openNs, to, (ran - process.ranNs) / (to - from))
      if (!Number.isNaN(ran)) process.ranNs = ran
      const waited = waitedNs[row]!
      if (Number.isNaN(waited)) continue
      this.#isWaitKnown = true
      if (waited > process.waitedNs) this.#waited.add(openNs, to, (waited - process.waitedNs) / (to - from))
      process.waitedNs = waited
    }
  }

  #addRss({ process, tNs, rssBytes }: SampleBatch['details']): void {
    for (let row = 0; row < process.length; row++) {
      const bytes = rssBytes[row]!
      if (!Number.isNaN(bytes)) this.#processOf(process[row]!).rss.put(this.#secondOf(tNs[row]!), bytes)
    }
  }

  #addMemory({ process, tNs, pssBytes, ussBytes }: SampleBatch['memory']): void {
    for (let row = 0; row < process.length; row++) {
      const measured = this.#processOf(process[row]!)
      if (measured.endedSecond < Infinity) continue
      measured.pssBytes = this.#memory.pss.change(measured.pssBytes, pssBytes[row]!)
      measured.ussBytes = this.#memory.uss.change(measured.ussBytes, ussBytes[row]!)
    }
    if (process.length > 0) this.#tellMemory(tNs.at(-1) ?? 0)
  }

  #tellMemory(tNs: number): void {
    const second = this.#secondOf(tNs)
    this.#memory.pss.tell(second)
    this.#memory.uss.tell(second)
  }

  #addCores({ core, tNs, busyNs }: SampleBatch['cores']): void {
    const openFromNs = this.#open * NS_PER_SECOND
    for (let row = 0; row < core.length; row++) {
      const roll = (this.#cores[core[row]!] ??= { flow: new Flow(this.#perSecond), blocks: new SeriesBlocks(), busyNs: NaN, lookedNs: NaN })
      const amount = busyNs[row]! - roll.busyNs
      const lookedNs = tNs[row]! - roll.lookedNs
      if (amount > 0 && lookedNs > 0) roll.flow.add(Math.max(roll.lookedNs, openFromNs), tNs[row]!, amount / lookedNs)
      roll.busyNs = busyNs[row]!
      roll.lookedNs = tNs[row]!
    }
  }

  #endProcess(process: ProcessId, tNs: number): void {
    const roll = this.#rollOf[process]
    if (!roll) return
    const hadMemory = !Number.isNaN(roll.pssBytes) || !Number.isNaN(roll.ussBytes)
    roll.endedSecond = this.#secondOf(tNs)
    roll.rss.end(roll.endedSecond)
    this.#memory.pss.leave(roll.pssBytes)
    this.#memory.uss.leave(roll.ussBytes)
    roll.pssBytes = roll.ussBytes = NaN
    if (hadMemory) this.#tellMemory(tNs)
  }

  #secondOf(tNs: number): number {
    return Math.max(this.#open, Math.floor(tNs / NS_PER_SECOND))
  }

  #processOf(process: number): ProcessRoll {
    let roll = this.#rollOf[process]
    if (!roll) {
      roll = { process: processId(process), flow: null, ranNs: 0, waitedNs: 0, bornSecond: this.#open, endedSecond: Infinity, used: new SeriesBlocks(), rss: new HeldBlocks(), pssBytes: NaN, ussBytes: NaN }
      this.#rollOf[process] = roll
      this.#processes.push(roll)
    }
    return roll
  }

  #closeUntil(second: number): void {
    while (this.#open < second) this.#close(this.#open++)
  }

  #close(second: number): void {
    const untilNs = this.#newestNs
    const sum = new Float64Array(this.#perSecond)
    let kept = 0
    for (const process of this.#processes) {
      if (process.flow?.reaches(second)) {
        const extremes = process.flow.take(second, { untilNs, sum })
        if (extremes.most > 0) process.used.put(second, extremes)
      }
      if (second > process.endedSecond && this.#isOver(process)) this.#rollOf[process.process] = undefined
      else this.#processes[kept++] = process
    }
    this.#processes.length = kept
    const used = extremesOf(sum, { startNs: second * NS_PER_SECOND, width: NS_PER_SECOND / this.#perSecond, untilNs })
    this.#tree.used.put(second, used)
    if (this.#isWaitKnown) this.#tree.waited.put(second, this.#waited.take(second, { untilNs }))
    for (const core of this.#cores) if (core && core.lookedNs > second * NS_PER_SECOND) core.blocks.put(second, core.flow.take(second, { untilNs }))
    for (const measure of ['pss', 'uss'] as const) {
      const extremes = this.#memory[measure].held.take(second)
      if (!Number.isNaN(extremes.mean)) this.#tree[measure].put(second, extremes)
    }
    levels.forEach((seconds, level) => {
      this.#known[level]![Math.floor(second / seconds) % BLOCK]!++
      if ((second + 1) % (seconds * BLOCK) === 0) this.#takeBlock(level, second)
    })
  }

  /** After its end only what is not given away yet is kept, for the coarse levels only of who lived that long. True: that is nothing. */
  #isOver(process: ProcessRoll): boolean {
    process.flow = null
    const lifeSeconds = process.endedSecond - process.bornSecond
    process.used.dropLevelsAbove(lifeSeconds)
    process.rss.dropLevelsAbove(lifeSeconds)
    return process.used.isEmpty && process.rss.isEmpty
  }

  /** The block of a level that ends with `second`. */
  #takeBlock(level: number, second: number): void {
    const seconds = levels[level]!
    const fromNs = Math.floor(second / (seconds * BLOCK)) * seconds * BLOCK * NS_PER_SECOND
    const known = this.#known[level]!
    const block = { first: Math.floor(second / BLOCK) * BLOCK, last: second }
    this.#putTree(level, block)
    this.#rolls.push({ level: seconds, part: 'tree', fromNs, blob: this.#encoder.take() })
    this.#putProcesses(level, known, block)
    if (!this.#encoder.isEmpty) this.#rolls.push({ level: seconds, part: 'processes', fromNs, blob: this.#encoder.pack() })
    known.fill(0)
  }

  #putTree(level: number, block: BlockSeconds): void {
    for (const measure of treeMeasures) if (!this.#tree[measure].isEmptyAt(level)) this.#encoder.put({ measure }, this.#tree[measure].take(level, null, block))
    this.#cores.forEach((roll, core) => {
      if (roll && !roll.blocks.isEmptyAt(level)) this.#encoder.put({ measure: 'busy', core }, roll.blocks.take(level, null, block))
    })
  }

  #putProcesses(level: number, known: Float64Array, block: BlockSeconds): void {
    for (const { process, used, rss } of this.#processes) {
      if (!used.isEmptyAt(level)) this.#encoder.put({ measure: 'used', process }, used.take(level, known, block))
      const held = rss.take(level, block)
      if (held) this.#encoder.put({ measure: 'rss', process }, held)
    }
  }
}
