// A process is measured again when its pages have moved, and not because it ran.
import { expect, test } from 'vitest'
import { PageWatch } from '../../../src/main/engine/sampling/pageWatch.ts'
import { BatchRows, type DetailRow } from '../../../src/main/engine/sampling/rows.ts'
import { runId } from '../../../src/shared/model/run.ts'

const nothing: Omit<DetailRow, 'process' | 'rssBytes' | 'minorFaults'> = {
  ...{ tNs: 0, threads: 1, userNs: 0, systemNs: 0, reapedNs: 0, majorFaults: 0, voluntarySwitches: 0, involuntarySwitches: 0 },
  ...{ readBytes: NaN, writtenBytes: NaN, state: 83 }
}

function follow(watch: PageWatch, looks: readonly [process: number, rssBytes: number, minorFaults: number][]): number[] {
  const rows = new BatchRows()
  for (const [process, rssBytes, minorFaults] of looks) rows.details.push({ ...nothing, process, rssBytes, minorFaults })
  watch.follow(rows.columns(runId('test'), null).details)
  return [...watch.take()]
}

test('only a fault, or another RSS, tells of moved pages', () => {
  const watch = new PageWatch()
  expect(follow(watch, [[0, 100, 5], [1, 100, 5], [2, 100, 5]])).toEqual([])
  expect(follow(watch, [[0, 100, 5], [1, 100, 6], [2, 90, 5]])).toEqual([1, 2])
  expect(follow(watch, [[0, 100, 5]])).toEqual([])
  expect(watch.areQuiet).toBe(true)
})
