// How often is looked, and that nothing is lost by looking less often.
import { expect, test } from 'vitest'
import type { RunHistory } from '../../src/shared/derive/history.ts'
import type { Looks } from '../../src/shared/model/run.ts'
import { runToEnd, specOf } from './launching.ts'

/** A shell that runs for a moment, some forty times in two seconds: one thread, mostly asleep. */
const DOZER = ['sh', '-c', 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 0.1; done']

const rowCounts = ({ processes, threads }: RunHistory): { process: number; thread: number } => {
  const root = processes[0]
  return { process: root?.cpu.tNs.length ?? NaN, thread: threads[root?.threads[0] ?? NaN]?.cpu.tNs.length ?? NaN }
}

test.each<Looks>(['adaptive', 'every-tick'])('what a lone thread ran is what its process ran, whatever the looks: %s', async looks => {
  const { run } = await runToEnd(specOf(DOZER, { looks }))
  const lone = run.history.processes.filter(({ threads, cpu }) => threads.length === 1 && cpu.tNs.length > 0)
  expect(lone.length).toBeGreaterThan(10)
  for (const { cpu, threads } of lone) {
    const thread = run.history.threads[threads[0] ?? NaN]
    // The process may know a few ms more: its group's ticks count to the very end, a thread's file does not.
    expect(cpu.ranNs.last() - (thread?.cpu.ranNs.last() ?? NaN)).toBeGreaterThanOrEqual(0)
    expect(cpu.ranNs.last() - (thread?.cpu.ranNs.last() ?? NaN)).toBeLessThan(20e6)
    expect(isInOrder(thread?.cpu.fromNs.view(), thread?.cpu.tNs.view())).toBe(true)
  }
})

test('a lone thread that only dozes gets fewer rows than its process, unless every tick was asked for', async () => {
  const adaptive = rowCounts((await runToEnd(specOf(DOZER))).run.history)
  expect(adaptive.process).toBeGreaterThan(10)
  expect(adaptive.thread).toBeLessThan(adaptive.process / 2)
  const everyTick = rowCounts((await runToEnd(specOf(DOZER, { looks: 'every-tick' }))).run.history)
  expect(everyTick.thread).toBe(everyTick.process)
})

/** Rows do not overlap: each begins where the former one ended, or later. */
function isInOrder(fromNs: Float64Array | undefined, tNs: Float64Array | undefined): boolean {
  if (!fromNs || !tNs) return false
  return fromNs.every((from, row) => from <= (tNs[row] ?? NaN) && (row === 0 || from >= (tNs[row - 1] ?? NaN)))
}
