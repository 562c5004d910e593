// A whole history as one batch, for whoever begins anew in the middle of a long run. appendBatch makes the same history of it.
import type { CpuColumns, CoreColumns, DetailColumns, MemoryColumns, Past, SampleBatch, ThreadColumns } from '../model/batch.ts'
import type { Column } from './columns.ts'
import { detailKeys, laneKeys, memoryKeys, type CpuHistory, type RunHistory } from './history.ts'

/** All but the run's end, in buffers of its own. Rows in order of subject, then of time. */
export function batchOf(history: RunHistory): SampleBatch {
  return {
    run: history.header.run,
    tickNs: history.tickNs.view().slice(),
    processes: cpuColumns(history.processes.map(({ process, cpu }) => ({ subject: process, cpu }))),
    threads: threadColumns(history),
    details: detailColumns(history),
    memory: memoryColumns(history),
    cores: coreColumns(history),
    events: [...history.events],
    warnings: [...history.warnings.values()],
    own: history.own.at(-1) ?? null,
    past: pastOf(history)
  }
}

const unshown = ['userNs', 'systemNs', 'minorFaults', 'majorFaults', 'voluntarySwitches', 'involuntarySwitches', 'readBytes', 'writtenBytes'] as const

/** Without the figures that are in no chart and no row of the tree: a quarter of the way to the page. */
export function shownOf(batch: SampleBatch): SampleBatch {
  const { details, memory } = batch
  const absent = new Float64Array(details.tNs.length).fill(NaN) // one for all: a clone keeps that they are one
  return { ...batch, details: { ...details, ...Object.fromEntries(unshown.map(name => [name, absent])) }, memory: { ...memory, swapBytes: new Float64Array(memory.tNs.length).fill(NaN) } }
}

function cpuColumns(subjects: readonly { readonly subject: number; readonly cpu: CpuHistory }[]): CpuColumns {
  return {
    subject: Uint32Array.from(repeat(subjects.map(({ subject, cpu }) => ({ value: subject, times: cpu.tNs.length })))),
    fromNs: join(subjects.map(({ cpu }) => cpu.fromNs)),
    tNs: join(subjects.map(({ cpu }) => cpu.tNs)),
    ranNs: join(subjects.map(({ cpu }) => cpu.ranNs)),
    waitedNs: join(subjects.map(({ cpu }) => cpu.waitedNs))
  }
}

function threadColumns({ threads }: RunHistory): ThreadColumns {
  return {
    ...cpuColumns(threads.map(({ thread, cpu }) => ({ subject: thread, cpu }))),
    core: Int16Array.from(join(threads.map(({ core }) => core))),
    state: Uint8Array.from(join(threads.map(({ state }) => state)))
  }
}

function detailColumns({ processes }: RunHistory): DetailColumns {
  const columns = joinEach(detailKeys, processes.map(({ detail }) => detail))
  const process = Uint32Array.from(repeat(processes.map(({ process, detail }) => ({ value: process, times: detail.tNs.length }))))
  return { ...columns, process, state: Uint8Array.from(columns.state) }
}

function memoryColumns({ processes }: RunHistory): MemoryColumns {
  const process = Uint32Array.from(repeat(processes.map(({ process, memory }) => ({ value: process, times: memory.tNs.length }))))
  return { ...joinEach(memoryKeys, processes.map(({ memory }) => memory)), process }
}

function coreColumns({ cores }: RunHistory): CoreColumns {
  return {
    core: Uint16Array.from(repeat(cores.map(({ core, tNs }) => ({ value: core, times: tNs.length })))),
    tNs: join(cores.map(({ tNs }) => tNs)),
    busyNs: join(cores.map(({ busyNs }) => busyNs))
  }
}

function pastOf({ thinned, own, processes, threads, lane }: RunHistory): Past {
  const byProcess = (value: (process: RunHistory['processes'][number]) => number): Float64Array => {
    const values = new Float64Array(processes.length).fill(NaN)
    processes.forEach(each => (values[each.process] = value(each)))
    return values
  }
  return {
    ...{ thinned, own: [...own], lane: joinEach(laneKeys, [lane]) },
    peakRssBytes: byProcess(({ peakRssBytes }) => peakRssBytes),
    peakThreads: byProcess(({ peakThreads }) => peakThreads),
    waitFromNs: join(threads.map(({ cpu }) => cpu.waitFromNs))
  }
}

/** Each of the named columns of all subjects, one behind the other. */
function joinEach<Name extends string>(names: readonly Name[], subjects: readonly Readonly<Record<Name, Column>>[]): Record<Name, Float64Array> {
  const joined = names.map(name => [name, join(subjects.map(subject => subject[name]))] as const)
  return Object.fromEntries(joined) as Record<Name, Float64Array> // one entry per name
}

/** `columns` may have holes, as lists by id do. */
function join(columns: readonly Column[]): Float64Array {
  const whole = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  columns.forEach(column => {
    whole.set(column.view(), at)
    at += column.length
  })
  return whole
}

function* repeat(runs: readonly { readonly value: number; readonly times: number }[]): Generator<number> {
  for (const each of runs.flat()) for (let i = 0; i < each.times; i++) yield each.value
}
