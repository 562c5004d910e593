// A stretch of a recorded run, or all of it, as a history with no more rows than can be drawn: straight from the columns of
// the file, subject by subject, without the batches between. Counters are cumulative, so a row that stands for several says
// the same sum (see derive/thin.ts, by whose rule they are put together). What was missing before the first row of a subject
// lies in one row over the time before it, so that no step in the stretch is too high.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import { Column } from '../../../../shared/derive/columns.ts'
import { appendBatch, type CpuHistory, detailKeys, emptyHistory, type LaneHistory, laneKeys, memoryKeys, type RunHistory, type ThreadHistory } from '../../../../shared/derive/history.ts'
import { notThinned, putTogether } from '../../../../shared/derive/thin.ts'
import { settleWait } from '../../../../shared/derive/waits.ts'
import type { Peaks, RunEvent } from '../../../../shared/model/batch.ts'
import { ns, NS_PER_SECOND } from '../../../../shared/units.ts'
import { BatchRows } from '../../sampling/rows.ts'
import { orderBy } from '../codec/arranging.ts'
import type { ChunkRows, SectionTable } from '../codec/decodeRows.ts'
import type { SectionName } from '../codec/sections.ts'
import { readEvents, readWarnings } from './events.ts'
import type { OpenFile } from './open.ts'
import { type RecordedRun, settledPeaks } from './runs.ts'
import { type Head, readRowHeads, readStored } from './stored.ts'

export interface StretchSpec {
  /** Null: the whole run. */
  readonly range: TimeRange | null
  /** One row per subject and step; 0: every row. Raised as far as `rowsMost` asks. */
  readonly stepNs: number
  /** Of all sections together. */
  readonly rowsMost: number
  /** Everybody's birth and end, where they are known already: then neither they nor the warnings are read. */
  readonly events?: readonly RunEvent[]
}

/** Gives way after each chunk (some 2 ms), so that whoever reads need not stand still meanwhile. Damage is told in the file's list. */
export function* readStretch(file: OpenFile, run: RecordedRun, spec: StretchSpec): Generator<undefined, RunHistory> {
  const { range } = spec
  const stretch = new Stretch(run, spec)
  const told = spec.events ? { events: spec.events, warnings: [] } : { events: readEvents(file, run).map(({ event }) => event), warnings: readWarnings(file, run) }
  stretch.tell(told)
  for (const head of readRowHeads(file, run)) {
    if (range && (head.toNs < range.fromNs - BACK_NS || head.fromNs > range.toNs)) continue
    const stored = readStored(file, run.header.run, head)
    if (stored) stretch.append(head, stored)
    yield
  }
  return stretch.history
}

/** Values that hold are looked for so far back: the pace of the slowest looks. */
const BACK_NS = 20 * NS_PER_SECOND

/** Rows `start` up to `end` of a section become one. */
interface Merge {
  readonly start: number
  readonly end: number
}

class Stretch {
  readonly history: RunHistory
  readonly #range: TimeRange
  readonly #isWhole: boolean
  readonly #rowsMost: number
  readonly #firstStepNs: number
  readonly #peaks: Peaks
  #stepNs: number
  #rows = 0
  #knownNs = 0
  /** Rows of lanes of one chunk: they come by thread, and are kept by time. */
  #lane = emptyLane()

  constructor(run: RecordedRun, { range, stepNs, rowsMost }: StretchSpec) {
    this.#range = range ?? { fromNs: -Infinity, toNs: Infinity }
    this.#isWhole = range === null
    this.#rowsMost = rowsMost
    this.#stepNs = stepNs
    this.#firstStepNs = NS_PER_SECOND / run.header.spec.rateHz
    this.history = emptyHistory(run.header)
    this.#peaks = settledPeaks(run)
    this.#setStep(stepNs)
    if (range === null) this.history.end = run.end
  }

  tell(told: Pick<Parameters<typeof appendBatch>[1], 'events' | 'warnings'>): void {
    appendBatch(this.history, { ...new BatchRows().columns(this.history.header.run, null), ...told })
  }

  append(head: Head, stored: ChunkRows): void {
    this.#appendTicks(stored.tickNs)
    this.#appendCounters(head, stored.sections.processes, subject => this.history.processes[subject])
    this.#appendCounters(head, stored.sections.threads, subject => this.history.threads[subject])
    this.#appendLane()
    this.#appendHeld(stored, 'details', detailKeys)
    this.#appendHeld(stored, 'memory', memoryKeys)
    this.#appendCores(stored.sections.cores)
    this.#appendOwn(stored.own)
    if (head.fromNs >= this.#range.fromNs) this.#knownNs = head.toNs
    while (this.#rows > this.#rowsMost) this.#coarsen()
  }

  #setStep(stepNs: number): void {
    this.#stepNs = stepNs
    // Never due: its rows have the step they are to have. Where rows are merged, the peaks are those that the recorder saw.
    this.history.thinned = { ...notThinned, atNs: Infinity, stepNs, ...(stepNs > 0 && { peaks: this.#peaks }) }
  }

  #coarsen(): void {
    this.#setStep(this.#stepNs === 0 ? 2 * this.#firstStepNs : 2 * this.#stepNs)
    putTogether(this.history, this.#stepNs)
    this.#rows = countRows(this.history)
  }

  #appendTicks(tickNs: Float64Array): void {
    for (const { end } of this.#merges(tickNs, 0, tickNs.length)) this.history.tickNs.append(tickNs[end - 1]!)
  }

  /** Those of the rows that end within the range, or are the first to end behind it, put together by step. */
  *#merges(tNs: Float64Array, first: number, end: number): Generator<Merge> {
    const { fromNs, toNs } = this.#range
    let start = first
    while (start < end && tNs[start]! <= fromNs) start++
    while (start < end) {
      const step = this.#stepOf(tNs[start]!)
      let next = start + 1
      while (next < end && this.#stepNs > 0 && tNs[next - 1]! <= toNs && this.#stepOf(tNs[next]!) === step) next++
      yield { start, end: next }
      if (tNs[next - 1]! > toNs) return
      start = next
    }
  }

  readonly #stepOf = (tNs: number): number => Math.ceil(tNs / this.#stepNs)

  #appendCounters(head: Head, table: SectionTable | undefined, find: (subject: number) => Counted | undefined): void {
    if (!table) return
    const columns = countersOf(table)
    const { subjects, starts } = table.groups
    for (let group = 0; group < subjects.length; group++) {
      const subject = find(subjects[group]!)
      if (!subject) continue
      const merges = [...this.#merges(columns.tNs, starts[group]!, starts[group + 1]!)]
      this.#bridge(subject, this.#before(head, columns, { group, first: starts[group]!, start: merges[0]?.start ?? starts[group + 1]! }))
      for (const merge of merges) this.#appendCounter(subject, columns, merge)
      this.#rows += merges.length
    }
  }

  /** What the counters stood at before the first row that is taken. */
  #before(head: Head, { tNs, ranNs, waitedNs, ranBase, waitedBase }: Counters, { group, first, start }: { group: number; first: number; start: number }): Standing {
    if (start > first) return { tNs: tNs[start - 1]!, ranNs: ranNs[start - 1]!, waitedNs: waitedNs[start - 1]! }
    if (ranBase) return { tNs: head.fromNs, ranNs: ranBase[group]!, waitedNs: waitedBase?.[group] ?? NaN }
    // Hot rows do not tell; of a part of a run, who is met for the first time had it all before.
    return { tNs: head.fromNs, ranNs: this.#isWhole ? NaN : ranNs[start]!, waitedNs: NaN }
  }

  #bridge({ cpu, bornNs, ...rest }: Counted, { tNs, ranNs, waitedNs }: Standing): void {
    const isMet = cpu.tNs.length > 0
    const fromNs = Math.max(isMet ? cpu.tNs.last() : 0, this.#knownNs, bornNs)
    if (!(ranNs > (isMet ? cpu.ranNs.last() : 0)) || !(tNs > fromNs)) return
    appendCounter(cpu, { fromNs, tNs, ranNs, waitedNs })
    if (!('core' in rest)) return
    rest.core.append(-1)
    rest.state.append(0)
    settleWait(cpu)
  }

  #appendCounter(subject: Counted, columns: Counters, { start, end }: Merge): void {
    const { cpu } = subject
    const before = cpu.ranNs.length > 0 ? cpu.ranNs.last() : 0
    const row = { fromNs: columns.fromNs[start]!, tNs: columns.tNs[end - 1]!, ranNs: lastKnown(columns.ranNs, { start, end }), waitedNs: lastKnown(columns.waitedNs, { start, end }) }
    appendCounter(cpu, row)
    if (!('core' in subject)) return
    const { core, state } = columns
    subject.core.append(core ? lastKnown(core, { start, end }, -1) : -1)
    subject.state.append(state ? lastKnown(state, { start, end }, 0) : 0)
    if (core) this.#layThread(subject.thread, before, { ...columns, core }, { start, end })
    settleWait(cpu)
  }

  /** Where it ran: one entry per core of the step. */
  #layThread(thread: number, before: number, { core, fromNs, tNs, ranNs }: Counters & { readonly core: Float64Array }, { start, end }: Merge): void {
    const lane = this.#lane
    const first = lane.core.length
    let former = before
    for (let row = start; row < end; row++) {
      const ran = ranNs[row]! - former
      if (!Number.isNaN(ranNs[row]!)) former = ranNs[row]!
      if (!(ran > 0) || !(core[row]! >= 0)) continue
      let at = first
      while (at < lane.core.length && lane.core.values[at] !== core[row]!) at++
      if (at < lane.core.length) {
        lane.tNs.values[at] = tNs[row]!
        lane.ranNs.values[at]! += ran
      } else {
        const entry = { core: core[row]!, thread, fromNs: fromNs[row]!, tNs: tNs[row]!, ranNs: ran }
        for (const key of laneKeys) lane[key].append(entry[key])
      }
    }
  }

  #appendLane(): void {
    const order = orderBy(this.#lane.tNs.view().slice())
    for (const key of laneKeys) for (const row of order) this.history.lane[key].append(this.#lane[key].values[row]!)
    this.#lane = emptyLane()
  }

  #appendHeld({ sections }: ChunkRows, name: Extract<SectionName, 'details' | 'memory'>, keys: readonly string[]): void {
    const table = sections[name]
    const tNs = table?.columns.get('tNs')
    if (!table || !tNs) return
    const { subjects, starts } = table.groups
    const columns = keys.map(key => table.columns.get(key))
    for (let group = 0; group < subjects.length; group++) {
      const process = this.history.processes[subjects[group]!]
      if (!process) continue
      if (name === 'details' && this.#isWhole) rememberPeaks(process, table, { start: starts[group]!, end: starts[group + 1]! })
      const kept = (name === 'details' ? process.detail : process.memory) as Readonly<Record<string, Column>>
      for (const merge of this.#held(tNs, starts[group]!, starts[group + 1]!)) {
        keys.forEach((key, i) => kept[key]!.append(columns[i] ? lastKnown(columns[i], merge, key === 'state' ? 0 : NaN) : NaN))
        this.#rows++
      }
    }
  }

  /** What held when the range began is a part of it. */
  *#held(tNs: Float64Array, first: number, end: number): Generator<Merge> {
    let before = first
    while (before < end && tNs[before]! <= this.#range.fromNs) before++
    if (before > first) yield { start: before - 1, end: before }
    yield* this.#merges(tNs, first, end)
  }

  #appendCores(table: SectionTable | undefined): void {
    const [tNs, busyNs] = [table?.columns.get('tNs'), table?.columns.get('busyNs')]
    if (!table || !tNs || !busyNs) return
    const { subjects, starts } = table.groups
    for (let group = 0; group < subjects.length; group++) {
      const { cores } = this.history
      let lane = cores.find(({ core }) => core === subjects[group]!)
      if (!lane) cores.push((lane = { core: subjects[group]!, tNs: new Column(), busyNs: new Column() }))
      for (const merge of this.#held(tNs, starts[group]!, starts[group + 1]!)) {
        lane.tNs.append(tNs[merge.end - 1]!)
        lane.busyNs.append(lastKnown(busyNs, merge))
        this.#rows++
      }
    }
  }

  #appendOwn(own: ChunkRows['own']): void {
    const tNs = Float64Array.from(own, cost => cost.tNs)
    for (const { end } of this.#held(tNs, 0, tNs.length)) {
      const cost = own[end - 1]!
      this.history.own.push({ tNs: ns(cost.tNs), samplerNs: ns(cost.samplerNs), programNs: ns(cost.programNs) })
    }
  }
}

const emptyLane = (): LaneHistory => ({ core: new Column(), thread: new Column(), fromNs: new Column(), tNs: new Column(), ranNs: new Column() })

/** A process or a thread. */
type Counted = { readonly cpu: CpuHistory; readonly bornNs: number } | ThreadHistory

interface Standing {
  readonly tNs: number
  readonly ranNs: number
  readonly waitedNs: number
}

interface Counters {
  readonly fromNs: Float64Array
  readonly tNs: Float64Array
  readonly ranNs: Float64Array
  readonly waitedNs: Float64Array
  readonly core: Float64Array | undefined
  readonly state: Float64Array | undefined
  readonly ranBase: Float64Array | undefined
  readonly waitedBase: Float64Array | undefined
}

function countersOf({ columns, bases, groups }: SectionTable): Counters {
  const column = (name: string): Float64Array => columns.get(name) ?? new Float64Array(groups.rows).fill(NaN)
  return {
    ...{ fromNs: column('fromNs'), tNs: column('tNs'), ranNs: column('ranNs'), waitedNs: column('waitedNs') },
    ...{ core: columns.get('core'), state: columns.get('state'), ranBase: bases.get('ranNs'), waitedBase: bases.get('waitedNs') }
  }
}

function appendCounter(cpu: CpuHistory, { fromNs, tNs, ranNs, waitedNs }: Standing & { readonly fromNs: number }): void {
  cpu.fromNs.append(fromNs)
  cpu.tNs.append(tNs)
  cpu.ranNs.append(ranNs)
  cpu.waitedNs.append(waitedNs)
  cpu.waitFromNs.append(fromNs)
}

/** NaN, or what stands for not known, only if all are. */
function lastKnown(values: Float64Array, { start, end }: Merge, unknown = NaN): number {
  for (let row = end - 1; row >= start; row--) if (!Number.isNaN(values[row]!) && values[row] !== unknown) return values[row]!
  return unknown
}

function rememberPeaks(process: RunHistory['processes'][number], { columns }: SectionTable, { start, end }: Merge): void {
  const [rssBytes, threads] = [columns.get('rssBytes'), columns.get('threads')]
  for (let row = start; row < end; row++) {
    if (rssBytes && rssBytes[row]! > 0 && !(rssBytes[row]! <= process.peakRssBytes)) process.peakRssBytes = rssBytes[row]! // a zombie has none
    if (threads && !(threads[row]! <= process.peakThreads) && !Number.isNaN(threads[row]!)) process.peakThreads = threads[row]!
  }
}

function countRows({ processes, threads, cores }: RunHistory): number {
  let rows = 0
  processes.forEach(({ cpu, detail, memory }) => (rows += cpu.tNs.length + detail.tNs.length + memory.tNs.length))
  threads.forEach(({ cpu }) => (rows += cpu.tNs.length))
  for (const { tNs } of cores) rows += tNs.length
  return rows
}
