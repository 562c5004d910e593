// The pyramid against the samples that it stands for, and which of the two answers.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openRecording, type Recording } from '../../../src/main/engine/recording/reading/recording.ts'
import type { Series } from '../../../src/main/engine/recording/rolls/series.ts'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveUsed } from '../../../src/shared/derive/used.ts'
import { processId } from '../../../src/shared/model/run.ts'
import { folderForTest, writeRecording } from './written.ts'

const tree = { processes: 12, busy: 5, rateHz: 10, seconds: 400, cores: 4 }

function record(isEnded: boolean): Recording {
  const path = join(folderForTest(), 'run.fscope')
  writeRecording(path, tree, { isEnded })
  return openRecording(path)
}

/** One stored step of a core, and what the fine bins at either edge of a pixel may differ by. */
const CLOSE = 0.06

const series: readonly (readonly [string, Series, number])[] = [
  ['cores used', { measure: 'used' }, CLOSE],
  ['threads waiting', { measure: 'waited' }, CLOSE],
  ['cores used by one process', { measure: 'used', process: processId(2) }, CLOSE],
  ['RSS of one process', { measure: 'rss', process: processId(2) }, 0.3 * 2 ** 20],
  ['PSS', { measure: 'pss' }, 0.3 * 2 ** 20],
  ['a core of the machine', { measure: 'busy', core: 1 }, CLOSE]
]

describe.each([['whole', true], ['cut off', false]] as const)('of a run that is %s', (_, isEnded) => {
  test.each(series)('%s: the overview says what the samples say', (_name, each, close) => {
    const recording = record(isEnded)
    const spec = { fromNs: 20e9, toNs: 380e9, pixels: 90 }
    const overview = recording.readRange(1, each, spec)
    const samples = recording.readRange(1, each, { ...spec, isExact: true })
    for (let pixel = 0; pixel < spec.pixels; pixel++) {
      expect(Math.abs(overview.mean[pixel]! - samples.mean[pixel]!)).toBeLessThan(close)
      expect(overview.most[pixel]! - samples.most[pixel]!).toBeGreaterThan(-close)
      expect(overview.least[pixel]! - samples.least[pixel]!).toBeLessThan(close)
    }
    recording.close()
  })
})

test('the mean of a pixel is that of the live chart', () => {
  const recording = record(true)
  const { total } = deriveUsed(recording.readHistory(1), edgesOf({ fromNs: 0, toNs: 400e9 }, 50))
  const { mean } = recording.readRange(1, { measure: 'used' }, { fromNs: 0, toNs: 400e9, pixels: 50 })
  for (let pixel = 0; pixel < 50; pixel++) expect(Math.abs(mean[pixel]! - total[pixel]!)).toBeLessThan(0.03)
  recording.close()
})

test('below a second a pixel the samples answer, and beyond the run nothing is known', () => {
  const recording = record(true)
  const sharp = recording.readRange(1, { measure: 'used' }, { fromNs: 100e9, toNs: 101e9, pixels: 10 })
  const exact = recording.readRange(1, { measure: 'used' }, { fromNs: 100e9, toNs: 101e9, pixels: 10, isExact: true })
  expect(sharp).toEqual(exact)
  const late = recording.readRange(1, { measure: 'used' }, { fromNs: 390e9, toNs: 430e9, pixels: 40 })
  expect([...late.mean].map(value => Number.isNaN(value))).toEqual(Array.from({ length: 40 }, (_, pixel) => pixel > 10))
  recording.close()
})

test('a process is not known outside its life, and dozing is no gap', () => {
  const recording = record(true)
  const { mean } = recording.readRange(1, { measure: 'used', process: processId(9) }, { fromNs: 0, toNs: 400e9, pixels: 100 })
  expect(mean.some(value => Number.isNaN(value))).toBe(false)
  expect(mean.filter(value => value === 0).length).toBeGreaterThan(10)
  recording.close()
})

test('no peak is lost on the way up', () => {
  const recording = record(true)
  const samples = recording.readRange(1, { measure: 'used' }, { fromNs: 0, toNs: 400e9, pixels: 4000 })
  const overview = recording.readRange(1, { measure: 'used' }, { fromNs: 0, toNs: 400e9, pixels: 20 })
  expect(Math.max(...overview.most)).toBeGreaterThanOrEqual(Math.max(...samples.mean) - 1e-6)
  recording.close()
})
