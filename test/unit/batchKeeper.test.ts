import { expect, it } from 'vitest'
import { BatchKeeper } from '../../src/main/engine/batchKeeper.ts'
import { appendBatch, emptyHistory } from '../../src/shared/derive/history.ts'
import { deriveSummary } from '../../src/shared/derive/summary.ts'
import { longBatches, longHeader, type LongRun } from './fastClock.ts'

const run: LongRun = { seconds: 1830, rateHz: 5, busy: 1, idle: 1 }

it('fine batches are kept for ten to eleven minutes, and counted for ever', () => {
  const keeper = new BatchKeeper(longHeader(run))
  for (const batch of longBatches(run)) keeper.append(batch)
  const ticks = run.seconds * run.rateHz + 1
  expect(keeper.count).toBe(ticks)
  const isKept = (secondsAgo: number): boolean => keeper.read(ticks - secondsAgo * run.rateHz).batches[0]?.past === undefined
  expect([600, 661].map(isKept)).toEqual([true, false])
})

it('whoever asks for one that is gone gets all of the run, its peaks too, and nothing is missing', () => {
  const keeper = new BatchKeeper(longHeader(run))
  const all = [...longBatches(run)]
  for (const batch of all) keeper.append(batch)
  const { first, batches } = keeper.read(3)
  expect([first, batches.length]).toEqual([0, 1])
  const [again, live] = [emptyHistory(longHeader(run)), emptyHistory(longHeader(run))]
  for (const batch of batches) appendBatch(again, batch)
  for (const batch of all) appendBatch(live, batch)
  expect(deriveSummary(again)).toEqual(deriveSummary(live))
  expect(deriveSummary(keeper.history)).toEqual(deriveSummary(live))
  expect(keeper.read(keeper.count)).toEqual({ first: keeper.count, batches: [] })
})
