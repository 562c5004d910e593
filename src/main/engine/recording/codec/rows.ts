// Rows that wait to become a chunk: the columns of many batches behind one another, all as doubles.
import type { SampleBatch } from '../../../../shared/model/batch.ts'
import { namesOf, type Section, type SectionName, sections, tableOf } from './sections.ts'

/** Rows of one section. `columns` may be longer than `length`. */
export class SectionRows {
  readonly section: Section
  readonly names: readonly string[]
  length = 0
  /** In the order of the names, all with the same room. */
  readonly #columns: Float64Array[]
  #room = 64

  constructor(section: Section) {
    this.section = section
    this.names = namesOf(section)
    this.#columns = this.names.map(() => new Float64Array(this.#room))
  }

  append(batch: SampleBatch): void {
    const table = tableOf(batch, this.section.name)
    const rows = table.tNs?.length ?? 0
    if (rows === 0) return
    const length = this.length + rows
    if (length > this.#room) this.#grow(length)
    for (let i = 0; i < this.names.length; i++) this.#columns[i]!.set(table[this.names[i]!]!, this.length)
    this.length = length
  }

  /** In place: valid until more rows are appended. */
  column(name: string): Float64Array {
    return this.#columns[this.names.indexOf(name)]!.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }

  #grow(length: number): void {
    this.#room = Math.max(2 * this.#room, length)
    this.#columns.forEach((column, i) => {
      this.#columns[i] = new Float64Array(this.#room)
      this.#columns[i].set(column.subarray(0, this.length))
    })
  }
}

/** How much there was of everything at some moment. */
export interface RowsMark {
  readonly ticks: number
  readonly own: number
  readonly sections: Readonly<Record<SectionName, number>>
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

  /** What is there now, to be told from what comes later. */
  mark(): RowsMark {
    const lengths = sections.map(({ name }) => [name, this.sections[name].length] as const)
    return { ticks: this.tickNs.length, own: this.own.length, sections: Object.fromEntries(lengths) as Record<SectionName, number> } // one entry per name
  }

  /** Whether anything came after that. */
  hasMore({ ticks, own, sections: lengths }: RowsMark): boolean {
    return this.tickNs.length > ticks || this.own.length > own || sections.some(({ name }) => this.sections[name].length > lengths[name])
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
