// The experiments about cores, run for real: each variant must show what makes its point. Demand is asserted rather than cores
// used, since it holds on a busy machine too. Workers that are to be at work all at once have half a second of work each: one
// that gets a core of its own must not be done before the others have begun, on a machine twice as fast neither. A variant whose interpreter is not there is skipped.
import { describe, expect, it } from 'vitest'
import { compareVersions } from '../../src/shared/derive/experimentFit.ts'
import { deriveFigures } from '../../src/shared/derive/experimentFigures.ts'
import { expectAllReady, expectOneThread, expectWaiting, PATIENCE_MS, running, runOrder, useLab } from './labRunning.ts'

const lab = useLab()
/** Units for each worker, 1.6 ms each where this was written. */
const WORK = 400

describe('Do threads use my cores?', () => {
  const { outcome, runOf, figuresOf, wordsOf, expectGoodEnds } = running(lab, 'do-threads-use-my-cores', { work: WORK })

  it('all of them end well, and those of one kind of work agree on its result', () => {
    expectGoodEnds()
    const sums = outcome().variants.filter(({ variant }) => !['threads-c', 'threads-io'].includes(variant)).flatMap(({ runs }) => runs.flatMap(({ findings }) => findings?.checksums as number[]))
    expect(sums.length).toBeGreaterThanOrEqual(16)
    expect(new Set(sums).size).toBe(1)
  })

  it('one after another: one core, one thread', context => {
    const figures = figuresOf('sequential', context)
    expectOneThread(figures)
    expect(figures.threadCountPeak?.median).toBe(1)
  })

  it.for(['threads', 'thread-pool', 'sub-interpreters-shared'])('%s: one core at the most, whatever the load: they share a lock', (name, context) => {
    if (!runOf(name, context).interpreter.isGilOn) context.skip('this Python has no GIL')
    const figures = figuresOf(name, context)
    expect(figures.coresUsed?.median).toBeLessThanOrEqual(1.05)
    expect(figures.processCount?.median).toBe(1)
    // The main thread needs the lock as well to make the next one: beside other programs the first may be done before the last begins.
    expect(figures.threadCountPeak?.median).toBeGreaterThanOrEqual(3)
    expect(figures.threadCountPeak?.median).toBeLessThanOrEqual(5)
  })

  it('what a GIL does is said in words', context => {
    if (!runOf('threads', context).interpreter.isGilOn) context.skip('this Python has no GIL')
    expect(wordsOf('threads')).toMatch(/a GIL/)
  })

  it.for([
    ['threads-c', 1],
    ['fork', 5],
    ['processes', 5],
    ['sub-interpreters-own', 1],
    ['interpreter-pool', 1]
  ] as const)('%s: all four workers want a core at the same time, in %i process(es)', ([name, processes], context) => {
    const figures = figuresOf(name, context)
    expectAllReady(figures, 4)
    expect(figures.processCount?.median).toBe(processes)
    expect(wordsOf(name)).toMatch(/4 workers were ready to run at the same time/)
  })

  // The more others want the cores, the more threads that wait for the GIL want one as well: 1.3 alone, 2.9 beside four others.
  it('processes want more cores than threads under a GIL', context => {
    if (!runOf('threads', context).interpreter.isGilOn) context.skip('this Python has no GIL')
    const [fork, threads] = [figuresOf('fork', context), figuresOf('threads', context)]
    expect((fork.demand?.median ?? NaN) - (threads.demand?.median ?? NaN)).toBeGreaterThan(0.5)
  })

  it('threads that wait use no core', context => {
    expectWaiting(figuresOf('threads-io', context))
    expect(wordsOf('threads-io')).toMatch(/waited nearly all the time/)
  })

  it('nobody uses more cores than there are', () => {
    for (const { coresUsed } of deriveFigures(outcome())) expect(coresUsed?.median ?? 0).toBeLessThanOrEqual(lab().engine.machine.coreCount * 1.05)
  })

  it('every worker told when its work began and when it was done', context => {
    const { marks, summary } = runOf('fork', context)
    const workers = (mark: string) => marks.filter(each => each.mark === mark).map(({ worker }) => worker).sort()
    expect([workers('first work'), workers('work done')]).toEqual([[0, 1, 2, 3], [0, 1, 2, 3]])
    expect(Math.min(...marks.map(({ tNs }) => tNs))).toBeGreaterThan(0)
    expect(Math.max(...marks.map(({ tNs }) => tNs))).toBeLessThan(summary.wallNs)
  })
})

describe('every version of Python that is here', () => {
  it('has one core for two threads, and two for two processes', async () => {
    const versions = new Map(lab().interpreters.filter(({ language, version }) => language === 'python' && compareVersions(version, '3.8') >= 0).map(each => [each.version, each]))
    const odd: unknown[] = []
    for (const { version, path, isGilOn } of versions.values()) {
      const outcome = await runOrder(lab(), 'do-threads-use-my-cores', { variants: ['threads', 'fork'], python: path, parameters: { workers: 2, work: 400 } })
      const [threads, fork] = deriveFigures(outcome)
      const isOneCore = (threads?.coresUsed?.median ?? NaN) <= 1.05
      const demand = fork?.demand?.median ?? NaN
      if ((isGilOn && !isOneCore) || !(demand > 1.5 && demand < 2.5)) odd.push({ version, threads: threads?.coresUsed, fork: fork?.demand, atWork: outcome.variants.map(({ runs }) => runs[0]?.atWork) })
    }
    expect(versions.size).toBeGreaterThan(0)
    expect(odd).toEqual([])
  }, PATIENCE_MS)
})

describe('Fork, spawn or forkserver?', () => {
  const { figuresOf, expectGoodEnds } = running(lab, 'start-methods', { work: WORK })

  it('all of them end well', expectGoodEnds)

  // Besides root and workers: spawn has a resource tracker, forkserver a tracker and the server.
  it.for([
    ['os-fork', 5],
    ['process-fork', 5],
    ['process-spawn', 6],
    ['process-forkserver', 7],
    ['pool-fork', 5],
    ['pool-spawn', 6],
    ['pool-forkserver', 7],
    ['executor-fork', 5],
    ['executor-spawn', 6],
    ['executor-forkserver', 7]
  ] as const)('%s: %i processes, whose four workers want a core at the same time', ([name, processes], context) => {
    const figures = figuresOf(name, context)
    expect(figures.processCount?.median).toBe(processes)
    expectAllReady(figures, 4)
  })

  it('a spawned worker has at least twice as much memory for itself as a forked one', context => {
    const [fork, spawn] = ['process-fork', 'process-spawn'].map(name => figuresOf(name, context).workerUssBytes?.median ?? NaN)
    expect(spawn).toBeGreaterThan(2 * (fork ?? NaN))
  })
})

describe('Without a second process', () => {
  /** Four workers, 20 answers each (one for ten units), 16 ms an answer: see work.py. */
  const ONE_AFTER_ANOTHER_NS = 4 * 20 * 16e6
  const { figuresOf, expectGoodEnds } = running(lab, 'without-a-second-process', { work: 200 })

  it('all of them end well', expectGoodEnds)

  it.for(['sequential', 'asyncio-cpu', 'generators', 'greenlet-cpu', 'gevent-cpu', 'twisted-cpu', 'circuits-cpu'])('%s computes in one thread, however many tasks', (name, context) => {
    expectOneThread(figuresOf(name, context))
  })

  it.for(['asyncio-io', 'greenlet-io', 'gevent-io', 'twisted-io', 'circuits-io'])('%s waits for all at once and uses no core', (name, context) => {
    expectWaiting(figuresOf(name, context))
    expect(figuresOf(name, context).workNs?.median).toBeLessThan(ONE_AFTER_ANOTHER_NS)
  })
})

describe('Node: loop, threads or processes?', () => {
  const { figuresOf, expectGoodEnds } = running(lab, 'node-models', { work: WORK })

  it('all of them end well', expectGoodEnds)

  it('the event loop computes in one thread', context => {
    expectOneThread(figuresOf('event-loop', context))
  })

  it('the event loop waits for all at once and uses no core', context => {
    expectWaiting(figuresOf('event-loop-io', context))
  })

  it.for([
    ['thread-pool', 1],
    ['worker-threads', 1],
    ['child-spawn', 5],
    ['child-fork', 5],
    ['cluster', 5]
  ] as const)('%s: four workers want a core at the same time, in %i process(es)', ([name, processes], context) => {
    const figures = figuresOf(name, context)
    expectAllReady(figures, 4) // V8's own threads help now and then
    expect(figures.processCount?.median).toBe(processes)
  })
})
