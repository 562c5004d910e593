// Strands back to rows. Nothing is believed: what cannot be is a Damage.
import { groupsBySubject } from './arranging.ts'
import { type ByteReader, Damage } from './bytes.ts'
import { type ColumnForm, decodeColumn, type Groups, plain, single, whole } from './column.ts'
import { fromForm, ROWS_MOST, type Section, type SectionName, sections, type Strand, strandOf } from './sections.ts'
import { decodePlaces, decodeTimes } from './times.ts'
import { type Counted, shiftBases, shiftByTwin } from './twins.ts'

/** Rows of one section, by subject; within one subject in order of time. */
export interface SectionTable {
  readonly groups: Groups & { readonly subjects: Float64Array }
  /** Every column of the model but the subject, as doubles. */
  readonly columns: ReadonlyMap<string, Float64Array>
  /** Per counter and group: what it stood at before the first row here. */
  readonly bases: ReadonlyMap<string, Float64Array>
}

export interface ChunkRows {
  readonly tickNs: Float64Array
  /** Sections without rows, or not asked for, are absent. */
  readonly sections: Partial<Record<SectionName, SectionTable>>
  readonly own: readonly { readonly tNs: number; readonly samplerNs: number; readonly programNs: number }[]
}

/** A reader for each strand that is wanted; `times` always. Threads lean on processes. */
export type StrandReaders = ReadonlyMap<Strand, ByteReader>

/** Throws Damage, and nothing else. */
export function decodeRows(readers: StrandReaders): ChunkRows {
  const { table, tickNs } = decodeTimes(readerOf(readers, 'times'))
  const decoded: Partial<Record<SectionName, SectionTable>> = {}
  for (const section of sections) {
    if (!isWanted(section, readers)) continue
    const rows = decodeSection(readers, section, { table, processes: decoded.processes ?? null })
    if (rows) decoded[section.name] = rows
  }
  return { tickNs, sections: decoded, own: readers.has('own') ? decodeOwn(readerOf(readers, 'own'), table) : [] }
}

function decodeSection(readers: StrandReaders, section: Section, { table: shared, processes }: { table: Float64Array; processes: SectionTable | null }): SectionTable | null {
  const reader = readerOf(readers, section.name)
  const rows = reader.count(ROWS_MOST)
  if (rows === 0) return null
  const groups = decodeGroups(reader, rows)
  const table = section.hasOwnTimes ? decodeTimes(reader).table : shared
  const columns = decodeTimesOf(reader, { groups, table, hasFrom: section.hasFrom })
  const twins = section.name === 'threads' ? decodeColumn(reader, { groups: single(groups.subjects.length), form: plain }) : null
  const bases = new Map<string, Float64Array>()
  for (const { name, form } of section.columns) {
    const from = readers.get(strandOf(section, name))
    if (!from) continue // not asked for
    if (section.counters.includes(name)) {
      const process = processes ? countedOf(processes, name) : null
      const counter = decodeCounter(from, { groups, form, tNs: columns.get('tNs') ?? new Float64Array(rows), twins, process })
      bases.set(name, counter.bases)
      columns.set(name, counter.values)
    } else columns.set(name, decodeColumn(from, { groups, form }))
  }
  return { groups, columns, bases }
}

interface CounterDecoding {
  readonly groups: Groups
  readonly form: ColumnForm
  readonly tNs: Float64Array
  readonly twins: Float64Array | null
  readonly process: Counted | null
}

function decodeCounter(reader: ByteReader, { groups, form, tNs, twins, process }: CounterDecoding): Pick<Counted, 'values' | 'bases'> {
  const bases = decodeColumn(reader, { groups: single(groups.starts.length - 1), form: plain })
  const values = decodeColumn(reader, { groups, form, bases })
  if (!twins || !process) return { values, bases }
  shiftByTwin({ values, tNs, starts: groups.starts }, twins, { process, sign: 1 })
  return { values, bases: shiftBases(bases, twins, { process, sign: 1 }) }
}

function readerOf(readers: StrandReaders, strand: Strand): ByteReader {
  const reader = readers.get(strand)
  if (!reader) throw new Damage('a strand is missing')
  return reader
}

/** The section is wanted; threads need all of processes as well. Columns whose strand is not wanted are left out. */
function isWanted({ name }: Section, readers: StrandReaders): boolean {
  const needed: readonly Strand[] = name === 'threads' ? [name, 'processes', 'ran', 'waited'] : [name]
  return needed.every(strand => readers.has(strand))
}

function countedOf({ groups, columns, bases }: SectionTable, name: string): Counted | null {
  const [values, tNs, before] = [columns.get(name), columns.get('tNs'), bases.get(name)]
  if (!values || !tNs || !before) return null
  return { groupOf: groupsBySubject(groups.subjects), starts: groups.starts, tNs, values, bases: before }
}

function decodeGroups(reader: ByteReader, rows: number): SectionTable['groups'] {
  const count = reader.count(rows)
  const subjects = decodeColumn(reader, { groups: single(count), form: whole })
  const sizes = decodeColumn(reader, { groups: single(count), form: whole })
  const starts = new Uint32Array(count + 1)
  sizes.forEach((size, group) => {
    if (!(size >= 1 && starts[group]! + size <= rows)) throw new Damage('its groups do not fit')
    starts[group + 1] = starts[group]! + size
  })
  if (starts[count] !== rows) throw new Damage('its groups do not fit')
  return { rows, subjects, starts }
}

function decodeTimesOf(reader: ByteReader, { groups, table, hasFrom }: { groups: Groups; table: Float64Array; hasFrom: boolean }): Map<string, Float64Array> {
  const places = decodeColumn(reader, { groups, form: whole })
  const lengths = hasFrom ? decodeColumn(reader, { groups, form: fromForm }) : null
  const tNs = new Float64Array(groups.rows)
  const fromNs = new Float64Array(lengths ? groups.rows : 0)
  for (let group = 0; group + 1 < groups.starts.length; group++) {
    const start = groups.starts[group]!
    for (let row = start; row < groups.starts[group + 1]!; row++) {
      const place = places[row]! + row - start
      tNs[row] = table[place] ?? NaN
      if (lengths) fromNs[row] = table[place - 1 - lengths[row]!] ?? NaN
    }
  }
  return new Map(lengths ? [['fromNs', fromNs], ['tNs', tNs]] : [['tNs', tNs]])
}

function decodeOwn(reader: ByteReader, table: Float64Array): ChunkRows['own'] {
  const tNs = decodePlaces(reader, table)
  const [samplerNs, programNs] = [0, 1].map(() => decodeColumn(reader, { groups: single(tNs.length), form: whole }))
  return Array.from(tNs, (each, i) => ({ tNs: each, samplerNs: samplerNs?.[i] ?? NaN, programNs: programNs?.[i] ?? NaN }))
}
