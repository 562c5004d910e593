// Least and greatest per pixel, laid onto the columns of a chart.
import { expect, test } from 'vitest'
import { greatestOf, markExtremes } from '../../../src/shared/charts/layoutExtremes.ts'
import { extremesOver } from '../../../src/shared/derive/extremes.ts'
import { openLogPen } from '../charts/logPen.ts'

const extremes = { fromNs: 10, toNs: 50, least: Float64Array.of(1, 0.5, NaN, 2), most: Float64Array.of(3, 4, NaN, 2.5) }

test('a column has the least and the greatest of the pixels that it touches', () => {
  const { least, most } = extremesOver(extremes, Float64Array.of(0, 10, 30, 40, 60))
  expect([...least]).toEqual([NaN, 0.5, NaN, 2])
  expect([...most]).toEqual([NaN, 4, NaN, 2.5])
})

test('a column narrower than a pixel has what that pixel has', () => {
  const { most } = extremesOver(extremes, Float64Array.of(12, 13, 14))
  expect([...most]).toEqual([3, 3])
})

test('what is not known lifts the pen, and the axis reaches the greatest', () => {
  expect(greatestOf(extremes)).toBe(4)
  const pen = openLogPen()
  markExtremes(pen, extremes, { box: { x: 0, y: 0, width: 4, height: 100 }, most: 4 })
  const paths = pen.log.filter(line => line.includes('path'))
  expect(paths.length).toBe(2)
  for (const path of paths) expect(path).toContain('NaN')
})
