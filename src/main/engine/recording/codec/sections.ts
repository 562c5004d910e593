// What is stored: five tables of rows, as the batches have them. The order of sections, of columns and their units is the
// format; a change of it is a new layout of the chunk.
import type { SampleBatch } from '../../../../shared/model/batch.ts'
import { type ColumnForm, plain, whole } from './column.ts'

/** More rows than a writer puts into one section of a chunk; who claims more is damaged, or means to exhaust memory. */
export const ROWS_MOST = 1 << 20

/**
 * Strands: bytes of one kind, compressed apart from others, since like compresses well with like; and what a reader does not
 * want it need not unpack. The order is part of the format.
 */
export const strands = ['times', 'processes', 'ran', 'waited', 'threads', 'details', 'memory', 'cores', 'own'] as const
export type Strand = (typeof strands)[number]

export type SectionName = 'processes' | 'threads' | 'details' | 'memory' | 'cores'

export interface Section {
  readonly name: SectionName
  readonly subject: string
  /** Rows say from when on they speak. */
  readonly hasFrom: boolean
  /** Its rows are not made at the ticks that all others share. */
  readonly hasOwnTimes?: true
  /** Counters of CPU time: a chunk tells what they stood at before its first row, so that the first step is known as well. */
  readonly counters: readonly string[]
  readonly columns: readonly { readonly name: string; readonly form: ColumnForm }[]
}

const inKib: ColumnForm = { unit: 2, isDelta: true }
const inPages: ColumnForm = { unit: 3, isDelta: true }
const inTicks: ColumnForm = { unit: 4, isDelta: true }
const of = (form: ColumnForm, ...names: readonly string[]): Section['columns'] => names.map(name => ({ name, form }))

export const sections: readonly Section[] = [
  { name: 'processes', subject: 'subject', hasFrom: true, counters: ['ranNs', 'waitedNs'], columns: of(whole, 'ranNs', 'waitedNs') },
  {
    ...{ name: 'threads', subject: 'subject', hasFrom: true, counters: ['ranNs', 'waitedNs'] },
    columns: [...of(whole, 'ranNs', 'waitedNs'), ...of(whole, 'core', 'state')]
  },
  {
    ...{ name: 'details', subject: 'process', hasFrom: false, counters: [] },
    columns: [
      ...of(inPages, 'rssBytes'),
      ...of(whole, 'threads'),
      ...of(inTicks, 'userNs', 'systemNs', 'reapedNs'),
      ...of(whole, 'minorFaults', 'majorFaults', 'voluntarySwitches', 'involuntarySwitches'),
      ...of(inPages, 'readBytes', 'writtenBytes'),
      ...of(whole, 'state')
    ]
  },
  {
    ...{ name: 'memory', subject: 'process', hasFrom: false, hasOwnTimes: true, counters: [] },
    columns: of(inKib, 'pssBytes', 'ussBytes', 'sharedBytes', 'swapBytes')
  },
  { name: 'cores', subject: 'core', hasFrom: false, counters: [], columns: of(inTicks, 'busyNs') }
]

/** The counters of processes are most of a chunk: each has a strand of its own. */
export function strandOf({ name }: Section, column: string): Strand {
  if (name !== 'processes') return name
  return column === 'ranNs' ? 'ran' : column === 'waitedNs' ? 'waited' : name
}

/** The columns of a section in the order in which they are stored. */
export const namesOf = ({ subject, hasFrom, columns }: Section): readonly string[] => [subject, ...(hasFrom ? ['fromNs'] : []), 'tNs', ...columns.map(({ name }) => name)]

export const fromForm = plain

/** A batch's table by the names of its columns: the sections above name exactly what the model has. */
export type Table = Readonly<Record<string, ArrayLike<number>>>
export const tableOf = (batch: SampleBatch, name: SectionName): Table => batch[name] as unknown as Table

/** A column of the kind that the model has under this name, from doubles. */
export function columnOf(section: SectionName, name: string, values: Float64Array): ArrayLike<number> {
  if (name === 'core') return section === 'threads' ? Int16Array.from(values) : Uint16Array.from(values)
  if (name === 'state') return Uint8Array.from(values)
  return name === 'subject' || name === 'process' ? Uint32Array.from(values) : values
}
