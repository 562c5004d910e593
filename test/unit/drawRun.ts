// A run drawn as text, for tests: one line per counter, one column per tick. Built through appendBatch like any other run.
//
//   ms            0   50  100  150      time of each tick
//   main          0   50    -  100      CPU so far in ms; '-' = not looked at; the first process is the root
//   kid<main      .    0   20    .      a child; '.' = not there: born at its first column, gone at the first '.' after
//   main:waited   0    5   10   15      waiting so far in ms
//   main:rss      9    9    -   12      MiB; likewise pss, uss
//   main:threads  1    1    -    2
//   main:reaped   0    0   30   30      CPU of children waited for, ms
//   main/a        0 20@0 40@1   -       a thread's CPU so far in ms @ the core where it was last seen
//   core0         0   50  100  150      busy so far in ms
import { appendBatch, emptyHistory, type RunHistory } from '../../src/shared/derive/history.ts'
import type { RunEvent, SampleBatch } from '../../src/shared/model/batch.ts'
import type { MachineFacts } from '../../src/shared/model/machine.ts'
import { processId, type RunEnd, type RunHeader, runId, threadId } from '../../src/shared/model/run.ts'
import { bytes, hz, ns } from '../../src/shared/units.ts'

export interface DrawOptions {
  readonly cores?: number
  readonly rateHz?: number
  /** CPU of the whole tree in ms, as its end tells; null = could not be read. Without it the run goes on. */
  readonly totalMs?: number | null
  readonly command?: readonly string[]
}

const MS = 1e6
const MIB = 1024 * 1024

export function drawRun(text: string, options: DrawOptions = {}): RunHistory {
  const rows = parseRows(text)
  const ticks = (rows.shift()?.cells ?? []).map(cell => Number(cell) * MS)
  const header = headerOf(options)
  const history = emptyHistory(header)
  ticks.forEach((tNs, column) => appendBatch(history, batchAt(rows, { column, tNs, ticks, header })))
  if (options.totalMs !== undefined) history.end = endOf(header, { wallNs: ticks.at(-1) ?? 0, cpuMs: options.totalMs })
  return history
}

/** The process of that name; a test that asks for another name is wrong. */
export function processOf(history: RunHistory, name: string): RunHistory['processes'][number] {
  const process = history.processes.find(each => each.name === name)
  if (!process) throw new Error(`no process “${name}” in this run`)
  return process
}

interface Row {
  readonly name: string
  readonly parent: string | null
  readonly measure: string
  readonly cells: readonly string[]
}

function parseRows(text: string): Row[] {
  return text.split('\n').map(line => line.trim()).filter(Boolean).map(line => {
    const [label = '', ...cells] = line.split(/\s+/)
    const [who = '', measure = 'ran'] = label.split(':')
    const [name = '', parent = null] = who.split('<')
    return { name, parent, measure, cells }
  })
}

interface At {
  readonly column: number
  readonly tNs: number
  readonly ticks: readonly number[]
  readonly header: RunHeader
}

function batchAt(rows: readonly Row[], at: At): SampleBatch {
  const { column, tNs, header } = at
  const processRows = rows.filter(({ name, measure }) => measure === 'ran' && !name.includes('/') && !/^core\d+$/.test(name))
  const threadRows = rows.filter(({ name }) => name.includes('/'))
  const subjectOf = (name: string): number => processRows.findIndex(row => row.name === name)
  const cell = (name: string, measure: string): string => rows.find(row => row.name === name && row.measure === measure)?.cells[column] ?? '-'
  const looked = processRows.filter(row => hasRisen(row, column))
  const threads = threadRows.filter(row => hasRisen(row, column))
  const detailed = processRows.filter(({ name }) => ['rss', 'threads', 'reaped'].some(measure => isNumber(cell(name, measure))))
  const measured = processRows.filter(({ name }) => isNumber(cell(name, 'pss')))
  const cores = rows.filter(({ name, cells }) => /^core\d+$/.test(name) && isNumber(cells[column]))
  const none = (length: number): Float64Array => new Float64Array(length).fill(NaN)
  const detailOf = (measure: string, unit: number): Float64Array => Float64Array.from(detailed, ({ name }) => number(cell(name, measure)) * unit)
  return {
    run: header.run,
    tickNs: Float64Array.of(tNs),
    processes: {
      subject: Uint32Array.from(looked, ({ name }) => subjectOf(name)),
      fromNs: Float64Array.from(looked, row => lastLook(row, at)),
      tNs: new Float64Array(looked.length).fill(tNs),
      ranNs: Float64Array.from(looked, ({ cells }) => Number(cells[column]) * MS),
      waitedNs: Float64Array.from(looked, ({ name }) => number(cell(name, 'waited')) * MS)
    },
    threads: {
      subject: Uint32Array.from(threads, row => threadRows.indexOf(row)),
      fromNs: Float64Array.from(threads, row => lastLook(row, at)),
      tNs: new Float64Array(threads.length).fill(tNs),
      ranNs: Float64Array.from(threads, ({ cells }) => Number(cells[column]?.split('@')[0]) * MS),
      waitedNs: none(threads.length),
      core: Int16Array.from(threads, ({ cells }) => Number(cells[column]?.split('@')[1] ?? -1)),
      state: new Uint8Array(threads.length).fill('R'.charCodeAt(0))
    },
    details: {
      process: Uint32Array.from(detailed, ({ name }) => subjectOf(name)),
      tNs: new Float64Array(detailed.length).fill(tNs),
      rssBytes: detailOf('rss', MIB),
      threads: detailOf('threads', 1),
      reapedNs: detailOf('reaped', MS),
      ...{ userNs: none(detailed.length), systemNs: none(detailed.length), minorFaults: none(detailed.length), majorFaults: none(detailed.length) },
      ...{ voluntarySwitches: none(detailed.length), involuntarySwitches: none(detailed.length), readBytes: none(detailed.length), writtenBytes: none(detailed.length) },
      state: new Uint8Array(detailed.length).fill('S'.charCodeAt(0))
    },
    memory: {
      process: Uint32Array.from(measured, ({ name }) => subjectOf(name)),
      tNs: new Float64Array(measured.length).fill(tNs),
      pssBytes: Float64Array.from(measured, ({ name }) => number(cell(name, 'pss')) * MIB),
      ussBytes: Float64Array.from(measured, ({ name }) => number(cell(name, 'uss')) * MIB),
      ...{ sharedBytes: none(measured.length), swapBytes: none(measured.length) }
    },
    cores: {
      core: Uint16Array.from(cores, ({ name }) => Number(name.slice(4))),
      tNs: new Float64Array(cores.length).fill(tNs),
      busyNs: Float64Array.from(cores, ({ cells }) => Number(cells[column]) * MS)
    },
    events: [...processRows.flatMap(row => lifeEvents(row, at, { subjectOf, processRows })), ...threadRows.flatMap((row, index) => threadBirth(row, at, { index, subjectOf }))],
    warnings: [],
    own: null
  }
}

const isNumber = (cell: string | undefined): boolean => cell !== undefined && /^\d/.test(cell)
const number = (cell: string): number => (isNumber(cell) ? Number(cell) : NaN)
const isThere = (cell: string | undefined): boolean => cell !== undefined && cell !== '.'

/** A look that found nothing new makes no row. */
function hasRisen({ cells }: Row, column: number): boolean {
  const counter = (cell: string | undefined): number => (isNumber(cell) ? Number(cell?.split('@')[0]) : NaN)
  const before = cells.slice(0, column).map(counter).filter(value => !Number.isNaN(value))
  return counter(cells[column]) > (before.at(-1) ?? 0)
}

/** A row speaks of the time since the subject was last looked at. */
function lastLook({ cells }: Row, { column, ticks, tNs }: At): number {
  for (let before = column - 1; before >= 0; before--) if (isNumber(cells[before])) return ticks[before] ?? tNs
  return ticks[Math.max(0, column - 1)] ?? tNs
}

function lifeEvents({ name, parent, cells }: Row, { column, tNs }: At, { subjectOf, processRows }: { subjectOf: (name: string) => number; processRows: readonly Row[] }): RunEvent[] {
  const process = processId(subjectOf(name))
  const isNew = isThere(cells[column]) && !isThere(cells[column - 1])
  const isGone = !isThere(cells[column]) && isThere(cells[column - 1])
  const parentIndex = parent === null ? -1 : processRows.findIndex(row => row.name === parent)
  const event = { tNs: ns(tNs), process, exactness: 'sampled' } as const
  if (isNew) {
    return [
      {
        ...{ kind: 'born', ...event, seenNs: ns(tNs), pid: 100 + process, startTicks: process + 1, name, command: [name], making: parent === null ? 'root' : 'forked' },
        parent: parentIndex < 0 ? null : processId(parentIndex),
        parentPid: parentIndex < 0 ? null : 100 + parentIndex
      }
    ]
  }
  return isGone ? [{ kind: 'ended', ...event, exit: { code: 0, signal: null } }] : []
}

function threadBirth({ name, cells }: Row, { column, tNs }: At, { index, subjectOf }: { index: number; subjectOf: (name: string) => number }): RunEvent[] {
  const [process = '', thread = ''] = name.split('/')
  if (!isThere(cells[column]) || isThere(cells[column - 1])) return []
  return [{ kind: 'thread-born', tNs: ns(tNs), thread: threadId(index), process: processId(subjectOf(process)), tid: 1000 + index, name: thread }]
}

export function machineOf(coreCount: number): MachineFacts {
  return {
    ...{ cpuModel: 'Test CPU', coreCount, physicalCoreCount: coreCount, memoryBytes: bytes(8 * 1024 * MIB), os: 'Debian 12', kernel: 'Linux 6.18' },
    cores: Array.from({ length: coreCount }, (_, core) => ({ core, physicalCore: core, kind: null })),
    ...{ architecture: 'x64', virtualisation: 'kvm', affinity: null, quotaCores: null, throttledUsAtStart: null, governor: null, clockTicksPerSecond: 100 }
  }
}

export function headerOf({ cores = 2, rateHz = 20, command = ['main'] }: DrawOptions): RunHeader {
  return {
    run: runId('drawn'),
    spec: { argv: command, throughShell: false, kind: 'spawn', cwd: '/tmp', envAdditions: {}, rateHz: hz(rateHz), sampler: 'auto', looks: 'adaptive' },
    ...{ executable: '/usr/bin/main', startedAtUnixMs: 1_750_000_000_000, rootPid: 100, sampler: 'procfs', totalBy: 'cgroup', programVersion: '0.1.0' },
    machine: machineOf(cores)
  }
}

export function endOf(header: RunHeader, { wallNs, cpuMs }: { wallNs: number; cpuMs: number | null }): RunEnd {
  const cpuNs = cpuMs === null ? null : ns(cpuMs * MS)
  return {
    ...{ run: header.run, wallNs: ns(wallNs), rootEndNs: ns(wallNs), exit: { code: 0, signal: null }, cpuNs, userNs: cpuNs, systemNs: cpuNs === null ? null : ns(0) },
    ...{ totalBy: 'cgroup', endedBy: 'itself', ownCpu: { samplerNs: ns(10 * MS), programNs: ns(20 * MS) } }
  }
}
