// A run as a profile for the Firefox Profiler (profiler.firefox.com): each process with its threads and how much of a core
// they used, its memory as counters, its life as markers; the run itself, with its cores, as a process of its own.
import { listConditions } from '../../../../shared/derive/conditions.ts'
import { knownUntilNs, type TimeRange } from '../../../../shared/derive/bins.ts'
import type { CpuHistory, ProcessHistory, RunHistory, ThreadHistory } from '../../../../shared/derive/history.ts'
import { nameOfProcess } from '../../../../shared/derive/names.ts'
import { sayCommand, sayFigures, sayMeasured } from '../../../../shared/charts/measured.ts'
import { showControls } from '../../../../shared/format.ts'
import type { ProcessId } from '../../../../shared/model/run.ts'
import { chunksOf } from '../chunks.ts'
import { LaneSlices } from '../laneSlices.ts'
import { type LifeEvent, lifeEvents, lifeWithin } from '../lives.ts'
import { memoryCounters } from './counters.ts'
import { eventMarkers, lifeMarker, MARKER_KINDS, runMarkers } from './markers.ts'
import { CATEGORIES, CATEGORY, GECKO_VERSION, inMs, type Marker, markerTable, PROFILE_VERSION, type Sample, sampleTable, sharedTables, Strings } from './tables.ts'

export interface FirefoxSpec {
  readonly range: TimeRange
  readonly hidden: ReadonlySet<ProcessId>
}

/** Text of the file. */
export function writeFirefox(history: RunHistory, spec: FirefoxSpec): string {
  const strings = new Strings()
  const threads = [...runThreads(history, spec, strings)]
  const firstShown = history.processes.length > spec.hidden.size ? threads.length : 0
  const counters: object[] = []
  const happened = lifeEvents(history.events, spec.range)
  const pids = new Map<number, number>()
  for (const process of history.processes) {
    const life = lifeWithin(process, spec.range, knownUntilNs(history))
    if (spec.hidden.has(process.process) || !life) continue
    const pid = nameOnce(process.pid, pids)
    counters.push(...memoryCounters(process, { pid, mainThreadIndex: threads.length, range: spec.range }))
    threads.push(...processThreads(history, process, { pid, life, range: spec.range, strings, events: happened.get(process.process) ?? [] }))
  }
  return JSON.stringify({ meta: layoutMeta(history, spec, firstShown), libs: [], pages: [], counters, shared: sharedTables(strings), threads })
}

/** A PID may be given twice in a run; the profiler tells processes by it alone. */
function nameOnce(pid: number, seen: Map<number, number>): string {
  const count = seen.get(pid) ?? 0
  seen.set(pid, count + 1)
  return count === 0 ? String(pid) : `${pid}.${count}`
}

function layoutMeta(history: RunHistory, { range }: FirefoxSpec, firstShown: number): object {
  const { header } = history
  const facts = [{ name: 'Run', text: sayFigures(history) }, { name: 'Measured', text: sayMeasured(history) }, ...listConditions(header).filter(({ name }) => name !== 'Started')] // the profiler tells the start itself
  return {
    ...{ interval: 1e3 / header.spec.rateHz, startTime: header.startedAtUnixMs, profilingStartTime: inMs(range.fromNs), profilingEndTime: inMs(range.toNs) },
    ...{ processType: 0, stackwalk: 0, version: GECKO_VERSION, preprocessedProfileVersion: PROFILE_VERSION, product: 'Forkscope', importedFrom: 'Forkscope' },
    ...{ arguments: sayCommand(history), oscpu: header.machine.os, platform: header.machine.os, mainMemory: header.machine.memoryBytes, logicalCPUs: header.machine.coreCount },
    ...(header.machine.physicalCoreCount === null ? {} : { physicalCPUs: header.machine.physicalCoreCount }),
    ...(header.machine.cpuModel === null ? {} : { CPUName: header.machine.cpuModel }),
    ...{ categories: CATEGORIES, markerSchema: MARKER_KINDS, sampleUnits: { time: 'ms', eventDelay: 'ms', threadCPUDelta: 'ns' } },
    ...{ symbolicated: true, symbolicationNotSupported: true, usesOnlyOneStackType: true, sourceCodeIsNotOnSearchfox: true, keepProfileThreadOrder: true, initialSelectedThreads: [firstShown] },
    extra: [{ label: 'Forkscope', entries: facts.map(({ name, text }) => ({ label: name, format: 'string', value: text })) }]
  }
}

interface ThreadSpec {
  readonly name: string
  readonly processName: string
  readonly pid: string
  readonly tid: number | string
  readonly isMainThread: boolean
  readonly process: TimeRange
  readonly life: TimeRange
  readonly samples: readonly Sample[]
  readonly markers: readonly Marker[]
}

function threadOf({ process, life, samples, markers, ...names }: ThreadSpec, strings: Strings): object {
  return {
    ...{ processType: 'default', ...names, pausedRanges: [], showMarkersInTimeline: true },
    ...{ processStartupTime: inMs(process.fromNs), processShutdownTime: inMs(process.toNs), registerTime: inMs(life.fromNs), unregisterTime: inMs(life.toNs) },
    samples: sampleTable(samples),
    markers: markerTable(markers, strings)
  }
}

/** The run's own thread, with what was said and doubted, then one for each core. */
function runThreads(history: RunHistory, { range, hidden }: FirefoxSpec, strings: Strings): object[] {
  const common = { processName: `Run: ${sayCommand(history)}`, pid: 'run', process: range, life: range, samples: [] }
  const lanes = new Map<number, Marker[]>()
  const slices = new LaneSlices(history, hidden, ({ core, name, fromNs, toNs }) => {
    const marker: Marker = { name, fromNs, toNs, category: CATEGORY.core, data: { type: 'CoreSlice' } }
    const lane = lanes.get(core)
    if (lane) lane.push(marker)
    else lanes.set(core, [marker])
  })
  for (const edgesNs of chunksOf(range, history.header.spec.rateHz)) slices.append(edgesNs)
  slices.finish()
  const cores = [...lanes].sort(([a], [b]) => a - b).map(([core, markers]) => threadOf({ ...common, name: `core ${core}`, tid: `core ${core}`, isMainThread: false, markers }, strings))
  return [threadOf({ ...common, name: 'Run', tid: 'run', isMainThread: true, markers: runMarkers(history, range) }, strings), ...cores]
}

interface ProcessPlace {
  readonly pid: string
  readonly life: TimeRange
  readonly range: TimeRange
  readonly strings: Strings
  readonly events: readonly LifeEvent[]
}

/** The main thread first; a process whose threads are not known (portable sampling) has one that stands for all. */
function processThreads(history: RunHistory, process: ProcessHistory, { pid, life, range, strings, events }: ProcessPlace): object[] {
  const common = { processName: nameOfProcess(process), pid, process: life }
  const markers = [lifeMarker(process, life), ...eventMarkers(history, events)]
  const known = process.threads.flatMap(id => history.threads[id] ?? [])
  const main = known.find(({ tid }) => tid === process.pid) ?? known[0]
  const others = known.filter(thread => thread !== main)
  const alive = (thread: ThreadHistory): TimeRange | null => lifeWithin(thread, range, knownUntilNs(history))
  return [
    threadOf({ ...common, name: showControls(main?.name ?? process.name), tid: process.pid, isMainThread: true, life, samples: samplesOf((main ?? process).cpu, range), markers }, strings),
    ...others.flatMap(thread => {
      const within = alive(thread)
      return within ? [threadOf({ ...common, name: showControls(thread.name), tid: thread.tid, isMainThread: false, life: within, samples: samplesOf(thread.cpu, range), markers: [] }, strings)] : []
    })
  ]
}

/** A sample at the end of each measured interval says how long the thread ran in it; one at its beginning, that it had not run. */
function samplesOf({ fromNs, tNs, ranNs }: CpuHistory, range: TimeRange): Sample[] {
  const samples: Sample[] = []
  let before = 0
  for (let row = 0; row < tNs.length; row++) {
    const ran = ranNs.at(row)
    if (Number.isNaN(ran)) continue
    const step = Math.max(0, ran - before)
    before = ran
    if (fromNs.at(row) < range.fromNs || tNs.at(row) > range.toNs) continue
    const last = samples.at(-1)
    if (!last || fromNs.at(row) > last.tNs) samples.push({ tNs: fromNs.at(row), ranNs: 0 })
    samples.push({ tNs: tNs.at(row), ranNs: step })
  }
  return samples
}
