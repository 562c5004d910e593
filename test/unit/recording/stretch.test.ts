// Stretches of a recording against the samples that were written into it: whatever the step, sums and means are the same.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRecording, ROWS_MOST } from '../../../src/main/engine/recording/reading/recording.ts'
import type { StretchSpec } from '../../../src/main/engine/recording/reading/stretch.ts'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { appendBatch, emptyHistory, type RunHistory } from '../../../src/shared/derive/history.ts'
import { deriveLanes } from '../../../src/shared/derive/lanes.ts'
import { deriveMemory } from '../../../src/shared/derive/memory.ts'
import { notThinned } from '../../../src/shared/derive/thin.ts'
import { cpuUntil, deriveTree } from '../../../src/shared/derive/tree.ts'
import { deriveUsed } from '../../../src/shared/derive/used.ts'
import { folderForTest, writeRecording } from './written.ts'

const tree = { processes: 12, busy: 5, rateHz: 10, seconds: 200, cores: 4 }

/** All samples as they were made, and what a stretch of the file says. */
function both(spec: Partial<StretchSpec>, { isEnded = true } = {}): { readonly made: RunHistory; readonly read: RunHistory } {
  const path = join(folderForTest(), 'run.fscope')
  const { header, batches, end } = writeRecording(path, tree, { isEnded })
  const made = emptyHistory(header)
  made.thinned = { ...notThinned, atNs: Infinity }
  for (const batch of batches) appendBatch(made, batch)
  if (isEnded) made.end = end
  const recording = openRecording(path)
  const reading = recording.readStretch(1, { range: null, stepNs: 0, rowsMost: ROWS_MOST, ...spec })
  for (let next = reading.next(); ; next = reading.next()) {
    if (!next.done) continue
    recording.close()
    return { made, read: next.value }
  }
}

const usedBy = (history: RunHistory, edges: Float64Array): Float64Array[] => {
  const { total, waited, bands } = deriveUsed(history, edges, { budget: Infinity })
  return [total, waited, ...bands.map(({ used }) => used)]
}

/** Means over the same bins; sums of the same numbers in another order may differ in their last digit. */
function expectSame(read: readonly Float64Array[], made: readonly Float64Array[], close = 1e-9): void {
  expect(read.length).toBe(made.length)
  made.forEach((values, i) => {
    expect(read[i]!.length).toBe(values.length)
    values.forEach((value, bin) => {
      if (Number.isNaN(value)) expect(read[i]![bin]).toBeNaN()
      else expect(Math.abs(read[i]![bin]! - value)).toBeLessThan(close * Math.max(1, Math.abs(value)))
    })
  })
}

test.each([['whole', true], ['cut off', false]] as const)('without a step, the history of a run that is %s is that of its samples', (_, isEnded) => {
  const { made, read } = both({}, { isEnded })
  const edges = edgesOf({ fromNs: 0, toNs: 200e9 }, 400)
  expectSame(usedBy(read, edges), usedBy(made, edges))
  const [left, right] = [deriveMemory(read, edges), deriveMemory(made, edges)]
  expectSame([left.pss, left.uss, ...left.rss.map(line => line.most)], [right.pss, right.uss, ...right.rss.map(line => line.most)])
  expectSame(deriveLanes(read, edges).cores.flatMap(({ ours, rest }) => [ours, rest]), deriveLanes(made, edges).cores.flatMap(({ ours, rest }) => [ours, rest]))
  expect(read.tickNs.view()).toEqual(made.tickNs.view())
  expect([...read.warnings.values()]).toEqual([...made.warnings.values()])
})

test('a part of a run says within its range what the whole says', () => {
  const { made, read } = both({ range: { fromNs: 70e9, toNs: 95e9 } })
  read.end = made.end
  const edges = edgesOf({ fromNs: 71e9, toNs: 94e9 }, 300)
  expectSame(usedBy(read, edges), usedBy(made, edges))
  expectSame(deriveLanes(read, edges).cores.map(({ ours }) => ours), deriveLanes(made, edges).cores.map(({ ours }) => ours))
  expect(read.tickNs.at(0)).toBeGreaterThan(70e9)
  expect(read.tickNs.at(1)).toBeLessThan(71e9)
  // CPU time so far, at any moment of it, of everybody of whom it has a look
  for (const process of read.processes) if (process.cpu.tNs.length > 0) expect(cpuUntil(process, 80e9)).toBeCloseTo(cpuUntil(made.processes[process.process]!, 80e9), -1)
})

test('at a step, every mean over whole steps is exact', () => {
  const { made, read } = both({ stepNs: 4e9 })
  expect(read.processes[1]!.cpu.tNs.length).toBeLessThan(60)
  // Rows end with the last tick of a step: the counters are known there, and compared there.
  const atTicks = Float64Array.from(read.tickNs.view())
  expect(atTicks.length).toBeLessThan(60)
  const total = (history: RunHistory): Float64Array => deriveUsed(history, atTicks).total
  expectSame([total(read)], [total(made)], 1e-6)
  expect(read.processes[1]!.peakRssBytes).toBe(made.processes[1]!.peakRssBytes)
  expectSame([Float64Array.from(deriveTree(read, 200e9), ({ cpuNs }) => cpuNs)], [Float64Array.from(deriveTree(made, 200e9), ({ cpuNs }) => cpuNs)])
})

test('more rows than are asked for are never kept, whatever the run', () => {
  const { made, read } = both({ rowsMost: 5000 })
  let rows = 0
  read.processes.forEach(({ cpu, detail, memory }) => (rows += cpu.tNs.length + detail.tNs.length + memory.tNs.length))
  read.threads.forEach(({ cpu }) => (rows += cpu.tNs.length))
  expect(rows).toBeLessThanOrEqual(5000)
  expect(rows).toBeGreaterThan(1000)
  expect(read.thinned.stepNs).toBeGreaterThan(0.2e9)
  expectSame([Float64Array.from(deriveTree(read, 200e9), ({ cpuNs }) => cpuNs)], [Float64Array.from(deriveTree(made, 200e9), ({ cpuNs }) => cpuNs)])
  const edges = edgesOf({ fromNs: 0, toNs: 200e9 }, 10)
  expectSame([deriveUsed(read, edges).total], [deriveUsed(made, edges).total], 0.05)
})
