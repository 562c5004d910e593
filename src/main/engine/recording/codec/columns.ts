// A decoded section as the columns of a batch: by time, then by subject.
import type { SampleBatch } from '../../../../shared/model/batch.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { arrangeBySubject, gather, orderBy } from './arranging.ts'
import type { SectionTable, ChunkRows } from './decodeRows.ts'
import { columnOf, namesOf, type Section, sections, tableOf as tableByName } from './sections.ts'
import { collectTimes, placeOf } from './times.ts'

type Columns = Pick<SampleBatch, 'tickNs' | 'processes' | 'threads' | 'details' | 'memory' | 'cores'>

/** A batch of all rows of a chunk, without its events, warnings and own cost. */
export function batchOf(run: RunId, { tickNs, sections: decoded }: ChunkRows): SampleBatch {
  const tables = Object.fromEntries(sections.map(section => [section.name, tableOf(section, decoded[section.name])]))
  return { run, ...({ tickNs, ...tables } as unknown as Columns), events: [], warnings: [], own: null } // sections.ts names what the model has
}

function tableOf(section: Section, rows: SectionTable | undefined): Readonly<Record<string, ArrayLike<number>>> {
  const names = namesOf(section)
  if (!rows) return Object.fromEntries(names.map(name => [name, columnOf(section.name, name, new Float64Array(0))]))
  const subject = subjectsOf(rows)
  const order = orderByTime(rows.columns.get('tNs') ?? subject)
  const inTime = (values: Float64Array): Float64Array => Float64Array.from(order, row => values[row] ?? NaN)
  return Object.fromEntries(names.map(name => [name, columnOf(section.name, name, inTime(name === section.subject ? subject : (rows.columns.get(name) ?? new Float64Array(0))))]))
}

/** The same the other way round: the rows of a batch by subject. Nothing is told of what counters stood at before. */
export function rowsOfBatch(batch: SampleBatch, own: ChunkRows['own']): ChunkRows {
  const tables = sections.flatMap(section => {
    const table = tableByName(batch, section.name)
    const arranged = arrangeBySubject(Float64Array.from(table[section.subject] ?? []))
    if (arranged.rows === 0) return []
    const names = namesOf(section).filter(name => name !== section.subject)
    const columns = new Map(names.map(name => [name, gather(Float64Array.from(table[name] ?? []), arranged, { into: new Float64Array(arranged.rows) })]))
    return [[section.name, { groups: arranged, columns, bases: new Map() }] as const]
  })
  return { tickNs: batch.tickNs, sections: Object.fromEntries(tables), own }
}

/** The subject of each row. */
export function subjectsOf({ groups }: SectionTable): Float64Array {
  const subject = new Float64Array(groups.rows)
  groups.subjects.forEach((each, group) => subject.fill(each, groups.starts[group], groups.starts[group + 1]))
  return subject
}

/** Times are few: their ranks are counted out instead of sorting rows. */
function orderByTime(tNs: Float64Array): Uint32Array {
  const table = collectTimes(new Float64Array(0), [tNs])
  let at = 0
  return orderBy(tNs.map(time => (at = placeOf(table, time, at))))
}
