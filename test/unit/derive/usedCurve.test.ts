import { describe, expect, it } from 'vitest'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveUsedCurve, rebin } from '../../../src/shared/derive/usedCurve.ts'
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

  it('tells the demand where the system tells who waits', () => {
    const telling = drawRun(`
      ms           0   10   20
      main         0   10   15
      main:waited  0    0    5
    `, { totalMs: 15 })
    expect([...deriveUsedCurve(telling).demand]).toEqual([1, 1])
    const silent = drawRun('ms 0 10 20\nmain 0 10 15', { totalMs: 15 })
    expect([...deriveUsedCurve(silent).demand]).toEqual([NaN, NaN])
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
  const values = Float64Array.of(1, 1, NaN, 0.5)

  it('hold its means, weighted by time', () => {
    expect([...rebin(values, 40 * MS, edgesOf({ fromNs: 5 * MS, toNs: 20 * MS }, 1))]).toEqual([1])
    expect([...rebin(Float64Array.of(2, 0, 0, 0), 40 * MS, edgesOf({ fromNs: 0, toNs: 40 * MS }, 2))]).toEqual([1, 0])
  })

  it('leave out what is not known, and know nothing beyond its end', () => {
    expect([...rebin(values, 40 * MS, edgesOf({ fromNs: 0, toNs: 60 * MS }, 3))]).toEqual([1, 0.5, NaN])
    expect([...rebin(values, 40 * MS, edgesOf({ fromNs: 20 * MS, toNs: 30 * MS }, 1))]).toEqual([NaN])
  })
})
