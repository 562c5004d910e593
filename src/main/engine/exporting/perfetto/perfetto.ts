// A run as a trace for Perfetto (ui.perfetto.dev): the run's totals, the cores as lanes, then each process with its counters,
// its threads and what happened to it. Times are those of the run.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import { deriveMemory } from '../../../../shared/derive/memory.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { deriveUsed } from '../../../../shared/derive/used.ts'
import type { ProcessId } from '../../../../shared/model/run.ts'
import { showControls } from '../../../../shared/format.ts'
import { chunksOf } from '../chunks.ts'
import { binSteps } from '../steps.ts'
import { type LaneSlice, LaneSlices } from '../laneSlices.ts'
import { writeProcesses } from './processes.ts'
import { type TrackId, TraceWriter } from './traceWriter.ts'

export interface PerfettoSpec {
  readonly range: TimeRange
  readonly hidden: ReadonlySet<ProcessId>
}

/** Bytes of the file. */
export function writePerfetto(history: RunHistory, { range, hidden }: PerfettoSpec): Uint8Array {
  const trace = new TraceWriter()
  trace.anchor(history.header.startedAtUnixMs)
  writeRun(trace, history, { range, hidden })
  writeMarkers(trace, history, range)
  writeProcesses(trace, history, { range, hidden })
  return trace.view()
}

const LANES_ABOUT =
  'Sampled: at each tick it is known on which core a thread ran last and how long. Slices are as long as the shares; their order within one tick is not known.'

function writeRun(trace: TraceWriter, history: RunHistory, { range, hidden }: PerfettoSpec): void {
  const { machine, spec } = history.header
  const run = trace.addTrack({ name: 'Run', isOrdered: true })
  const totals = {
    used: trace.addTrack({ name: 'cores used', parent: run, rank: 0, counter: { unit: 'cores', shareKey: 'cores' }, description: `Of ${machine.coreCount}; mean of each tick` }),
    waited: trace.addTrack({ name: 'threads waiting for a core', parent: run, rank: 1, counter: { unit: 'threads', shareKey: 'cores' } }),
    pss: trace.addTrack({ name: 'PSS of all processes', parent: run, rank: 2, counter: { unit: 'bytes' } })
  }
  const cores = trace.addTrack({ name: 'Cores', isOrdered: true, description: LANES_ABOUT })
  const lanes = new LaneSlices(history, hidden, laneWriter(trace, cores))
  for (const edgesNs of chunksOf(range, spec.rateHz)) {
    const { total, waited } = deriveUsed(history, edgesNs, { hidden, budget: 0 })
    const { pss } = deriveMemory(history, edgesNs, { hidden, lines: 0 })
    countBins(trace, totals.used, edgesNs, total)
    countBins(trace, totals.waited, edgesNs, waited)
    countBins(trace, totals.pss, edgesNs, pss)
    lanes.append(edgesNs)
  }
  lanes.finish()
}

function laneWriter(trace: TraceWriter, parent: TrackId): (slice: LaneSlice) => void {
  const tracks = new Map<number, TrackId>()
  return ({ core, name, fromNs, toNs }) => {
    let track = tracks.get(core)
    if (track === undefined) tracks.set(core, (track = trace.addTrack({ name: `core ${core}`, parent, rank: core })))
    trace.begin(track, fromNs, name)
    trace.end(track, toNs)
  }
}

function countBins(trace: TraceWriter, track: TrackId, edgesNs: Float64Array, values: Float64Array): void {
  for (const { tNs, value } of binSteps(edgesNs, values)) trace.count(track, tNs, value)
}

/** What the programs said of themselves, and what is doubtful about the measurement. */
function writeMarkers(trace: TraceWriter, { events, warnings }: RunHistory, { fromNs, toNs }: TimeRange): void {
  const isWithin = ({ tNs }: { readonly tNs: number }): boolean => tNs >= fromNs && tNs <= toNs
  const markers = events.filter(event => event.kind === 'marker').filter(isWithin)
  if (markers.length > 0) {
    const track = trace.addTrack({ name: 'Markers' })
    for (const { tNs, name, pid, value } of markers) trace.instant(track, tNs, showControls(name), { pid, value })
  }
  const doubts = [...warnings.values()].filter(isWithin)
  if (doubts.length > 0) {
    const track = trace.addTrack({ name: 'Doubts' })
    for (const { tNs, code, text, count } of doubts) trace.instant(track, tNs, code, { text, count })
  }
}
