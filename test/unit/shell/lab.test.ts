// One experiment at a time, told step by step to whoever can see the window.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type LabDesk, openLabDesk } from '../../../src/main/shell/lab.ts'
import type { ExperimentProgress } from '../../../src/shared/contract.ts'
import type { ExperimentOrder } from '../../../src/shared/model/outcome.ts'
import type { LiveRun } from '../../../src/main/engine/index.ts'
import { experiment, type FakeLab, fakeLab, fakeRun } from './fakes.ts'

vi.mock('electron', () => import('./electronPair.ts'))

const settle = (): Promise<void> => new Promise(resolve => void setImmediate(resolve))
const order = (parts: Partial<ExperimentOrder> = {}): ExperimentOrder => ({ experiment: experiment.name, variants: [], parameters: {}, python: null, node: null, repeats: 1, ...parts })

let lab: FakeLab
let desk: LabDesk
let isShown: boolean
let told: ExperimentProgress[]
let followed: LiveRun[]
/** 'sequential waiting, threads running' of the newest that was told. */
const planTold = (): string => (told.at(-1)?.plan ?? []).map(({ variant, state }) => `${variant} ${state}`).join(', ')
const phaseTold = (): string | undefined => told.at(-1)?.phase

beforeEach(() => {
  lab = fakeLab()
  isShown = true
  told = []
  followed = []
  const page = { isShown: () => isShown, send: (_name: string, value: unknown) => void told.push(structuredClone(value) as ExperimentProgress) }
  desk = openLabDesk({ lab: Promise.resolve(lab), page, follow: live => void followed.push(live) })
})

describe('an experiment', () => {
  it('is told as its plan, round by round, with what will not be run and why', async () => {
    const begun = await desk.calls.runExperiment(order({ repeats: 2 }))
    expect(begun.plan.map(({ variant, round, state }) => `${round} ${variant} ${state}`)).toEqual([
      ...['0 sequential waiting', '0 threads waiting', '0 future not-run'],
      ...['1 sequential waiting', '1 threads waiting', '1 future not-run']
    ])
    expect(begun.plan[2]?.reason?.text).toBe('It needs Python 3.99.')
    expect(begun.order.parameters).toEqual({ workers: 4 })
    expect(told).toEqual([begun])
  })

  it('lets the page follow each run, and tells each result once, with the curve of its cores', async () => {
    await desk.calls.runExperiment(order({ variants: ['sequential', 'threads'] }))
    for (const variant of ['sequential', 'threads']) {
      const run = fakeRun(variant)
      lab.start(run, variant, 0)
      expect(planTold()).toContain(`${variant} running`)
      run.sample(50)
      run.finish()
      lab.end(run, variant, 0)
    }
    lab.finish('itself')
    expect(followed.map(({ header }) => header.run)).toEqual(['sequential', 'threads'])
    expect(told.map(({ firstResult, results }) => [firstResult, results.map(({ run }) => run.variant)])).toEqual([
      ...[[0, []], [0, []], [0, ['sequential']]],
      ...[[1, []], [1, ['threads']], [2, []]]
    ])
    expect(told[2]?.results[0]?.curve.toNs).toBe(1e9)
    expect([planTold(), phaseTold()]).toEqual(['sequential ended, threads ended', 'ended'])
    const { progress } = await desk.calls.readLab(null)
    expect([progress?.firstResult, progress?.results.length]).toEqual([0, 2])
  })

  it('that is stopped has a run without a result, and others that were never begun', async () => {
    await desk.calls.runExperiment(order({ variants: ['sequential', 'threads'] }))
    lab.start(fakeRun('r'), 'sequential', 0)
    await desk.calls.stopExperiment(null)
    expect([phaseTold(), lab.isStopped]).toEqual(['stopping', true])
    lab.finish('asked')
    expect([planTold(), phaseTold()]).toEqual(['sequential stopped, threads waiting', 'stopped'])
  })

  it('goes on when one of its runs was stopped by itself', async () => {
    await desk.calls.runExperiment(order({ variants: ['sequential', 'threads'] }))
    lab.start(fakeRun('r'), 'sequential', 0)
    lab.start(fakeRun('s'), 'threads', 0)
    expect(planTold()).toBe('sequential stopped, threads running')
  })

  it('that breaks says so, and keeps what it had', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await desk.calls.runExperiment(order({ variants: ['sequential'] }))
    lab.start(fakeRun('r'), 'sequential', 0)
    lab.breakDown()
    await settle()
    expect(told.at(-1)).toMatchObject({ phase: 'failed', fault: { kind: 'bug', message: 'broken' }, plan: [{ state: 'stopped' }] })
    said.mockRestore()
  })

  it('that cannot begin leaves the former one as it was', async () => {
    await desk.calls.runExperiment(order())
    await expect(desk.calls.runExperiment(order({ repeats: 10 }))).rejects.toThrow('repeats')
    await expect(desk.calls.runExperiment(order({ experiment: 'none' }))).rejects.toThrow('none')
    expect((await desk.calls.readLab(null)).progress?.execution).toBe(1)
    expect(told).toHaveLength(1)
  })

  it('is another execution each time, and begins without results', async () => {
    for (const execution of [1, 2]) {
      await desk.calls.runExperiment(order({ variants: ['sequential'] }))
      const run = fakeRun(`r${execution}`)
      lab.start(run, 'sequential', 0)
      run.finish()
      lab.end(run, 'sequential', 0)
      expect(told.at(-1)).toMatchObject({ execution, firstResult: 0, results: [{ run: { run: `r${execution}` } }] })
      lab.finish('itself')
    }
  })
})

describe('a hidden window', () => {
  it('is told nothing, and all of it at once when it is shown', async () => {
    isShown = false
    await desk.calls.runExperiment(order({ variants: ['sequential'] }))
    const run = fakeRun('r')
    lab.start(run, 'sequential', 0)
    run.finish()
    lab.end(run, 'sequential', 0)
    expect(told).toEqual([])
    isShown = true
    desk.resume()
    desk.resume()
    expect(told.map(({ results }) => results.length)).toEqual([1])
    expect(planTold()).toBe('sequential ended')
  })
})

describe('the end of the program', () => {
  it('stops the experiment, so that no further variant is launched', async () => {
    await desk.calls.runExperiment(order())
    desk.close()
    expect(lab.isStopped).toBe(true)
  })
})
