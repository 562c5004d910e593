// The lab as a person uses it, on a bridge that tells what an engine would.
import { afterEach, describe, expect, test } from 'vitest'
import { flushPromises } from '@vue/test-utils'
import type { ExperimentProgress } from '../../../src/shared/contract.ts'
import { runId } from '../../../src/shared/model/run.ts'
import { fakeBatches, fakeEnd, fakeHeader, shapeOf } from '../fixtures/fakeRun.ts'
import { type MountedApp, mountApp, nextFrames } from '../mountApp.ts'
import { catalogue, lock, newPython, progressOf, python, resultOf } from './fakeExperiment.ts'

let app: MountedApp
afterEach(() => app.page.unmount())

const mountLab = async (progress: ExperimentProgress | null = null, liveRun: string | null = null): Promise<MountedApp> => {
  const mounted = await mountApp({ liveRun: liveRun === null ? null : runId(liveRun) }, fake => {
    fake.answer('readLab', () => ({ catalogue, progress }))
    fake.answer('findInterpreters', () => [python, newPython])
    fake.answer('readProgram', ({ variant }) => ({ path: `/lab/threads/${variant}.py`, text: 'import os  # of the system\n' }))
    fake.answer('runExperiment', order => progressOf(order.variants.map(name => `${name} waiting`).join(', '), { order }))
    fake.answer('readRun', () => ({ header: fakeHeader(shapeOf(), liveRun ?? 'run-1'), first: 0, batches: fakeBatches(shapeOf({ seconds: 1 })), batchCount: 20, output: [], end: null, isLive: true, isSketch: false, damage: [] }))
  })
  await flushPromises()
  return mounted
}
const openThreads = async (): Promise<void> => {
  app = await mountLab()
  await app.press('3', { ctrlKey: true })
  await click('Threads?')
}
const click = async (text: string): Promise<void> => {
  const found = app.page.findAll('button').find(each => each.text().startsWith(text) || each.attributes('aria-label')?.startsWith(text))
  expect(found, `a button “${text}”`).toBeDefined()
  await found?.trigger('click')
  await flushPromises()
}
const asked = (name: string): unknown[] => app.fake.asked.filter(each => each.name === name).map(({ argument }) => argument)
const main = (): string => app.page.get('main').text().replaceAll(/\s+/g, ' ')
const say = async (progress: ExperimentProgress): Promise<void> => {
  app.fake.say('experimentMoved', progress)
  await nextFrames()
}
/** 'By threads | done | 1.00 | …' per row of the table of figures. */
const rows = (): string[] => app.page.findAll('section[aria-labelledby=figures-title] tbody tr').map(row => row.findAll('th, td').map(cell => cell.text()).join(' | '))
const field = (label: string) => {
  const found = app.page.findAll('label').find(each => each.text() === label)
  return app.page.get(`[id="${found?.attributes('for') ?? 'none'}"]`)
}

describe('the first screen', () => {
  test('asks the questions that an experiment answers, and leads to it', async () => {
    app = await mountLab()
    const questions = app.page.get('section[aria-labelledby=questions]')
    expect(questions.findAll('button').map(each => each.get('.title').text())).toEqual(['Do threads use my cores?', 'What goes wrong?'])
    await click('What goes wrong?')
    expect(app.page.get('h1').text()).toBe('A held lock')
  })

  test('asks nothing where there is no lab', async () => {
    app = await mountApp()
    expect(app.page.find('section[aria-labelledby=questions]').exists()).toBe(false)
  })
})

describe('the gallery', () => {
  test('has every experiment under its question, and says which could not be read', async () => {
    app = await mountLab()
    await app.press('3', { ctrlKey: true })
    expect(app.page.get('section[aria-labelledby=group-hazards]').text()).toContain('Why does it hang?')
    expect(app.page.get('section[aria-labelledby=damaged]').text()).toContain('tornquestion: must be text.')
  })

  test('says which interpreters were found, and asks the machine only once', async () => {
    app = await mountLab()
    expect(asked('findInterpreters')).toEqual([])
    await app.press('3', { ctrlKey: true })
    await app.press('1', { ctrlKey: true })
    await app.press('3', { ctrlKey: true })
    expect(main()).toContain('CPython 3.14.0, free-threaded, GIL off')
    expect(asked('findInterpreters')).toHaveLength(1)
  })

  test('that is empty, or could not be read, says so', async () => {
    app = await mountApp()
    await app.press('3', { ctrlKey: true })
    expect(main()).toContain('There is no experiment')
    expect(main()).toContain('No Python and no Node.js was found')
    app.page.unmount()
    app = await mountApp({}, fake => fake.answer('readLab', () => ({ kind: 'bug', message: 'no lab' })))
    await app.press('3', { ctrlKey: true })
    expect(app.page.get('main [role=alert]').text()).toContain('no lab')
  })
})

describe('an experiment', () => {
  test('shows its question, its program with what is told apart in it, and how to run it by hand', async () => {
    await openThreads()
    expect(main()).toContain('Why is one core busy?')
    expect(app.page.get('.program .keyword').text()).toBe('import')
    expect(app.page.get('.program .comment').text()).toBe('# of the system')
    await click('Read: By threads')
    expect(main()).toContain('/lab/threads/threads.py')
    expect(main()).toContain('python3 threads.py --kind compute --workers 4')
  })

  test('keeps what it shows to itself until it has been run', async () => {
    await openThreads()
    expect(app.page.get('.lead details').attributes('open')).toBeUndefined()
    await click('Run 3')
    await say(progressOf('sequential ended', { phase: 'ended', results: [resultOf('sequential')] }))
    expect(app.page.find('.lead details').exists()).toBe(false)
    expect(main()).toContain('They share a lock.')
  })

  test('says what a variant lacks under the chosen interpreter, with the line that installs it', async () => {
    await openThreads()
    expect(main()).not.toContain('pip install')
    await field('Python').setValue(python.path)
    expect(main()).toContain('It needs the module greenlet')
    expect(main()).toContain('pip install greenlet')
    expect(app.page.get('.order .main').text()).toBe('Run 2 variants')
  })

  test('is run as the fields say, by the keyboard as by the button', async () => {
    await openThreads()
    await field('Workers').setValue('8')
    await field('Python').setValue(python.path)
    await app.page.findAll('.variants input')[0]?.setValue(false)
    await app.press('Enter', { ctrlKey: true })
    expect(asked('runExperiment')).toEqual([{ experiment: 'threads', variants: ['threads', 'greenlets'], parameters: { workers: 8 }, python: python.path, node: null, repeats: 1 }])
  })

  test('with fields that make no sense is not run, and each says why', async () => {
    await openThreads()
    await field('Workers').setValue('99')
    await field('Repeats').setValue('')
    await click('None')
    await app.press('Enter', { ctrlKey: true })
    expect(field('Workers').attributes('aria-invalid')).toBe('true')
    expect(main()).toContain('Give a whole number from 1 to 64.')
    expect(main()).toContain('Tick at least one variant.')
    expect(asked('runExperiment')).toEqual([])
  })

  test('that main refuses says why', async () => {
    await openThreads()
    app.fake.answer('runExperiment', () => ({ kind: 'bad-input', field: 'python', reason: 'is not there.' }))
    await click('Run 3')
    expect(main()).toContain('is not there.')
    expect(app.page.get('.order .main').attributes('disabled')).toBeUndefined()
  })

  test('keeps what was typed while one looks at another', async () => {
    await openThreads()
    await field('Workers').setValue('7')
    await click('All experiments')
    await click('A held lock')
    await click('All experiments')
    await click('Threads?')
    expect((field('Workers').element as HTMLInputElement).value).toBe('7')
  })
})

describe('its runs', () => {
  test('go on one after another: a state for each, figures as they come, – where there is none', async () => {
    await openThreads()
    await click('Run 3')
    expect(rows().map(row => row.split(' | ').slice(0, 3).join(' | '))).toEqual(['By sequential | waiting | –', 'By threads | waiting | –', 'By greenlets | waiting | –'])
    await say(progressOf('sequential ended, threads running, greenlets not-run', { results: [resultOf('sequential')] }))
    expect(rows()).toEqual([
      'By sequential | done | 1.00 | 1.00 | 100 ms | 100 ms | – | – | 12.0 MiB | 1 | 5 | – | Show',
      `By threads | running${' | –'.repeat(10)} | Show`,
      'By greenlets | not run | It needs the module greenlet. To install it: pip install greenlet | '
    ])
    expect(main()).toContain('running, 1 of 2 done')
  })

  test('are compared with the baseline, and each is said in words', async () => {
    await openThreads()
    await say(progressOf('sequential ended, threads ended', { phase: 'ended', results: [resultOf('sequential'), resultOf('threads', { cpuMs: 50 })] }))
    expect(rows()[1]).toMatch(/^By threads \| done \| 0\.50 \| .* \| 1\.00 × \| 50 % /)
    expect(app.page.get('section[aria-labelledby=seen-title]').text()).toContain('By threads')
    expect(app.page.get('.compared').text()).toContain('By sequential')
  })

  test('that were repeated show their median, with the least and the most', async () => {
    await openThreads()
    const results = [40, 100, 60].map((cpuMs, round) => resultOf('threads', { cpuMs, round }))
    await say(progressOf('threads ended 0, threads ended 1, threads ended 2', { phase: 'ended', results }))
    expect(rows()[0]).toContain('done, 3 times')
    expect(rows()[0]).toContain('60 ms40 ms … 100 ms')
    expect(main()).toContain('medians of up to 3 runs')
  })

  test('that failed say so', async () => {
    await openThreads()
    await say(progressOf('threads ended', { phase: 'ended', results: [resultOf('threads', { code: 3 })] }))
    expect(rows()[0]).toContain('By threads | failed')
    expect(main()).toContain('It failed: it ended with code 3.')
  })

  test('of which nothing could be run say so', async () => {
    await openThreads()
    await say(progressOf('greenlets not-run', { phase: 'ended' }))
    expect(app.page.get('.results .state').text()).toContain('nothing could be run')
  })

  test('of a hazard stand beside the safe way', async () => {
    app = await mountLab()
    await click('What goes wrong?')
    const results = [
      resultOf('fork', { experiment: lock, findings: { symptom: true, seen: 'one child waited' } }),
      resultOf('spawn', { experiment: lock, findings: { symptom: false, seen: 'all got it' } })
    ]
    await say(progressOf('fork ended, spawn ended', { phase: 'ended', results, order: { experiment: 'lock', variants: ['fork', 'spawn'], parameters: {}, python: null, node: null, repeats: 1 } }))
    expect(app.page.get('.side.hazard').text()).toContain('The hazard happened: one child waited.')
    expect(app.page.get('.side.safe').text()).toContain('The hazard did not happen: all got it.')
    expect(main()).toContain('Use spawn.')
  })

  test('are stopped from the button or by the key, and what was run stays', async () => {
    await openThreads()
    await click('Run 3')
    await app.press('.', { ctrlKey: true })
    expect(asked('stopExperiment')).toEqual([null])
    await say(progressOf('sequential ended, threads running', { phase: 'stopping', results: [resultOf('sequential')] }))
    expect(app.page.get('.order button').text()).toBe('Stopping …')
    await say(progressOf('sequential ended, threads stopped, greenlets waiting', { phase: 'stopped', firstResult: 1 }))
    expect(rows().map(row => row.split(' | ')[1])).toEqual(['done', 'stopped', 'not reached'])
    expect(main()).toContain('stopped by you, 1 of 3 done')
  })

  test('that break say what went wrong', async () => {
    await openThreads()
    await say(progressOf('sequential stopped', { phase: 'failed', fault: { kind: 'bug', message: 'broken' } }))
    expect(app.page.get('.results [role=alert]').text()).toContain('broken')
  })

  test('that the page missed are asked for', async () => {
    await openThreads()
    const all = [resultOf('sequential'), resultOf('threads')]
    const whole = progressOf('sequential ended, threads ended', { phase: 'ended', results: all })
    app.fake.answer('readLab', () => ({ catalogue, progress: whole }))
    await say({ ...whole, firstResult: 1, results: all.slice(1) })
    expect(asked('readLab')).toHaveLength(2)
    expect(rows().map(row => row.split(' | ')[4])).toEqual(['100 ms', '100 ms'])
  })

  test('are not mixed with those of an execution before', async () => {
    await openThreads()
    await say(progressOf('sequential ended', { phase: 'ended', results: [resultOf('sequential')] }))
    await say(progressOf('sequential waiting', { execution: 2 }))
    expect(rows()[0]).toMatch(/waiting \| –/)
  })
})

describe('the run that goes on', () => {
  const begin = async (): Promise<void> => {
    await openThreads()
    await click('Run 3')
    app.fake.say('runStarted', fakeHeader(shapeOf(), 'sequential-0'))
    await say(progressOf('sequential running, threads waiting'))
  }

  test('is shown where the experiment is, in the tracks of the run view', async () => {
    await begin()
    expect(app.page.get('h1').text()).toBe('Threads?')
    expect(app.page.get('section[aria-labelledby=live-now]').text()).toContain('Now: By sequential')
    expect(app.page.find('section[aria-label=Charts]').exists()).toBe(true)
    await click('Tree and output in the run view')
    expect(app.page.find('[role=treegrid]').exists()).toBe(true)
  })

  test('keeps others from being launched, also between two runs', async () => {
    await begin()
    await say(progressOf('sequential ended, threads waiting', { results: [resultOf('sequential')] }))
    await app.press('1', { ctrlKey: true })
    await click('Run: Python threads')
    expect(main()).toContain('An experiment of the lab is still going on')
    expect(asked('launch')).toEqual([])
  })

  test('waits for the end of a run that was launched before', async () => {
    app = await mountLab()
    await app.play()
    await app.press('3', { ctrlKey: true })
    await click('Threads?')
    await app.press('Enter', { ctrlKey: true })
    expect(main()).toContain('A run is still going on')
    expect(asked('runExperiment')).toEqual([])
  })

  test('is taken up by a page that was reloaded', async () => {
    app = await mountLab(progressOf('sequential ended, threads running', { results: [resultOf('sequential')] }), 'threads-0')
    await nextFrames()
    expect(app.page.get('h1').text()).toBe('Threads?')
    expect(rows().map(row => row.split(' | ')[1])).toEqual(['done', 'running'])
    expect(app.page.get('section[aria-labelledby=live-now]').text()).toContain('By threads')
  })

  test('can be shown again when it has ended; run again by itself it writes no marks', async () => {
    await openThreads()
    await say(progressOf('sequential ended', { phase: 'ended', results: [resultOf('sequential')] }))
    const header = fakeHeader(shapeOf(), 'sequential-0')
    const spec = { ...header.spec, envAdditions: { FORKSCOPE_MARKS: '/tmp/gone', N: '1' } }
    app.fake.answer('readRun', () => ({ header: { ...header, spec }, first: 0, batches: [], batchCount: 0, output: [], end: null, isLive: true, isSketch: false, damage: [] }))
    await click('Show the run: By sequential')
    expect(asked('readRun')).toEqual([{ run: 'sequential-0', fromBatch: 0 }])
    app.fake.say('runEnded', fakeEnd(shapeOf(), { run: runId('sequential-0') }))
    await nextFrames()
    await click('Run again …')
    expect(app.page.get<HTMLTextAreaElement>('textarea.environment').element.value).toBe('N=1')
    await app.press('Enter')
    expect(asked('launch')).toMatchObject([{ envAdditions: { N: '1' } }])
    expect(JSON.stringify(asked('launch'))).not.toContain('FORKSCOPE_MARKS')
  })
})

test('the curves can be read at any time by the keyboard, and one of them made to stand out', async () => {
  await openThreads()
  await say(progressOf('sequential ended, threads ended', { phase: 'ended', results: [resultOf('sequential'), resultOf('threads', { cpuMs: 50 })] }))
  const reader = app.page.get('.reader')
  expect(reader.attributes('aria-valuetext')).toBe('not set')
  await reader.trigger('keydown', { key: 'ArrowRight' })
  expect(reader.attributes('aria-valuetext')).toBe('20 ms: By sequential 1.00, By threads 0.50')
  await click('Demand')
  expect(reader.attributes('aria-valuetext')).toBe('20 ms: By sequential 1.00, By threads 1.00')
  await reader.trigger('keydown', { key: 'End' })
  expect(reader.attributes('aria-valuetext')).toBe('1.00 s: By sequential –, By threads –')
  await reader.trigger('keydown', { key: 'Escape' })
  expect(reader.attributes('aria-valuetext')).toBe('not set')
  const name = app.page.get('.names button')
  await name.trigger('click')
  expect(name.attributes('aria-pressed')).toBe('true')
})
