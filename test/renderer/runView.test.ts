import { afterEach, expect, test } from 'vitest'
import { batchOf } from '../../src/shared/derive/batchOf.ts'
import { appendBatch, emptyHistory } from '../../src/shared/derive/history.ts'
import type { SampleBatch } from '../../src/shared/model/batch.ts'
import type { RunEnd } from '../../src/shared/model/run.ts'
import { runId } from '../../src/shared/model/run.ts'
import { ns } from '../../src/shared/units.ts'
import { type FakeShape, fakeBatches, fakeEnd, fakeHeader, shapeOf } from './fixtures/fakeRun.ts'
import { type MountedApp, mountApp, nextFrames } from './mountApp.ts'

let app: MountedApp
afterEach(() => app.page.unmount())

const badge = (): string => app.page.get('.badge').text()
const button = (text: string) => app.page.findAll('button').find(each => each.text().startsWith(text))
const asked = (name: string): unknown[] => app.fake.asked.filter(each => each.name === name).map(({ argument }) => argument)

test('without a run there are words, not an empty chart', async () => {
  app = await mountApp()
  await app.press('2', { ctrlKey: true })
  expect(app.page.text()).toContain('No run yet')
})

test.each<[Partial<RunEnd>, string]>([
  [{}, 'ended well'],
  [{ exit: { code: 3, signal: null } }, 'ended with code 3'],
  [{ exit: { code: null, signal: 'SIGSEGV' } }, 'killed by SIGSEGV'],
  [{ exit: { code: null, signal: 'SIGTERM' }, endedBy: 'asked' }, 'stopped by you (SIGTERM)'],
  [{ exit: { code: null, signal: null } }, 'ended, exit code not told']
])('the end %j is said in words', async (end, words) => {
  app = await mountApp()
  const shape = await app.play()
  expect(badge()).toBe('running')
  app.fake.say('runEnded', fakeEnd(shape, end))
  await nextFrames()
  expect(badge()).toBe(words)
  expect(button('Run again')).toBeDefined()
  expect(button('Stop')).toBeUndefined()
})

test('Stop says that it is stopping until the run has ended', async () => {
  app = await mountApp()
  await app.play()
  await button('Stop')?.trigger('click')
  expect([badge(), asked('stop')]).toEqual(['stopping', ['run-1']])
})

test('a run can be killed, and a signal sent to all of it, from the menu beside Stop', async () => {
  app = await mountApp()
  await app.play()
  await app.page.get('[aria-label="More ways to end or signal"]').trigger('click')
  await app.page.findAll('[role=menuitem]').find(item => item.text().includes('SIGINT'))?.trigger('click')
  expect(asked('signal')).toEqual([{ run: 'run-1', process: 0, subtree: true, signal: 'SIGINT' }])
})

test('the sentence holds measured figures only', async () => {
  app = await mountApp()
  const shape = await app.play({ someEnd: false })
  expect(app.page.get('.sentence').text()).toMatch(/^4 processes with 8 threads use 1\.\d\d of 2 cores now, 1\.\d\d on average so far\.( Waiting for a core: .*)? Memory: [\d.]+ MiB \(PSS\)\.$/)
  app.fake.say('runEnded', fakeEnd(shape, { cpuNs: null }))
  await nextFrames()
  expect(app.page.get('.sentence').text()).toContain('4 processes, at most 8 threads at once, ran for 8.00 s: at most 1.')
  expect(app.page.get('.summary').text()).not.toContain('CPU time')
})

test('before the first sample it says that it waits', async () => {
  app = await mountApp()
  app.fake.say('runStarted', fakeHeader(shapeOf()))
  await nextFrames()
  expect(app.page.get('.sentence').text()).toBe('Waiting for the first sample.')
})

test('a delivery that was missed is asked for; one that was had is not taken twice', async () => {
  app = await mountApp()
  const shape = shapeOf({ seconds: 1 })
  const batches = fakeBatches(shape)
  app.fake.answer('readRun', ({ fromBatch }) => ({ header: fakeHeader(shape), first: fromBatch, batches: batches.slice(fromBatch, 10), batchCount: 10, output: [], end: null, isLive: true, isSketch: false, damage: [] }))
  app.fake.say('runStarted', fakeHeader(shape))
  const deliver = (first: number): void => app.fake.say('batchArrived', { first, count: 1, batch: batches[first]! })
  deliver(0)
  deliver(1)
  deliver(1)
  deliver(5)
  deliver(6)
  await nextFrames()
  deliver(9)
  deliver(10)
  await nextFrames()
  expect(asked('readRun')).toEqual([{ run: 'run-1', fromBatch: 2 }])
  expect(app.page.get('.clock').text()).toBe('0:00.5')
})

/** What a page shows that has seen everything; every event counts in the heads of the tabs. */
async function mountWitness(): Promise<readonly string[]> {
  app = await mountApp()
  await app.play(absent)
  const seen = shownFigures()
  app.page.unmount()
  return seen
}
const absent = { seconds: 2, someEnd: false }
const shownFigures = (): string[] => ['.sentence', '.clock', '[role="tablist"]'].map(place => app.page.get(place).text())

function wholeOf(shape: FakeShape, count: number): SampleBatch {
  const history = emptyHistory(fakeHeader(shape))
  for (const batch of fakeBatches(shape).slice(0, count)) appendBatch(history, batch)
  return batchOf(history)
}

test('after a long absence the page begins anew with all of the run, and goes on from there', async () => {
  const seenByAll = await mountWitness()
  app = await mountApp()
  const shape = shapeOf(absent)
  const batches = fakeBatches(shape)
  app.fake.say('runStarted', fakeHeader(shape))
  const deliver = (first: number): void => app.fake.say('batchArrived', { first, count: 1, batch: batches[first]! })
  for (let first = 0; first < 5; first++) deliver(first)
  app.fake.say('batchArrived', { first: 0, count: 30, batch: wholeOf(shape, 30) })
  for (let first = 30; first < batches.length; first++) deliver(first)
  await nextFrames()
  expect(asked('readRun')).toEqual([])
  expect(shownFigures()).toEqual(seenByAll)
})

test('a reply that stands for all of the run takes the place of what the page had', async () => {
  const seenByAll = await mountWitness()
  app = await mountApp()
  const shape = shapeOf(absent)
  const batches = fakeBatches(shape)
  app.fake.answer('readRun', () => ({ header: fakeHeader(shape), first: 0, batches: [wholeOf(shape, batches.length)], batchCount: batches.length, output: [], end: null, isLive: true, isSketch: false, damage: [] }))
  app.fake.say('runStarted', fakeHeader(shape))
  for (const first of [0, 1, batches.length - 1]) app.fake.say('batchArrived', { first, count: 1, batch: batches[first]! })
  await nextFrames()
  expect(asked('readRun')).toEqual([{ run: 'run-1', fromBatch: 2 }])
  expect(shownFigures()).toEqual(seenByAll)
})

test('a page that was reloaded takes up the run from its beginning', async () => {
  const shape = shapeOf({ seconds: 2 })
  const output = [{ run: runId('run-1'), tNs: ns(0), stream: 'stdout', text: 'kept\n', droppedBytes: 0 } as const]
  app = await mountApp({ liveRun: runId('run-1') }, fake => {
    fake.answer('readRun', () => ({ header: fakeHeader(shape), first: 0, batches: fakeBatches(shape), batchCount: 40, output, end: null, isLive: true, isSketch: false, damage: [] }))
  })
  await nextFrames()
  expect([badge(), app.page.get('.clock').text(), app.page.get('.output .text').text()]).toEqual(['running', '0:02.0', 'kept'])
})

test('a run that cannot be taken up is a failed state with words', async () => {
  app = await mountApp({ liveRun: runId('run-1') }, fake => fake.answer('readRun', () => ({ kind: 'run-unknown', run: 'run-1' })))
  expect(app.page.get('main').text()).toContain('There is no run “run-1” any more')
})

test('Pause stops the screen and not the recording; F takes the newest back', async () => {
  app = await mountApp()
  const shape = shapeOf({ seconds: 2 })
  const batches = fakeBatches(shape)
  app.fake.say('runStarted', fakeHeader(shape))
  const deliver = (from: number, to: number): void => batches.slice(from, to).forEach((batch, index) => app.fake.say('batchArrived', { first: from + index, count: 1, batch }))
  deliver(0, 20)
  await nextFrames()
  await app.press(' ')
  expect(app.page.get('.paused').text()).toBe('screen paused at 0:01.0')
  deliver(20, 40)
  await new Promise(resolve => setTimeout(resolve, 260)) // figures are read at most four times a second
  app.fake.say('outputArrived', { run: runId('run-1'), tNs: ns(2e9), stream: 'stdout', text: 'x\n', droppedBytes: 0 })
  await nextFrames()
  expect(app.page.get('.clock').text()).toBe('0:02.0')
  expect(app.page.get('.paused').text()).toBe('screen paused at 0:01.0')
  await app.press('f')
  expect(app.page.find('.paused').exists()).toBe(false)
})

test('zooming by keys stops nothing while it follows; moving stops following', async () => {
  app = await mountApp()
  await app.play()
  const isFollowing = (): string | undefined => button('Follow')?.attributes('aria-pressed')
  await app.press('+')
  expect(isFollowing()).toBe('true')
  await app.press('ArrowLeft')
  expect(isFollowing()).toBe('false')
  await app.press('f')
  expect(isFollowing()).toBe('true')
})

test('] goes to the next event and [ back', async () => {
  app = await mountApp()
  await app.play()
  const readings: string[] = []
  for (const key of [']', ']', ']', '[']) {
    await app.press(key)
    await nextFrames()
    readings.push(app.page.get('.track-axis .track-read').text())
  }
  expect(readings).toEqual(['0 s', '200 ms', '400 ms', '200 ms'])
})

test('the export menu asks for the chart and format that were chosen, with the look of the screen', async () => {
  app = await mountApp()
  await app.play()
  app.fake.answer('exportRun', () => '/home/ada/run.svg')
  await app.press('e', { ctrlKey: true })
  await app.page.findAll('[role=menuitem]').find(item => item.text() === 'Memory as SVG')?.trigger('click')
  await nextFrames()
  expect(asked('exportRun')).toMatchObject([{ run: 'run-1', what: { kind: 'chart', chart: 'memory', format: 'svg' }, fromNs: null, toNs: null, theme: 'light', percentOf: 'core' }])
  expect(app.page.get('.notices').text()).toContain('Written: /home/ada/run.svg')
})

test('a fault of an export is said and stays', async () => {
  app = await mountApp()
  await app.play()
  app.fake.answer('exportRun', () => ({ kind: 'write-failed', path: '/x', reason: 'disk full' }))
  await app.press('e', { ctrlKey: true })
  await app.page.findAll('[role=menuitem]').find(item => item.text() === 'Samples as CSV')?.trigger('click')
  await nextFrames()
  expect(app.page.get('.notice.bad').text()).toContain('disk full')
})

test('warnings are counted on their tab and said in full', async () => {
  app = await mountApp()
  await app.play({ warnings: [{ code: 'late-ticks', tNs: ns(1e9), text: 'Ticks came late: the machine is busy.', count: 3 }] })
  const tab = app.page.findAll('[role=tab]').find(each => each.text().startsWith('Warnings'))
  expect(tab?.text()).toBe('Warnings1')
  await tab?.trigger('click')
  expect(app.page.get('[role=tabpanel]').text()).toContain('Ticks came late: the machine is busy. (3 times)')
})

test('each figure tells how it was measured, one click away', async () => {
  app = await mountApp()
  await app.play()
  await app.page.get('.figure-link').trigger('click')
  expect(app.page.get('[role=tabpanel]').text()).toContain('cpu.stat of a cgroup of its own')
  expect(app.page.get('[role=tabpanel]').text()).toContain('looked at every 50 ms')
})

test('to run it again shows the command first and starts nothing; when it cannot be started, the form says why', async () => {
  app = await mountApp()
  const shape = await app.play()
  app.fake.say('runEnded', fakeEnd(shape))
  await nextFrames()
  app.fake.answer('launch', () => ({ kind: 'command-not-found', command: 'python3', searched: '/bin' }))
  await button('Run again …')?.trigger('click')
  await nextFrames()
  expect(asked('launch')).toEqual([])
  const command = app.page.get<HTMLTextAreaElement>('textarea.command').element
  expect(command.value).toBe('python3 fork_vs_threads.py --workers 3')
  expect(document.activeElement).toBe(command)
  await app.press('Enter')
  await nextFrames()
  expect(asked('launch')).toMatchObject([{ argv: ['python3', 'fork_vs_threads.py', '--workers', '3'], cwd: '/home/ada/lab' }])
  expect(app.page.get('form [role=alert]').text()).toContain('“python3” was not found')
})

test('that measuring broke down is said at once, not only on a tab', async () => {
  app = await mountApp()
  await app.play({ warnings: [{ code: 'sampler-failed', tNs: ns(1e9), text: 'The sampler stopped.', count: 1 }] })
  expect(app.page.get('.top [role=alert]').text()).toBe('The sampler stopped.')
})
