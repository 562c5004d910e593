import { describe, expect, it } from 'vitest'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveUsedCurve, rebinCurve } from '../../../src/shared/derive/usedCurve.ts'
import { drawRun } from '../drawRun.ts'

const MS = 1e6

describe('the curve of a run', () => {
  it('is what all its processes used, bin by bin', () => {
    const run = drawRun(`
      ms        0   10   20   30   40
      main      0   10   10   10   10
      kid<main  .    0   10   20   25
    `, { totalMs: 35 })
    const { toNs, used } = deriveUsedCurve(run)
    expect(toNs).toBe(40 * MS)
    expect([...used]).toEqual([1, 1, 1, 0.5])
  })

  it('leaves out children that no look saw: it is not known when they ran', () => {
    const run = drawRun(`
      ms           0   10   20   30
      main         0   10   20   30
      main:reaped  0    0   50   50
    `, { totalMs: 80 })
    expect([...deriveUsedCurve(run).used]).toEqual([1, 1, 1])
  })

  it('of a long run has a bounded length', () => {
    const run = drawRun(`ms 0 60000\nmain 0 30000`, { totalMs: 30_000 })
    expect(deriveUsedCurve(run).used.length).toBe(1200)
  })
})

describe('other bins of a curve', () => {
  const curve = { toNs: 40 * MS, used: Float64Array.of(1, 1, NaN, 0.5) }

  it('hold its means, weighted by time', () => {
    expect([...rebinCurve(curve, edgesOf({ fromNs: 5 * MS, toNs: 20 * MS }, 1))]).toEqual([1])
    expect([...rebinCurve({ toNs: 40 * MS, used: Float64Array.of(2, 0, 0, 0) }, edgesOf({ fromNs: 0, toNs: 40 * MS }, 2))]).toEqual([1, 0])
  })

  it('leave out what is not known, and know nothing beyond its end', () => {
    expect([...rebinCurve(curve, edgesOf({ fromNs: 0, toNs: 60 * MS }, 3))]).toEqual([1, 0.5, NaN])
    expect([...rebinCurve(curve, edgesOf({ fromNs: 20 * MS, toNs: 30 * MS }, 1))]).toEqual([NaN])
  })
})
