// How fast a run is played, and where its head goes.
import { expect, test } from 'vitest'
import { advanceHead, formatSpeed, nextSpeed, speedsFor } from '../../src/renderer/src/state/run/playing.ts'

test('speeds fit the length of the run: none is over in a wink or lasts for hours, and real time is always there', () => {
  expect(speedsFor(0.05e9)).toEqual([0.01, 1])
  expect(speedsFor(60e9)).toEqual([0.1, 0.5, 1, 2, 5, 10, 30])
  expect(speedsFor(86_400e9)).toEqual([1, 30, 100, 1000, 10_000])
})

test('faster and slower go to the next speed, and stay at either end', () => {
  expect([nextSpeed(1, 1, 60e9), nextSpeed(1, -1, 60e9), nextSpeed(30, 1, 60e9), nextSpeed(0.1, -1, 60e9)]).toEqual([2, 0.5, 30, 0.1])
  expect([formatSpeed(0.5), formatSpeed(1000)]).toEqual(['0.5×', '1,000×'])
})

test('the head never runs past the end, and does not leap over what nobody saw', () => {
  expect(advanceHead(1e9, { passedMs: 100, speed: 2, endNs: 8e9 })).toBe(1.2e9)
  expect(advanceHead(7.9e9, { passedMs: 100, speed: 2, endNs: 8e9 })).toBe(8e9)
  expect(advanceHead(1e9, { passedMs: 60_000, speed: 1, endNs: 800e9 })).toBe(1.5e9) // the window was hidden for a minute
})
