// The trace for Perfetto, read by protobufjs with Perfetto's field numbers; see readPerfetto.ts.
import { describe, expect, it } from 'vitest'
import { exportTrace } from '../../../src/main/engine/exporting/trace.ts'
import { appendBatch, type RunHistory } from '../../../src/shared/derive/history.ts'
import { deriveLanes } from '../../../src/shared/derive/lanes.ts'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import type { RunEvent } from '../../../src/shared/model/batch.ts'
import type { ExportSpec } from '../../../src/shared/model/export.ts'
import { processId, runId } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { BatchRows } from '../../../src/main/engine/sampling/rows.ts'
import { drawRun } from '../drawRun.ts'
import { simulateRun } from '../simulateRun.ts'
import { readPerfetto, type Track } from './readPerfetto.ts'

const MS = 1e6
const run = drawRun(
  `
  ms            0    50   100   150   200
  main          0    50    50    80    80
  main:waited   0     0     0    20    20
  main:rss     10     -    20     -     -
  main/a        0  50@0     -  80@1     -
  main/b        .     .     0  15@0     -
  kid<main      .     0    20     .     .
  kid:pss       .     -     7     .     .
  core0         0    50    60    90    90
  core1         0     0    20    50    50
`,
  { totalMs: 100 }
)
const spec: ExportSpec = {
  ...{ run: runId('drawn'), what: { kind: 'trace', format: 'perfetto' }, fromNs: null, toNs: null, hidden: [] },
  ...{ theme: 'light', percentOf: 'core', width: 600, scale: 2 }
}
const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content)
const tracksOf = (history: RunHistory, options: Partial<ExportSpec> = {}): ReadonlyMap<string, Track> => readPerfetto(bytesOf(exportTrace(history, { ...spec, ...options }))).tracks
const slicesOf = (track: Track | undefined): string[] => (track?.slices ?? []).map(({ name, fromNs, toNs, depth }) => `${' '.repeat(depth)}${name} ${fromNs / MS}–${(toNs ?? NaN) / MS}`)
const countsOf = (track: Track | undefined): string => (track?.counts ?? []).map(({ tNs, value }) => `${tNs / MS}:${Number(value.toFixed(3))}`).join(' ')

/** What the event adds to a run, by hand. */
function withEvents(history: RunHistory, ...events: RunEvent[]): RunHistory {
  appendBatch(history, { ...new BatchRows().columns(runId('drawn'), null), events })
  return history
}

describe('a trace for Perfetto', () => {
  it('has the run, its cores, its processes and their threads as tracks, with units', () => {
    const units = ({ counter }: Track['descriptor']): string => (counter ? ` [${counter.unitName ?? counter.unit}]` : '')
    expect([...tracksOf(run).values()].map(({ path, descriptor }) => path + units(descriptor))).toEqual([
      ...['Run', 'Run/cores used [cores]', 'Run/threads waiting for a core [threads]', 'Run/PSS of all processes [UNIT_SIZE_BYTES]'],
      ...['Cores', 'Cores/core 0', 'Cores/core 1'],
      ...['process 100', 'process 100/cores used [cores]', 'process 100/threads waiting for a core [threads]', 'process 100/RSS [UNIT_SIZE_BYTES]'],
      ...['thread 1000 of 100', 'thread 1000 of 100/cores used [cores]', 'thread 1001 of 100', 'thread 1001 of 100/cores used [cores]'],
      ...['process 101', 'process 101/cores used [cores]', 'process 101/PSS [UNIT_SIZE_BYTES]']
    ])
  })

  it('tells the time of day at which the run began', () => {
    expect(readPerfetto(bytesOf(exportTrace(run, spec))).clocks).toEqual({ 6: 0, 1: 1_750_000_000_000e6 })
  })

  it('shows a process from its birth to its end, with its command', () => {
    const kid = tracksOf(run).get('process 101')
    expect(kid?.descriptor.process).toEqual({ pid: 101, cmdline: ['kid'], processName: 'kid', startTimestampNs: 50 * MS })
    expect(slicesOf(kid)).toEqual(['kid 101 50–150'])
    expect(kid?.slices[0]?.facts).toEqual({ command: 'kid', parent_pid: 100, making: 'forked', born: 'sampled', exit_code: 0 })
  })

  it('counts cores used over the very intervals that were measured, and nothing between them', () => {
    const tracks = tracksOf(run)
    expect(countsOf(tracks.get('process 100/cores used'))).toBe('0:1 50:0 100:0.6 150:0')
    expect(countsOf(tracks.get('process 100/threads waiting for a core'))).toBe('0:0 100:0.4 150:0')
    expect(countsOf(tracks.get('process 101/cores used'))).toBe('50:0.4 100:0')
  })

  it('holds memory until it is measured anew, and has none after the end', () => {
    const tracks = tracksOf(run)
    expect(countsOf(tracks.get('process 100/RSS'))).toBe('0:10485760 100:20971520')
    expect(countsOf(tracks.get('process 101/PSS'))).toBe('100:7340032 150:0')
  })

  it('shows within the asked range what held at its beginning', () => {
    const tracks = tracksOf(run, { fromNs: ns(60 * MS), toNs: ns(120 * MS) })
    expect(slicesOf(tracks.get('process 101'))).toEqual(['kid 101 60–120'])
    expect(countsOf(tracks.get('process 101/cores used'))).toBe('60:0.4 100:0')
    expect(countsOf(tracks.get('process 100/RSS'))).toBe('60:10485760 100:20971520')
  })

  it('leaves hidden processes out, but not what they took of the cores', () => {
    const tracks = tracksOf(run, { hidden: [processId(0)] })
    expect(tracks.has('process 100')).toBe(false)
    expect(tracks.get('Cores/core 0')?.slices[0]?.name).toBe('this run, hidden')
  })

  it('shows what happened to a process, what the programs said, and doubts, where and when it was', () => {
    const process = processId(0)
    const told = withEvents(
      drawRun('ms 0 50\nmain 0 10'),
      { kind: 'renamed', tNs: ns(5 * MS), process, name: 'new\nname', command: ['new', 'name'], making: 'execd' },
      { kind: 'marker', tNs: ns(7 * MS), pid: 100, name: 'work done', value: '3' }
    )
    told.warnings.set('late-ticks', { code: 'late-ticks', tNs: ns(9 * MS), text: '1 tick came late', count: 1 })
    const tracks = tracksOf(told)
    expect(tracks.get('process 100')?.instants).toEqual([{ name: 'exec: new⏎name', tNs: 5 * MS, facts: { command: 'new name' } }])
    expect(tracks.get('Markers')?.instants).toEqual([{ name: 'work done', tNs: 7 * MS, facts: { pid: 100, value: '3' } }])
    expect(tracks.get('Doubts')?.instants).toEqual([{ name: 'late-ticks', tNs: 9 * MS, facts: { text: '1 tick came late', count: 1 } }])
  })

  it('lays on each core as much as the lanes say, one thing at a time', () => {
    const history = simulateRun({ cores: 4, processes: 9, threadsEach: 2, seconds: 5 })
    const tracks = tracksOf(history)
    const lanes = deriveLanes(history, edgesOf({ fromNs: 0, toNs: 5e9 }, 100))
    for (const lane of lanes.cores) {
      const slices = tracks.get(`Cores/core ${lane.core}`)?.slices ?? []
      const ours = slices.filter(({ name }) => name !== 'rest of the machine')
      const laidNs = ours.reduce((sum, { fromNs, toNs }) => sum + (toNs ?? NaN) - fromNs, 0)
      expect(laidNs / 1e9).toBeCloseTo(lane.ours.reduce((sum, share) => sum + share * 0.05, 0), 2) // slices below 1 µs are left out
      expect(slices.every(({ depth }) => depth === 0)).toBe(true)
    }
  })

  it('makes one slice of what goes on over many ticks', () => {
    const steady = drawRun('ms 0 50 100 150 200\nmain 0 50 100 150 200\nmain/a 0 50@0 100@0 150@0 200@0\ncore0 0 50 100 150 200', { cores: 1 })
    expect(slicesOf(tracksOf(steady).get('Cores/core 0'))).toEqual(['a 1000 of main 100 0–200'])
  })

  it('is compact: a minute of forty processes on eight cores in a few megabytes', () => {
    const history = simulateRun({ cores: 8, processes: 40, seconds: 60 })
    expect(exportTrace(history, spec).length).toBeLessThan(8e6)
  })

  it('refuses an empty run with words', () => {
    expect(() => exportTrace(drawRun(''), spec)).toThrow('nothing to export')
  })
})
