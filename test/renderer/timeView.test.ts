import { expect, test } from 'vitest'
import { followRange, keepInside, moveRange, rangeOf, revealTime, spanOf, zoomRange } from '../../src/renderer/src/state/run/timeView.ts'

const S = 1e9

test('a young run grows on an axis that widens by steps; an old one slides', () => {
  expect(followRange(0, null)).toEqual(rangeOf(0, 5 * S))
  expect(followRange(4 * S, null)).toEqual(rangeOf(0, 5 * S))
  expect(followRange(12 * S, null)).toEqual(rangeOf(0, 15 * S))
  expect(followRange(300 * S, null)).toEqual(rangeOf(240 * S, 300 * S))
})

test('a chosen width is kept while following', () => {
  expect(followRange(10 * S, 2 * S)).toEqual(rangeOf(8 * S, 10 * S))
})

test('zooming keeps the time under the anchor where it is', () => {
  const zoomed = zoomRange(rangeOf(0, 10 * S), { factor: 0.5, anchorNs: 4 * S, nowNs: 10 * S })
  expect(zoomed).toEqual(rangeOf(2 * S, 7 * S))
})

test('no zoom leads outside the run, below a millisecond or beyond the whole', () => {
  const run = { anchorNs: 5 * S, nowNs: 10 * S }
  expect(spanOf(zoomRange(rangeOf(0, 10 * S), { ...run, factor: 1e-12 }))).toBeCloseTo(1e6)
  expect(zoomRange(rangeOf(4 * S, 6 * S), { ...run, factor: 100 })).toEqual(rangeOf(0, 10 * S))
})

test('moving stops at both ends with the width unchanged', () => {
  expect(moveRange(rangeOf(1 * S, 3 * S), -2, 10 * S)).toEqual(rangeOf(0, 2 * S))
  expect(moveRange(rangeOf(7 * S, 9 * S), 2, 10 * S)).toEqual(rangeOf(8 * S, 10 * S))
})

test('a time that is shown moves nothing, another is centred', () => {
  expect(revealTime(rangeOf(2 * S, 4 * S), 3 * S, 10 * S)).toEqual(rangeOf(2 * S, 4 * S))
  expect(revealTime(rangeOf(2 * S, 4 * S), 8 * S, 10 * S)).toEqual(rangeOf(7 * S, 9 * S))
})

test('a range wider than the run begins at its beginning', () => {
  expect(keepInside(rangeOf(3 * S, 9 * S), 5 * S)).toEqual(rangeOf(0, 6 * S))
})
