// What workers cost and what a fork copies, run for real: costs are asserted by their ratio, memory by USS, both of which hold
// at any load. Ratios are those that held in every batch measured, with some room.
import { describe, expect, it, type TestContext } from 'vitest'
import { deriveFindings } from '../../src/shared/derive/experimentFindings.ts'
import { running, runOrder, useLab } from './labRunning.ts'

const MIB = 2 ** 20
const lab = useLab()

describe('How does a worker start?', () => {
  const { findingOf, expectGoodEnds, runOf } = running(lab, 'worker-start-up')

  it('all of them end well', expectGoodEnds)

  it('a spawned worker takes at least three times as long to its first line as a forked one', context => {
    const [fork, spawn] = ['process-fork', 'process-spawn'].map(name => findingOf(name, 'worker started', context))
    expect(spawn).toBeGreaterThan(3 * (fork ?? NaN))
  })

  it('each worker is marked from being asked for to its first work', context => {
    const names = new Set(runOf('process-spawn', context).marks.map(({ mark }) => mark))
    expect([...names]).toEqual(expect.arrayContaining(['worker started', 'first work', 'work done']))
  })
})

describe('What does a worker cost?', () => {
  const { findingOf, expectGoodEnds } = running(lab, 'what-does-a-worker-cost')
  const firstLine = (context: TestContext, ...names: string[]): number[] => names.map(name => findingOf(name, 'first line', context))

  it('all of them end well', expectGoodEnds)

  it('a thread is cheaper than a fork, a fork than a forkserver, a forkserver than a spawn', context => {
    const [thread = NaN, fork = NaN, forkserver = NaN, spawn = NaN] = firstLine(context, 'thread', 'fork', 'process-forkserver', 'process-spawn')
    expect(thread).toBeLessThan(fork / 3)
    expect(fork).toBeLessThan(forkserver / 2)
    expect(forkserver).toBeLessThan(spawn)
    expect(spawn).toBeGreaterThan(10 * fork)
  })

  it('a fork costs more as the parent grows, a thread does not', context => {
    const grown = (name: string): number => findingOf(name, 'first line grown', context) / findingOf(name, 'first line', context)
    expect(grown('fork')).toBeGreaterThan(4)
    expect(grown('thread')).toBeLessThan(4)
  })

  it('a greenlet costs less than a thread', context => {
    // Run where greenlet is: not always the interpreter that the others had.
    const { path } = lab().interpreters.find(({ modules }) => modules.includes('greenlet')) ?? context.skip('no interpreter here has greenlet')
    return runOrder(lab(), 'what-does-a-worker-cost', { variants: ['thread', 'greenlet'], python: path }).then(outcome => {
      const [thread = NaN, greenlet = NaN] = outcome.variants.map(({ runs }) => deriveFindings(runs).find(({ name }) => name === 'first line')?.value.median)
      expect(greenlet).toBeLessThan(thread)
    })
  })
})

describe('What memory does a worker need?', () => {
  const { findingOf, figuresOf, expectGoodEnds } = running(lab, 'memory-per-worker')
  const uss = (name: string, context: TestContext): number => findingOf(name, 'USS per worker', context) / MIB

  it('all of them end well', expectGoodEnds)

  it('next to nothing for a thread, little for a fork, much for a spawn', context => {
    expect(uss('thread', context)).toBeLessThan(0.3)
    expect(uss('process-fork', context)).toBeLessThan(2.5)
    expect(uss('process-forkserver', context)).toBeGreaterThan(uss('process-fork', context) * 1.5)
    expect(uss('process-spawn', context)).toBeGreaterThan(uss('process-fork', context) * 3)
  })

  it('what forked workers share is counted once in PSS, and often in RSS', context => {
    expect(findingOf('process-fork', 'RSS of all', context)).toBeGreaterThan(2 * findingOf('process-fork', 'PSS of all', context))
  })

  it('Forkscope saw from outside what the workers measured themselves', context => {
    const seen = (figuresOf('process-spawn', context).workerUssBytes?.median ?? NaN) / MIB
    expect(seen / uss('process-spawn', context)).toBeGreaterThan(0.7)
    expect(seen / uss('process-spawn', context)).toBeLessThan(1.2)
  })
})

describe('When does shared memory become private?', () => {
  const { findingOf, expectGoodEnds } = running(lab, 'copy-on-write')
  const share = (name: string, context: TestContext): number => findingOf(name, 'private at end', context) / findingOf(name, 'data', context)

  it('all of them end well', expectGoodEnds)

  it.for(['reading', 'collecting', 'reading-frozen'])('%s: at least 0.4 of the data, by touching reference counts', (name, context) => {
    expect(share(name, context)).toBeGreaterThan(0.4)
  })

  it.for(['untouched', 'collecting-frozen', 'numbers'])('%s: at most 3 MiB', (name, context) => {
    expect(findingOf(name, 'private at end', context)).toBeLessThan(3 * MIB)
  })
})
