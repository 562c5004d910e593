// Rows that wait to become a chunk: the columns of many batches behind one another, all as doubles.
import type { SampleBatch } from '../../../../shared/model/batch.ts'
import { namesOf, type Section, type SectionName, sections, tableOf } from './sections.ts'

/** Rows of one section. `columns` may be longer than `length`. */
export class SectionRows {
  readonly section: Section
  readonly names: readonly string[]
  length = 0
  readonly #columns = new Map<string, Float64Array>()

  constructor(section: Section) {
    this.section = section
    this.names = namesOf(section)
    for (const name of this.names) this.#columns.set(name, new Float64Array(64))
  }

  append(batch: SampleBatch): void {
    const table = tableOf(batch, this.section.name)
    const rows = table.tNs?.length ?? 0
    if (rows === 0) return
    const length = this.length + rows
    for (const name of this.names) this.#room(name, length).set(table[name] ?? [], this.length)
    this.length = length
  }

  /** In place: valid until more rows are appended. */
  column(name: string): Float64Array {
    return (this.#columns.get(name) ?? new Float64Array(0)).subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }

  #room(name: string, length: number): Float64Array {
    const column = this.#columns.get(name) ?? new Float64Array(64)
    if (column.length >= length) return column
    const grown = new Float64Array(Math.max(column.length * 2, length))
    grown.set(column.subarray(0, this.length))
    this.#columns.set(name, grown)
    return grown
  }
}

/** Everything sampled since the last chunk. */
export class PendingRows {
  readonly sections: Readonly<Record<SectionName, SectionRows>>
  tickNs: number[] = []
  own: { tNs: number; samplerNs: number; programNs: number }[] = []

  constructor() {
    const entries = sections.map(section => [section.name, new SectionRows(section)] as const)
    this.sections = Object.fromEntries(entries) as Record<SectionName, SectionRows> // one entry per name
  }

  append(batch: SampleBatch): void {
    for (const tNs of batch.tickNs) this.tickNs.push(tNs)
    for (const { name } of sections) this.sections[name].append(batch)
    if (batch.own) this.own.push(batch.own)
  }

  /** Of all sections together. */
  get rows(): number {
    return sections.reduce((sum, { name }) => sum + this.sections[name].length, 0)
  }

  get isEmpty(): boolean {
    return this.tickNs.length + this.own.length + this.rows === 0
  }

  clear(): void {
    this.tickNs = []
    this.own = []
    for (const { name } of sections) this.sections[name].clear()
  }
}
