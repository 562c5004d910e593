import { describe, expect, it } from 'vitest'
import { markLane, tintsOf } from '../../../src/shared/charts/layoutLanes.ts'
import { markMemory } from '../../../src/shared/charts/layoutMemory.ts'
import { markUsed, mostUsed } from '../../../src/shared/charts/layoutUsed.ts'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveLanes } from '../../../src/shared/derive/lanes.ts'
import { deriveMemory } from '../../../src/shared/derive/memory.ts'
import { deriveUsed } from '../../../src/shared/derive/used.ts'
import { drawRun } from '../drawRun.ts'
import { openLogPen } from './logPen.ts'

const every = (ms: number, untilMs: number): Float64Array => edgesOf({ fromNs: 0, toNs: untilMs * 1e6 }, untilMs / ms)
const box = { x: 0, y: 0, width: 20, height: 100 }

describe('the marks of cores used', () => {
  it('stack processes from the ground in order of birth, then who waits, hatched, with demand on top', () => {
    const run = drawRun(`
      ms            0   10   20
      main          0   10   15
      main:waited   0    0    5
      kid<main      0    5   10
    `)
    const pen = openLogPen()
    markUsed(pen, deriveUsed(run, every(10, 20)), { box, most: 2 })
    expect(pen.log).toEqual([
      'bar process-0-0 0 50 10 50',
      'bar process-0-0 10 75 10 25',
      'bar process-1-0 0 25 10 25',
      'bar process-1-0 10 50 10 25',
      'bar waiting-0 10 25 10 25',
      'path token-text 0 25 10 25 10 50 20 50',
      'path token-muted 10 25 20 25'
    ])
  })

  it('draw neighbours of one height as one box', () => {
    const run = drawRun('ms 0 10 20 30 40\nmain 0 10 20 30 40')
    const pen = openLogPen()
    markUsed(pen, deriveUsed(run, every(10, 40)), { box: { ...box, width: 40 }, most: 1 })
    expect(pen.log.filter(stroke => stroke.startsWith('bar'))).toEqual(['bar process-0-0 0 0 40 100'])
  })

  it('draw a counter that could not be read as a gap, and the future as nothing', () => {
    const run = drawRun('ms 0 10 20\nmain 0 10 20')
    const used = deriveUsed(run, every(10, 40))
    const pen = openLogPen()
    markUsed(pen, { ...used, total: Float64Array.of(1, NaN, NaN, NaN), bands: [] }, { box: { ...box, width: 40 }, most: 1 })
    expect(pen.log.filter(stroke => stroke.startsWith('bar'))).toEqual(['bar gap 10 0 10 100'])
  })

  it('reach as high as the demand, but not so high that what was used is flattened', () => {
    const some = drawRun('ms 0 10\nmain 0 10\nmain:waited 0 20')
    const many = drawRun('ms 0 10\nmain 0 10\nmain:waited 0 5000')
    const heights = [some, many].map(run => mostUsed(deriveUsed(run, every(10, 10)), 2))
    expect(heights).toEqual([{ most: 3, demand: 3 }, { most: 6, demand: 501 }])
  })
})

describe('the marks of a core lane', () => {
  const run = drawRun(
    `
    ms        0    200
    main      0      -
    main/a    0   50@0
    main/b    0   50@0
    kid<main  0      -
    kid/c     0   40@0
    core0     0    180
  `,
    { cores: 1 }
  )
  const [lane] = deriveLanes(run, every(200, 200)).cores
  const marks = (hidden: ReadonlySet<number>): string[] => {
    const pen = openLogPen()
    if (lane) markLane(pen, lane, { box: { x: 0, y: 0, width: 10, height: 100 }, tintOf: tintsOf(run), hidden })
    return pen.log
  }

  it('stand on each other: threads as tints of their process, processes by birth, the rest of the machine on top', () => {
    expect(marks(new Set())).toEqual(['bar process-0-0 0 75 10 25', 'bar process-0-1 0 50 10 25', 'bar process-1-0 0 30 10 20', 'bar rest 0 10 10 20'])
  })

  it('keep the share of a hidden process, without its colour', () => {
    expect(marks(new Set([1]))).toContain('bar further 0 30 10 20')
  })
})

describe('the marks of memory', () => {
  it('are private below shared, PSS as a line over both, and one RSS line per process that holds until the next look', () => {
    const run = drawRun(`
      ms         0   10   20
      main       0    0    0
      main:rss  64    -   64
      main:pss  32    -   64
      main:uss  32    -   32
    `)
    const pen = openLogPen()
    markMemory(pen, deriveMemory(run, every(10, 20)), { box, most: 64 * 1024 * 1024 })
    expect(pen.log).toEqual([
      'bar private 0 50 20 50',
      'bar shared 10 0 10 50',
      'path process-0-0 0 0 0 0 10 0 10 0 20 0',
      'path token-text 0 50 10 50 10 0 20 0'
    ])
  })

  it('end with the process', () => {
    const run = drawRun(`
      ms         0   10   20   30
      main       0    0    0    0
      kid<main   0    0    .    .
      kid:rss   32   32    -    -
      kid:pss   32    -    -    -
    `)
    const { rss, pss } = deriveMemory(run, every(10, 30))
    expect({ lines: rss.map(({ first, last }) => [first, last.length]), pss: [...pss].map(value => value / 1024 / 1024) }).toEqual({ lines: [[0, 2]], pss: [32, NaN, NaN] })
  })
})
