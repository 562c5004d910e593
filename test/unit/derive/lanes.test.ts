import { describe, expect, it } from 'vitest'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveLanes, type CoreLane } from '../../../src/shared/derive/lanes.ts'
import { drawRun } from '../drawRun.ts'

const round = (value: number): number => Math.round(value * 1e3) / 1e3
const every = (ms: number, untilMs: number): Float64Array => edgesOf({ fromNs: 0, toNs: untilMs * 1e6 }, untilMs / ms)
/** 'process/thread share' of each part, per bin. */
const partsOf = ({ starts, process, thread, share }: CoreLane): string[] =>
  Array.from({ length: starts.length - 1 }, (_, bin) => {
    const indices = Array.from({ length: (starts[bin + 1] ?? 0) - (starts[bin] ?? 0) }, (_unused, i) => (starts[bin] ?? 0) + i)
    return indices.map(i => `${process[i]}/${thread[i]} ${round(share[i] ?? NaN)}`).join(', ')
  })

describe('core lanes', () => {
  it('lay what a thread ran onto the core where it was last seen', () => {
    const run = drawRun(`
      ms        0    50    100    150    200
      main      0     -      -      -      -
      main/a    0  50@0  100@0  100@0  125@1
      main/b    0  25@1   25@1   75@1   75@1
      core0     0    50    100    100    100
      core1     0    25     25     75    100
    `)
    const { cores } = deriveLanes(run, every(50, 200))
    expect(cores.map(partsOf)).toEqual([
      ['0/0 1', '0/0 1', '', ''],
      ['0/1 0.5', '', '0/1 1', '0/0 0.5']
    ])
  })

  it('give the rest of the machine what a core was busy beyond us, over at least 200 ms', () => {
    const run = drawRun(`
      ms        0   100    200   300   400
      main      0     -      -     -     -
      main/a    0  50@0  100@0     -     -
      core0     0   100    150   150   200
      core1     0    20     20    20    20
    `)
    const [core0, core1] = deriveLanes(run, every(100, 400)).cores
    // 150 ms busy in the first 200 ms, 100 of them ours: a quarter of the core is the rest's, in both columns alike.
    expect(Array.from(core0?.rest ?? [], round)).toEqual([0.25, 0.25, 0.25, 0.25])
    expect(Array.from(core1?.rest ?? [], round)).toEqual([0.1, 0.1, 0, 0])
  })

  it('move what exceeds a busy core to where a core was busy with nobody to show for it, and keep each process’s time', () => {
    const run = drawRun(`
      ms        0    200
      main      0      -
      kid<main  0      -
      main/a    0  200@0
      kid/b     0  200@0
      core0     0    200
      core1     0    200
    `)
    const { cores } = deriveLanes(run, every(200, 200))
    const total = cores.reduce((sum, lane) => sum + (lane.ours[0] ?? 0), 0)
    expect(round(total)).toBe(2)
    expect(cores.map(({ rest }) => round(rest[0] ?? NaN)).reduce((a, b) => a + b)).toBe(0)
    expect(partsOf(cores[1]!)[0]).toBe('0/-1 0.5, 1/-1 0.5')
  })

  it('are never fuller than a core', () => {
    const run = drawRun(`
      ms        0    200
      main      0      -
      main/a    0  200@0
      main/b    0  200@0
      core0     0    200
    `, { cores: 1 })
    const [lane] = deriveLanes(run, every(200, 200)).cores
    expect((lane?.ours[0] ?? 0) + (lane?.rest[0] ?? 0)).toBeLessThanOrEqual(1)
  })

  it('have a gap where a core was not read, and none in the future', () => {
    const run = drawRun(`
      ms      0   500  1000  4000  4500
      main    0     -     -     -     -
      core0   0   100   200   300   400
      core1   -     -     -     0   100
    `)
    const { cores } = deriveLanes(run, every(500, 5000))
    const gaps = cores.map(lane => Array.from({ length: 10 }, (_, column) => (lane.isGap(column) ? '#' : '.')).join(''))
    expect(gaps).toEqual(['..######..', '########..'])
  })

  it('hold all that the run used: what no thread told a core for is ours too, and not the machine’s', () => {
    const run = drawRun(
      `
      ms          0   200   400
      main        0   100   200
      main/a      0     0 100@0
      core0       0   150   300
    `,
      { cores: 1 }
    )
    const [lane] = deriveLanes(run, every(200, 400)).cores
    expect(lane && partsOf(lane)).toEqual(['-1/-1 0.5', '0/0 0.5'])
    expect(Array.from(lane?.rest ?? [], round)).toEqual([0.25, 0.25])
  })

  it('never guess: where no thread tells its core, a lane is the busy time of the whole machine', () => {
    const run = drawRun('ms 0 200\nmain 0 100\ncore0 0 150', { cores: 1 })
    const portable = { ...run, header: { ...run.header, sampler: 'portable' as const } }
    const { cores, isAttributed } = deriveLanes(portable, every(200, 200))
    expect({ isAttributed, ours: cores[0]?.ours[0], busy: round(cores[0]?.rest[0] ?? NaN) }).toEqual({ isAttributed: false, ours: NaN, busy: 0.75 })
  })
})
