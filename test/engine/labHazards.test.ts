// The hazards, run for real: the symptom must be there, and the safe ways must be free of it.
import { describe, expect, it } from 'vitest'
import { expectAllReady, running, useLab } from './labRunning.ts'

const lab = useLab()

/** Whether it happened, the programs say themselves: each makes the same test, the safe ones too. */
function itHappensToTheUnsafeOnly({ outcome, expectGoodEnds }: ReturnType<typeof running>): void {
  it('shows its symptom, and the safe ways are free of it', () => {
    expectGoodEnds()
    const seen = outcome().variants.flatMap(({ variant, runs }) => runs.map(({ findings }) => [variant, findings?.symptom]))
    const wereRun = outcome().experiment.variants.filter(({ name }) => seen.some(([variant]) => variant === name))
    expect(seen).toEqual(wereRun.map(({ name, role }) => [name, role === 'hazard']))
    expect(new Set(wereRun.map(({ role }) => role))).toEqual(new Set(['hazard', 'safe']))
  })
}

const hazards = ['double-flush', 'inherited-descriptors', 'inherited-signals', 'orphans', 'repeated-random-numbers', 'threads-that-the-child-loses', 'zombies']

describe.each(hazards)('the hazard %s', name => {
  itHappensToTheUnsafeOnly(running(lab, name, { seconds: 2 }))
})

describe('the hazard fork-while-a-thread-holds-a-lock', () => {
  const forked = running(lab, 'fork-while-a-thread-holds-a-lock', { workers: 2, seconds: 3 })
  itHappensToTheUnsafeOnly(forked)

  it('is seen from outside: each child that waits for ever is found and named, and nobody else', context => {
    const { stuck, marks, run, summary } = forked.runOf('hazard', context)
    const children = marks.filter(({ mark }) => mark === 'forked').map(({ value }) => Number(value))
    expect(stuck.map(({ pid }) => pid).sort()).toEqual(children.sort())
    expect(children).toHaveLength(2)
    expect(lab().engine.find(run)?.history.events.filter(({ kind }) => kind === 'stuck')).toHaveLength(2)
    for (const { tNs } of stuck) expect(tNs).toBeLessThan(summary.wallNs)
    expect(forked.outcome().variants.filter(({ variant }) => variant !== 'hazard').flatMap(({ runs }) => runs.flatMap(each => each.stuck))).toEqual([])
  })
})

describe('the hazard over-subscription', () => {
  const crowd = running(lab, 'over-subscription', { workers: 16 })
  itHappensToTheUnsafeOnly(crowd)

  it('is seen from outside: 16 processes want 16 cores, one per core as many as there are', context => {
    expectAllReady(crowd.figuresOf('hazard', context), 16)
    expect(crowd.figuresOf('one-per-core', context).demand?.median).toBeLessThan(lab().engine.machine.coreCount + 1)
  })
})
