// One series from the samples themselves: the sharp end of a zoom, and whatever the pyramid does not have.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'
import type { ChunkRows } from '../codec/decodeRows.ts'
import type { SectionName, Strand } from '../codec/sections.ts'
import { orderBy } from '../codec/arranging.ts'
import { finePerSecond } from '../rolls/flows.ts'
import { type Series, subjectOf } from '../rolls/series.ts'
import type { Pixels } from './pixels.ts'
import type { Head } from './stored.ts'

export interface RowSources {
  readonly heads: readonly Head[]
  /** Null: damaged. */
  readonly readStored: (head: Head, wanted: readonly Strand[]) => ChunkRows | null
  readonly rateHz: number
  /** When each process ended, in order of time. */
  readonly readEnds: () => readonly { readonly process: number; readonly tNs: number }[]
}

/** More bins than pixels of a wide screen need. */
const BINS_MOST = 1 << 20
/** Values that hold are looked for so far back: the pace of the slowest looks. */
const BACK_NS = 20 * NS_PER_SECOND

export function fillFromRows(pixels: Pixels, range: TimeRange, { series, sources }: { series: Series; sources: RowSources }): void {
  switch (series.measure) {
    case 'used':
      return fillFlow(pixels, range, { series, sources, section: 'processes', column: 'ranNs', wanted: ['processes', 'ran'] })
    case 'waited':
      return fillFlow(pixels, range, { series, sources, section: 'processes', column: 'waitedNs', wanted: ['processes', 'waited'] })
    case 'busy':
      return fillFlow(pixels, range, { series, sources, section: 'cores', column: 'busyNs', wanted: ['cores'] })
    case 'rss':
      return fillHeld(pixels, range, { series, sources, section: 'details', column: 'rssBytes' })
    case 'pss':
      return fillHeld(pixels, range, { series, sources, section: 'memory', column: 'pssBytes' })
    case 'uss':
      return fillHeld(pixels, range, { series, sources, section: 'memory', column: 'ussBytes' })
  }
}

interface Filling {
  readonly series: Series
  readonly sources: RowSources
  readonly section: SectionName
  readonly column: string
}

const touches = ({ fromNs, toNs }: TimeRange, { fromNs: from, toNs: to }: TimeRange): boolean => toNs > from && fromNs < to

function fillFlow(pixels: Pixels, range: TimeRange, { series, sources, section, column, wanted }: Filling & { readonly wanted: readonly Strand[] }): void {
  const bins = new Bins(range, Math.min(pixels.widthNs, NS_PER_SECOND / finePerSecond(sources.rateHz)))
  const subject = subjectOf(series)
  const counters = new Map<number, { value: number; tNs: number }>()
  const known: TimeRange[] = []
  // What a dozing process did may be told by a row that ends seconds later.
  for (const head of sources.heads.filter(each => touches(each, { fromNs: range.fromNs, toNs: range.toNs + BACK_NS }))) {
    const stored = sources.readStored(head, wanted)
    if (!stored) continue
    known.push(head)
    eachStep(stored, { section, column, subject, counters, isFirst: head === sources.heads[0] }, (fromNs, toNs, amount) => bins.add(fromNs, toNs, amount))
  }
  for (const part of known) bins.putInto(pixels, part)
}

type Step = (fromNs: number, toNs: number, amount: number) => void

interface Stepping extends Rows {
  /** Nobody had used anything before. */
  readonly isFirst: boolean
  /** Last value of each subject in what was read before. */
  readonly counters: Map<number, { readonly value: number; readonly tNs: number }>
}

function eachStep(stored: ChunkRows, { section, column, subject, counters, isFirst }: Stepping, take: Step): void {
  const hasFrom = section !== 'cores'
  eachRow(stored, { section, column, subject }, (of, { fromNs, tNs, value, base }) => {
    const before = counters.get(of)
    const start = before?.value ?? base ?? (isFirst && hasFrom ? 0 : null)
    counters.set(of, { value, tNs })
    if (start === null) return // a core's clock began at boot, and hot rows do not tell what was before
    const amount = value - start
    if (amount > 0) take(hasFrom ? fromNs : (before?.tNs ?? tNs), tNs, amount)
  })
}

interface RowOf {
  fromNs: number
  tNs: number
  value: number
  /** What the counter stood at before; null: not told. */
  base: number | null
}

interface Rows {
  readonly section: SectionName
  readonly column: string
  /** −1: everybody. */
  readonly subject: number
}

/** Calls `visit` for each measured row, in order of time within a subject; the row is the same object each time. */
function eachRow(stored: ChunkRows, { section, column, subject }: Rows, visit: (of: number, row: RowOf) => void): void {
  const table = stored.sections[section]
  const [values, tNs] = [table?.columns.get(column), table?.columns.get('tNs')]
  if (!table || !values || !tNs) return
  const fromNs = table.columns.get('fromNs') ?? tNs
  const bases = table.bases.get(column)
  const { subjects, starts } = table.groups
  const seen: RowOf = { fromNs: NaN, tNs: NaN, value: NaN, base: null }
  for (let group = 0; group < subjects.length; group++) {
    if (subject !== -1 && subjects[group] !== subject) continue
    seen.base = bases?.[group] ?? null
    for (let row = starts[group]!, end = starts[group + 1]!; row < end; row++) {
      if (Number.isNaN(values[row]!)) continue
      seen.fromNs = fromNs[row]!
      seen.tNs = tNs[row]!
      seen.value = values[row]!
      visit(subjects[group]!, seen)
    }
  }
}

/** ns of CPU per bin. */
class Bins {
  readonly #range: TimeRange
  readonly #widthNs: number
  readonly #amounts: Float64Array

  constructor(range: TimeRange, widthNs: number) {
    const count = Math.min(BINS_MOST, Math.max(1, Math.ceil((range.toNs - range.fromNs) / widthNs)))
    this.#range = range
    this.#widthNs = (range.toNs - range.fromNs) / count
    this.#amounts = new Float64Array(count)
  }

  add(fromNs: number, toNs: number, amount: number): void {
    const rate = amount / (toNs - fromNs)
    let left = Math.max(fromNs, this.#range.fromNs)
    let bin = Math.floor((left - this.#range.fromNs) / this.#widthNs)
    for (; bin < this.#amounts.length && left < toNs; bin++) {
      const right = Math.min(toNs, this.#range.fromNs + (bin + 1) * this.#widthNs)
      if (right > left) this.#amounts[bin]! += (right - left) * rate
      left = Math.max(left, right)
    }
  }

  /** The bins that begin in a part of which the samples were read. */
  putInto(pixels: Pixels, part: TimeRange): void {
    const first = Math.max(0, Math.ceil((part.fromNs - this.#range.fromNs) / this.#widthNs))
    for (let bin = first; bin < this.#amounts.length; bin++) {
      const fromNs = this.#range.fromNs + bin * this.#widthNs
      if (fromNs >= part.toNs) return
      const cores = this.#amounts[bin]! / this.#widthNs
      pixels.put({ fromNs, toNs: fromNs + this.#widthNs }, { least: cores, most: cores, mean: cores })
    }
  }
}

interface Change {
  readonly of: number
  readonly tNs: number
  /** Null: it ended. */
  readonly value: number | null
}

/** A value holds until the next one is measured; of the tree, the sum of what holds for those who live. */
function fillHeld(pixels: Pixels, range: TimeRange, { series, sources, section, column }: Filling): void {
  const subject = subjectOf(series)
  const changes: Change[] = sources.readEnds().map(({ process, tNs }) => ({ of: process, tNs, value: null }))
  let knownNs = range.fromNs
  for (const head of sources.heads.filter(each => touches(each, { fromNs: range.fromNs - BACK_NS, toNs: range.toNs }))) {
    const stored = sources.readStored(head, [section])
    if (!stored) continue
    knownNs = Math.max(knownNs, head.toNs)
    eachRow(stored, { section, column, subject }, (of, { tNs, value }) => changes.push({ of, tNs, value }))
  }
  const order = orderBy(Float64Array.from(changes, ({ tNs }) => tNs))
  const holding = new Map<number, number>()
  let sinceNs = range.fromNs
  const put = (untilNs: number): void => {
    if (holding.size === 0) return
    let sum = 0
    for (const value of holding.values()) sum += value
    pixels.put({ fromNs: Math.max(sinceNs, range.fromNs), toNs: Math.min(untilNs, range.toNs) }, { least: sum, most: sum, mean: sum })
  }
  for (const place of order) {
    const change = changes[place]
    if (!change || change.tNs > range.toNs) break
    if (change.tNs > sinceNs) put(change.tNs)
    sinceNs = Math.max(sinceNs, change.tNs)
    if (change.value === null) holding.delete(change.of)
    else holding.set(change.of, change.value)
  }
  put(Math.min(range.toNs, knownNs))
}
