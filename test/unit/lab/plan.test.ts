import { describe, expect, it } from 'vitest'
import { planExperiment, specOf } from '../../../src/main/engine/lab/plan.ts'
import type { ExperimentOrder } from '../../../src/shared/model/outcome.ts'
import { experimentOf, interpreterOf, variantOf } from './outcomes.ts'

const experiment = experimentOf([variantOf('threads'), variantOf('own-gil', { requires: { version: '3.12', modules: [], platforms: null }, arguments: ['--gil', 'own'] })])
const interpreters = [interpreterOf({ path: '/py39', version: '3.9.1' }), interpreterOf({ path: '/py313', version: '3.13.0' })]
const plan = (changes: Partial<ExperimentOrder> = {}) =>
  planExperiment({ experiment: 'made-up', variants: [], parameters: {}, python: null, node: null, repeats: 1, ...changes }, { experiments: [experiment], interpreters, platform: 'linux' })

describe('an order', () => {
  it('without wishes runs all variants with their own values, on the interpreter that can run most', () => {
    const { steps, parameters } = plan()
    expect(steps.map(({ variant, interpreter }) => [variant.name, interpreter?.path])).toEqual([['threads', '/py313'], ['own-gil', '/py313']])
    expect(parameters).toEqual({ workers: 4 })
  })

  it('with an interpreter keeps to it, and says what it cannot run', () => {
    const { steps } = plan({ python: '/py39' })
    expect(steps.map(({ interpreter, notRun }) => [interpreter?.path, notRun?.because])).toEqual([['/py39', undefined], [undefined, 'version']])
  })

  it('names a variant twice and has it once', () => {
    expect(plan({ variants: ['own-gil', 'own-gil'] }).steps).toHaveLength(1)
  })

  it.each([
    [{ experiment: 'x' }, /none called “x”\. There are: made-up/],
    [{ variants: ['x'] }, /none called “x”\. It has: threads, own-gil/],
    [{ parameters: { memory: 1 } }, /--memory: made-up has no such parameter\. It has: --workers/],
    [{ parameters: { workers: 65 } }, /--workers: must be a whole number from 1 to 64/],
    [{ parameters: { workers: 1.5 } }, /whole number/],
    [{ repeats: 0 }, /repeats/],
    [{ python: '/nowhere' }, /“\/nowhere” is not there/]
  ])('%j is refused before anything is started', (changes, sentence) => {
    expect(() => plan(changes)).toThrow(sentence)
  })

  it('becomes the command line that one would type in the experiment’s folder', () => {
    const planned = plan({ parameters: { workers: 2 } })
    const spec = specOf(planned, { variant: experiment.variants[1]!, interpreter: interpreters[1]! }, { labFolder: '/lab', marksFile: '/tmp/marks' })
    expect(spec).toMatchObject({ argv: ['/py313', 'own_gil.py', '--gil', 'own', '--workers', '2'], cwd: '/lab/made-up', kind: 'spawn', envAdditions: { FORKSCOPE_MARKS: '/tmp/marks' } })
  })
})
