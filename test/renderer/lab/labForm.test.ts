import { describe, expect, it } from 'vitest'
import { emptyLabFields, errorsOfFault, fitExperiment, parseOrder } from '../../../src/renderer/src/state/lab/labForm.ts'
import { newPython, python, threads } from './fakeExperiment.ts'

const fieldsOf = (parts: Partial<ReturnType<typeof emptyLabFields>> = {}) => ({ ...emptyLabFields(threads), ...parts })

describe('the order', () => {
  it('says everything that the fields say, with the experiment’s own values at first', () => {
    expect(parseOrder(threads, fieldsOf())).toEqual({
      ok: true,
      order: { experiment: 'threads', variants: ['sequential', 'threads', 'greenlets'], parameters: { workers: 4 }, python: null, node: null, repeats: 1 }
    })
    const chosen = fieldsOf({ ticked: { sequential: true, threads: false, greenlets: true }, parameters: { workers: ' 16 ' }, repeats: '3', python: '/opt/python3.14t' })
    expect(parseOrder(threads, chosen)).toMatchObject({ order: { variants: ['sequential', 'greenlets'], parameters: { workers: 16 }, python: '/opt/python3.14t', repeats: 3 } })
  })

  it.each([
    [{ parameters: { workers: '0' } }, { '--workers': 'Give a whole number from 1 to 64.' }],
    [{ parameters: { workers: '65' } }, { '--workers': 'Give a whole number from 1 to 64.' }],
    [{ parameters: { workers: '2.5' } }, { '--workers': 'Give a whole number from 1 to 64.' }],
    [{ parameters: {} }, { '--workers': 'Give a whole number from 1 to 64.' }],
    [{ repeats: '1001' }, { repeats: 'Give a whole number from 1 to 1,000.' }],
    [{ ticked: {} }, { variants: 'Tick at least one variant.' }]
  ])('is not made of %j', (parts, errors) => {
    expect(parseOrder(threads, fieldsOf(parts as Parameters<typeof fieldsOf>[0]))).toEqual({ ok: false, errors })
  })
})

describe('a fault', () => {
  it('stands beside the field it concerns, or where none is, above all', () => {
    expect(errorsOfFault({ kind: 'bad-input', field: '--workers', reason: 'too many.' }, threads)).toEqual({ '--workers': 'too many.' })
    expect(errorsOfFault({ kind: 'bad-input', field: 'experiment', reason: 'another one is running.' }, threads)).toEqual({ form: 'experiment: another one is running.' })
  })
})

describe('who runs what', () => {
  const interpreters = [python, newPython]

  it('is, if not said, the one that can run most of the variants', () => {
    const { chosen, notRun } = fitExperiment(threads, fieldsOf(), { interpreters, platform: 'linux' })
    expect([chosen.python?.path, chosen.node, [...notRun.keys()]]).toEqual([newPython.path, null, []])
  })

  it('is the chosen one, with what it lacks and the line that installs it', () => {
    const { notRun } = fitExperiment(threads, fieldsOf({ python: python.path }), { interpreters, platform: 'linux' })
    expect([...notRun].map(([variant, { because, install }]) => [variant, because, install])).toEqual([['greenlets', 'module', 'pip install greenlet']])
  })

  it('is nobody where nobody was found', () => {
    const { notRun } = fitExperiment(threads, fieldsOf(), { interpreters: [], platform: 'linux' })
    expect([...notRun.values()].map(({ because }) => because)).toEqual(['no-interpreter', 'no-interpreter', 'no-interpreter'])
  })
})
