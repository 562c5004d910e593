// The rows of processes and threads as they stand: kept up to date from the events of a run, with figures that need no rows
// of samples to be read. For queries; a reader of the run itself goes by the events.
import type { RunEvent, SampleBatch } from '../../../../shared/model/batch.ts'
import type { Value } from '../seal.ts'

interface ProcessRow {
  readonly born: Extract<RunEvent, { kind: 'born' }>
  name: string
  command: readonly string[]
  making: string | null
  adoptedBy: number | null
  ended: Extract<RunEvent, { kind: 'ended' }> | null
  cpuNs: number
  /** Its figures did; not worth a row each second. */
  hasMoved: boolean
  peakRssBytes: number
  threadCountPeak: number
}

interface ThreadRow {
  readonly born: Extract<RunEvent, { kind: 'thread-born' }>
  endedNs: number | null
  cpuNs: number
  hasMoved: boolean
}

export interface Ended {
  readonly processes: readonly number[]
  readonly threads: readonly number[]
}

export class People {
  readonly #processes = new Map<number, ProcessRow>()
  readonly #threads = new Map<number, ThreadRow>()
  readonly #changedProcesses = new Set<number>()
  readonly #changedThreads = new Set<number>()
  #endedProcesses: number[] = []
  #endedThreads: number[] = []
  /** Processes born so far. */
  bornCount = 0

  append({ events, processes, threads, details }: SampleBatch): void {
    for (const event of events) this.#follow(event)
    for (let row = 0; row < processes.subject.length; row++) {
      const process = this.#processes.get(processes.subject[row]!)
      if (!process) continue
      process.cpuNs = processes.ranNs[row]!
      process.hasMoved = true
    }
    for (let row = 0; row < threads.subject.length; row++) {
      const thread = this.#threads.get(threads.subject[row]!)
      if (!thread) continue
      thread.cpuNs = threads.ranNs[row]!
      thread.hasMoved = true
    }
    for (let row = 0; row < details.process.length; row++) {
      const process = this.#processes.get(details.process[row]!)
      if (!process) continue
      process.peakRssBytes = greater(process.peakRssBytes, details.rssBytes[row]!)
      process.threadCountPeak = greater(process.threadCountPeak, details.threads[row]!)
      if (Number.isNaN(process.cpuNs)) process.cpuNs = 0 // looked at, and never ran until now
    }
  }

  /** Process of a thread that has been heard of, else −1. */
  ownerOf(thread: number): number {
    return this.#threads.get(thread)?.born.process ?? -1
  }

  /** Rows that changed since the last call; with `all` also those whose figures moved, and who has `ended` is then forgotten. */
  take(run: number, all: boolean): { readonly processes: Value[][]; readonly threads: Value[][]; readonly ended: Ended } {
    if (all) {
      takeMoved(this.#processes, this.#changedProcesses)
      takeMoved(this.#threads, this.#changedThreads)
    }
    const processes = [...this.#changedProcesses].flatMap(id => rowOfProcess(run, this.#processes.get(id)))
    const threads = [...this.#changedThreads].flatMap(id => rowOfThread(run, this.#threads.get(id)))
    this.#changedProcesses.clear()
    this.#changedThreads.clear()
    return { processes, threads, ended: all ? this.#forget() : { processes: [], threads: [] } }
  }

  #forget(): Ended {
    const ended = { processes: this.#endedProcesses, threads: this.#endedThreads }
    for (const id of ended.processes) this.#processes.delete(id)
    for (const id of ended.threads) this.#threads.delete(id)
    this.#endedProcesses = []
    this.#endedThreads = []
    return ended
  }

  #follow(event: RunEvent): void {
    switch (event.kind) {
      case 'born': {
        const { name, command, making } = event
        this.bornCount++
        this.#processes.set(event.process, { born: event, name, command, making, adoptedBy: null, ended: null, cpuNs: NaN, hasMoved: false, peakRssBytes: NaN, threadCountPeak: NaN })
        this.#changedProcesses.add(event.process)
        return
      }
      case 'thread-born':
        this.#threads.set(event.thread, { born: event, endedNs: null, cpuNs: NaN, hasMoved: false })
        this.#changedThreads.add(event.thread)
        return
      case 'thread-ended':
        this.#endThread(event.thread, event.tNs)
        return
      case 'renamed':
      case 'ended':
      case 'reparented':
        this.#change(event)
        return
      case 'marker':
      case 'stuck':
    }
  }

  #change(event: Extract<RunEvent, { kind: 'renamed' | 'ended' | 'reparented' }>): void {
    const process = this.#processes.get(event.process)
    if (!process) return
    this.#changedProcesses.add(event.process)
    if (event.kind === 'ended') {
      process.ended = event
      this.#endedProcesses.push(event.process)
    } else if (event.kind === 'reparented') process.adoptedBy = event.parentPid
    else Object.assign(process, { name: event.name, command: event.command, making: event.making })
  }

  #endThread(id: number, tNs: number): void {
    const thread = this.#threads.get(id)
    if (!thread) return
    thread.endedNs = tNs
    this.#endedThreads.push(id)
    this.#changedThreads.add(id)
  }
}

function takeMoved(all: ReadonlyMap<number, { hasMoved: boolean }>, changed: Set<number>): void {
  for (const [id, row] of all) {
    if (row.hasMoved) changed.add(id)
    row.hasMoved = false
  }
}

function rowOfProcess(run: number, row: ProcessRow | undefined): Value[][] {
  if (!row) return []
  const { born, ended } = row
  return [
    [
      ...[run, born.process, born.pid, born.startTicks, born.parent, born.parentPid, row.adoptedBy, row.name, JSON.stringify(row.command), row.making],
      ...[wholeOrNull(born.tNs), wholeOrNull(born.seenNs) ?? 0, born.exactness, wholeOrNull(ended?.tNs), ended?.exactness ?? null, ended?.exit.code ?? null, ended?.exit.signal ?? null],
      ...[wholeOrNull(row.cpuNs), wholeOrNull(row.peakRssBytes), wholeOrNull(row.threadCountPeak)]
    ]
  ]
}

function rowOfThread(run: number, row: ThreadRow | undefined): Value[][] {
  if (!row) return []
  const { thread, process, tid, name, tNs } = row.born
  return [[run, thread, process, tid, name, wholeOrNull(tNs), wholeOrNull(row.endedNs), wholeOrNull(row.cpuNs)]]
}

/** As an INTEGER column takes it; what was not measured is NULL. */
export function wholeOrNull(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : Math.round(value)
}

/** NaN only if both are. */
const greater = (a: number, b: number): number => (Number.isNaN(a) || b > a ? b : a)
