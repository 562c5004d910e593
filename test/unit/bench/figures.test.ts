// The arithmetic that the published figures rest on.
import { describe, expect, it } from 'vitest'
import { derivePunctuality, deriveRatios, deriveSpread } from '../../../bench/figures.ts'

const PERIOD_NS = 10e6

describe('rounds of a benchmark', () => {
  it('are told by their median and by how far they spread', () => {
    expect(deriveSpread([3, 1, 10])).toEqual({ median: 3, least: 1, most: 10 })
    expect(deriveSpread([1, 2])).toEqual({ median: 1.5, least: 1, most: 2 })
  })

  it('are compared round by round, so that a slow minute of the machine cancels out', () => {
    expect(deriveRatios([2, 20, 4], [1, 10, 2])).toEqual({ median: 2, least: 2, most: 2 })
  })
})

describe('a schedule', () => {
  const punctual = Array.from({ length: 400 }, (_, index) => (index + 1) * PERIOD_NS)

  it('that is kept has neither lateness nor drift', () => {
    expect(derivePunctuality(punctual, PERIOD_NS)).toEqual({ lateNs: punctual.map(() => 0), missed: 0, driftNs: 0 })
  })

  it('that is kept late now and then is late then, and only then', () => {
    const late = punctual.map((tNs, index) => (index % 10 === 0 ? tNs + 4e6 : tNs))
    const { lateNs, missed } = derivePunctuality(late, PERIOD_NS)
    expect(lateNs.filter(ns => ns === 4e6)).toHaveLength(40)
    expect(lateNs.filter(ns => ns === 0)).toHaveLength(360)
    expect(missed).toBe(0)
  })

  it('that lost ticks says how many', () => {
    expect(derivePunctuality(punctual.filter((_, index) => index % 100 !== 50), PERIOD_NS).missed).toBe(4)
  })

  it('of a timer that is set again after each tick drifts', () => {
    const drifting = punctual.map((tNs, index) => tNs + index * 5e3)
    expect(derivePunctuality(drifting, PERIOD_NS).driftNs).toBeGreaterThan(1e6)
  })
})
