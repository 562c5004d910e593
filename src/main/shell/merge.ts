// Several batches as one: concatenated columns. A message of 30 arrays costs the same for one batch and for a thousand,
// and the copies are exact: structured clone sends the whole buffer under a view (facts of Electron: "Structured clone").
import type { SampleBatch } from '../../shared/model/batch.ts'

type Column = Float64Array | Uint32Array | Uint16Array | Int16Array | Uint8Array

/** How many batches go into one merged batch at most, and how many rows: a message stays within some MiB. */
const BATCHES_MOST = 4096
const ROWS_MOST = 60_000

/** How many of `batches`, from index `first` on, fit into one message. At least 1, if there is one. */
export function countForOneMessage(batches: readonly SampleBatch[], first: number): number {
  let rows = 0
  let count = 0
  for (let index = first; index < batches.length && count < BATCHES_MOST; index++, count++) {
    rows += countRows(batches[index]!)
    if (rows > ROWS_MOST && count > 0) break
  }
  return count
}

/** All of them as one, in order, in buffers of their own. Of their own cost the last stands for all, since it is cumulative. */
export function mergeBatches(batches: readonly [SampleBatch, ...SampleBatch[]]): SampleBatch {
  const [first, ...rest] = batches
  const merge = <Columns extends object>(take: (batch: SampleBatch) => Columns): Columns => mergeColumns([take(first), ...rest.map(take)])
  return {
    run: first.run,
    tickNs: concatenate(batches.map(({ tickNs }) => tickNs)),
    processes: merge(({ processes }) => processes),
    threads: merge(({ threads }) => threads),
    details: merge(({ details }) => details),
    memory: merge(({ memory }) => memory),
    cores: merge(({ cores }) => cores),
    events: batches.flatMap(({ events }) => events),
    warnings: batches.flatMap(({ warnings }) => warnings),
    own: batches.findLast(({ own }) => own !== null)?.own ?? null,
    ...(first.past && { past: first.past }) // a batch that stands for a whole run comes alone
  }
}

function countRows({ tickNs, processes, threads, details, memory, cores, events }: SampleBatch): number {
  return tickNs.length + processes.tNs.length + threads.tNs.length + details.tNs.length + memory.tNs.length + cores.tNs.length + events.length
}

function mergeColumns<Columns extends object>(parts: readonly [Columns, ...Columns[]]): Columns {
  const names = Object.keys(parts[0])
  const merged = names.map(name => [name, concatenate(parts.map(part => columnOf(part, name)))] as const)
  return Object.fromEntries(merged) as Columns // the same names, each of the same kind
}

/** The model's groups of columns have no other fields. */
const columnOf = (columns: object, name: string): Column => (columns as Record<string, Column>)[name]!

function concatenate<Kind extends Column>(parts: readonly Kind[]): Kind {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const whole = emptyLike(parts[0]!, length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** A column of the same kind as `example`, with a buffer of its own. */
const emptyLike = <Kind extends Column>(example: Kind, length: number): Kind => new (example.constructor as new (length: number) => Kind)(length)
