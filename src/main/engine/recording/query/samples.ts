// Rows of samples as a query sees them: everything that was measured of a subject at one time in one row.
import type { ChunkRows, SectionTable } from '../codec/decodeRows.ts'
import { readEvents } from '../reading/events.ts'
import { readRowHeads, readStored } from '../reading/stored.ts'
import type { Value } from '../seal.ts'
import type { Insert, Source } from './fill.ts'

/** Rows that are put into tables at most: about a gigabyte of temporary file. */
const SAMPLES_MOST = 20_000_000

/** Thrown instead of filling the disk. */
export class TooManySamples extends Error {}

type SampleView = 'process_sample' | 'thread_sample' | 'core_sample'

export function fillSamples(insert: Insert, view: SampleView, { file, runs }: Source): void {
  let count = 0
  const counted: Insert = values => {
    if (++count > SAMPLES_MOST) throw new TooManySamples()
    insert(values)
  }
  for (const run of runs) {
    const owners = view === 'thread_sample' ? ownersOf(readEvents(file, run)) : new Map<number, number>()
    const steps = new Steps()
    for (const head of readRowHeads(file, run)) {
      const rows = readStored(file, run.header.run, head)
      if (rows) fillFrom(rows, view, { run: run.number, insert: counted, steps, owners })
    }
  }
}

const ownersOf = (events: ReturnType<typeof readEvents>): ReadonlyMap<number, number> =>
  new Map(events.flatMap(({ event }) => (event.kind === 'thread-born' ? [[event.thread, event.process] as const] : [])))

interface Filling {
  readonly run: number
  readonly insert: Insert
  readonly steps: Steps
  readonly owners: ReadonlyMap<number, number>
}

function fillFrom({ sections }: ChunkRows, view: SampleView, { run, insert, steps, owners }: Filling): void {
  switch (view) {
    case 'process_sample': {
      const tables = [sections.processes, sections.details, sections.memory]
      eachTime(tables, (subject, tNs, [cpu = -1, detail = -1, memory = -1]) => {
        insert([run, subject, tNs, ...cpuOf(sections.processes, cpu, { subject, steps }), ...detailNames.map(name => cell(sections.details, name, detail)), stateOf(sections.details, detail), ...memoryNames.map(name => cell(sections.memory, name, memory))])
      })
      return
    }
    case 'thread_sample':
      eachTime([sections.threads], (subject, tNs, [row = -1]) => {
        const core = cell(sections.threads, 'core', row)
        insert([run, subject, owners.get(subject) ?? null, tNs, ...cpuOf(sections.threads, row, { subject, steps }), core < 0 ? null : core, stateOf(sections.threads, row)])
      })
      return
    case 'core_sample':
      eachTime([sections.cores], (subject, tNs, [row = -1]) => {
        const busyNs = cell(sections.cores, 'busyNs', row)
        const before = steps.take(subject, { ranNs: busyNs, waitedNs: NaN, tNs })
        insert([run, subject, tNs, before.tNs, busyNs, (busyNs - before.ranNs) / (tNs - before.tNs)])
      })
  }
}

const detailNames = [
  ...(['rssBytes', 'threads', 'userNs', 'systemNs', 'reapedNs', 'minorFaults', 'majorFaults'] as const),
  ...(['voluntarySwitches', 'involuntarySwitches', 'readBytes', 'writtenBytes'] as const)
]
const memoryNames = ['pssBytes', 'ussBytes', 'sharedBytes', 'swapBytes'] as const

/** from_ns, cpu_ns, waited_ns, cores_used, waiting. */
function cpuOf(table: SectionTable | undefined, row: number, { subject, steps }: { subject: number; steps: Steps }): Value[] {
  const [fromNs, tNs, ranNs, waitedNs] = ['fromNs', 'tNs', 'ranNs', 'waitedNs'].map(name => cell(table, name, row))
  if (fromNs === undefined || tNs === undefined || ranNs === undefined || waitedNs === undefined || row < 0) return [null, null, null, null, null]
  const before = steps.take(subject, { ranNs, waitedNs, tNs })
  const base = (counter: string, last: number): number => (Number.isNaN(last) ? (baseOf(table, counter, subject) ?? 0) : last)
  const width = tNs - fromNs
  return [fromNs, ranNs, waitedNs, (ranNs - base('ranNs', before.ranNs)) / width, (waitedNs - base('waitedNs', before.waitedNs)) / width]
}

function baseOf(table: SectionTable | undefined, counter: string, subject: number): number | undefined {
  return table?.bases.get(counter)?.[table.groups.subjects.indexOf(subject)]
}

function stateOf(table: SectionTable | undefined, row: number): string | null {
  const state = cell(table, 'state', row)
  return state > 0 ? String.fromCharCode(state) : null
}

/** NaN where there is no such row, or nothing was measured. */
const cell = (table: SectionTable | undefined, name: string, row: number): number => (row < 0 ? NaN : (table?.columns.get(name)?.[row] ?? NaN))

/** The row before of each subject. NaN: there was none. */
class Steps {
  readonly #last = new Map<number, { readonly ranNs: number; readonly waitedNs: number; readonly tNs: number }>()

  take(subject: number, row: { readonly ranNs: number; readonly waitedNs: number; readonly tNs: number }): { readonly ranNs: number; readonly waitedNs: number; readonly tNs: number } {
    const before = this.#last.get(subject) ?? { ranNs: NaN, waitedNs: NaN, tNs: NaN }
    this.#last.set(subject, row)
    return before
  }
}

/** Subject by subject, each time at which any of the tables has a row, with the row of each (−1: none). */
function eachTime(tables: readonly (SectionTable | undefined)[], visit: (subject: number, tNs: number, rows: readonly number[]) => void): void {
  const subjects = new Set(tables.flatMap(table => [...(table?.groups.subjects ?? [])]))
  const times = tables.map(table => table?.columns.get('tNs') ?? new Float64Array(0))
  for (const subject of [...subjects].sort((a, b) => a - b)) {
    const spans = tables.map(table => spanOf(table, subject))
    for (;;) {
      const tNs = Math.min(...spans.map(({ next, end }, i) => (next < end ? times[i]![next]! : Infinity)))
      if (tNs === Infinity || Number.isNaN(tNs)) break
      visit(subject, tNs, spans.map((span, i) => (span.next < span.end && times[i]![span.next] === tNs ? span.next++ : -1)))
    }
  }
}

function spanOf(table: SectionTable | undefined, subject: number): { next: number; readonly end: number } {
  const group = table?.groups.subjects.indexOf(subject) ?? -1
  return group < 0 || !table ? { next: 0, end: 0 } : { next: table.groups.starts[group]!, end: table.groups.starts[group + 1]! }
}

