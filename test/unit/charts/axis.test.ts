import { describe, expect, it } from 'vitest'
import { bytesAxis, coresAxis, timeTicks } from '../../../src/shared/charts/axis.ts'

const labels = (fromNs: number, toNs: number): string => timeTicks({ fromNs, toNs }, 600).map(({ label }) => label).join(' ')

describe('a time axis', () => {
  it('has steps that a person would choose, at every zoom', () => {
    expect([labels(0, 3e8), labels(0, 3e9), labels(0, 12e9), labels(0, 90e9), labels(0, 3600e9)]).toEqual([
      '0 ms 50 ms 100 ms 150 ms 200 ms 250 ms 300 ms',
      '0.0 s 0.5 s 1.0 s 1.5 s 2.0 s 2.5 s 3.0 s',
      '0 s 2 s 4 s 6 s 8 s 10 s 12 s',
      '0 s 15 s 30 s 45 s 1:00 1:15 1:30',
      '0:00 10:00 20:00 30:00 40:00 50:00 1:00:00'
    ])
  })

  it('never labels two ticks alike, however deep the zoom', () => {
    for (const span of [1e6, 7e6, 4e7, 3e8, 2e9, 5e10, 4e12]) {
      for (const from of [0, 59.5e9, 3_599.9e9]) {
        const all = timeTicks({ fromNs: from, toNs: from + span }, 900).map(({ label }) => label)
        expect(new Set(all).size).toBe(all.length)
      }
    }
  })
})

describe('a value axis', () => {
  it('reads 100 % as one core or as all, and counts cores where percentages get long', () => {
    const of = (most: number, percentOf: 'core' | 'machine'): string => coresAxis(most, { percentOf, coreCount: 8 }).ticks.map(({ label }) => label).join(' ')
    expect([of(0.4, 'core'), of(1.9, 'core'), of(4, 'machine'), of(40, 'core')]).toEqual(['0 % 25 % 50 % 75 % 100 %', '0 % 50 % 100 % 150 % 200 %', '0 % 20 % 40 %', '0 cores 10 cores 20 cores 30 cores 40 cores'])
  })

  it('reaches its greatest value and not far beyond', () => {
    for (const most of [0.01, 0.99, 1, 1.01, 1.98, 3.7, 16, 63.9, 500]) {
      const axis = coresAxis(most, { percentOf: 'core', coreCount: 64 })
      expect(axis.most).toBeGreaterThanOrEqual(most * 0.99)
      expect(axis.most).toBeLessThanOrEqual(Math.max(1, most) * 1.4)
    }
  })

  it('measures bytes in powers of two', () => {
    expect(bytesAxis(40 * 1024 * 1024).ticks.map(({ label }) => label)).toEqual(['0 B', '16.0 MiB', '32.0 MiB'])
  })
})
