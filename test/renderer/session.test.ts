import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { SampleBatch } from '../../src/shared/model/batch.ts'
import { type RunHeader, runId } from '../../src/shared/model/run.ts'
import { fakeBatches, fakeEnd, fakeHeader, shapeOf } from './fixtures/fakeRun.ts'
import { type MountedApp, mountApp, nextFrames } from './mountApp.ts'

let app: MountedApp
afterEach(() => app.page.unmount())

const shape = shapeOf({ seconds: 2, someEnd: false })
const headerOf = (name: string, parts: Partial<RunHeader['spec']> = {}): RunHeader => {
  const header = fakeHeader(shape, name)
  return { ...header, spec: { ...header.spec, argv: ['python3', `${name}.py`], ...parts } }
}
const batchesOf = (name: string): SampleBatch[] => fakeBatches(shape).map(batch => ({ ...batch, run: runId(name) }))
function say(name: string, from: number, to: number): void {
  batchesOf(name).slice(from, to).forEach((batch, index) => app.fake.say('batchArrived', { first: from + index, count: 1, batch }))
}
const shown = (): string => app.page.get('h1').text()
const clock = (): string => app.page.get('.clock').text()
const switcher = () => app.page.findAll('button').find(each => each.text().startsWith('Runs of this session'))
const others = async (): Promise<string[]> => {
  await switcher()?.trigger('click')
  return app.page.findAll('[role=menu] [role=menuitem]').map(each => each.text())
}
const choose = async (name: string): Promise<void> => {
  await app.page.findAll('[role=menuitem]').find(each => each.text().includes(name))?.trigger('click')
  await flushPromises()
  await nextFrames()
}
const asked = (name: string): unknown[] => app.fake.asked.filter(each => each.name === name).map(({ argument }) => argument)

test('one run alone has nothing to switch to', async () => {
  app = await mountApp()
  app.fake.say('runStarted', headerOf('one'))
  await flushPromises()
  expect(switcher()).toBeUndefined()
})

test('a run that goes on beside the shown one is followed, and is there at once', async () => {
  app = await mountApp()
  app.fake.say('runStarted', headerOf('one'))
  say('one', 0, 10)
  app.fake.say('runStarted', headerOf('two'))
  say('one', 10, 40)
  await nextFrames()
  expect([shown(), clock()]).toEqual(['python3 two.py', '0:00.0'])
  expect(await others()).toEqual([expect.stringMatching(/^python3 one\.py · PID 4711 · running$/)])
  await choose('one.py')
  expect([shown(), clock(), asked('readRun')]).toEqual(['python3 one.py', '0:02.0', []])
})

test('its start, told late, does not take the screen from another', async () => {
  app = await mountApp()
  app.fake.answer('launch', () => headerOf('one'))
  app.fake.say('runStarted', headerOf('one'))
  app.fake.say('runStarted', headerOf('two'))
  app.fake.say('runStarted', headerOf('one'))
  await flushPromises()
  expect(shown()).toBe('python3 two.py')
})

test('the keys that end a run end the one on the screen', async () => {
  app = await mountApp()
  app.fake.say('runStarted', headerOf('one'))
  app.fake.say('runStarted', headerOf('two'))
  await flushPromises()
  await app.press('.', { ctrlKey: true })
  expect(asked('stop')).toEqual(['two'])
  expect(app.page.text()).toContain('stopping')
  await others()
  await choose('one.py')
  expect(app.page.get('.badge').text()).toBe('running')
  await others()
  await choose('two.py')
  expect(app.page.get('.badge').text()).toBe('stopping')
})

test('those that ended stay at hand, after those that go on, and are read again when they are wanted', async () => {
  app = await mountApp()
  for (const name of ['one', 'two', 'three']) app.fake.say('runStarted', headerOf(name))
  app.fake.say('runEnded', fakeEnd(shape, { run: runId('two'), exit: { code: 3, signal: null } }))
  await flushPromises()
  expect(await others()).toEqual([expect.stringMatching(/one\.py .* running$/), expect.stringMatching(/two\.py .* ended with code 3$/)])
  app.fake.answer('readRun', () => ({ header: headerOf('two'), first: 0, batches: batchesOf('two'), batchCount: 40, output: [], end: fakeEnd(shape, { run: runId('two') }), isLive: true, isSketch: false, damage: [] }))
  await choose('two.py')
  expect([shown(), asked('readRun')]).toEqual(['python3 two.py', [{ run: 'two', fromBatch: 0 }]])
})

test('a page that was reloaded takes up all that go on', async () => {
  const soFar = (name: string) => ({ header: headerOf(name), first: 0, batches: batchesOf(name), batchCount: 40, output: [], end: null, isLive: true, isSketch: false, damage: [] })
  app = await mountApp({ liveRun: runId('two'), runs: [{ header: headerOf('one'), end: null }, { header: headerOf('two'), end: null }] }, fake => {
    fake.answer('readRun', ({ run }) => soFar(run))
  })
  await nextFrames()
  expect([shown(), asked('readRun')]).toEqual(['python3 two.py', [{ run: 'two', fromBatch: 0 }, { run: 'one', fromBatch: 0 }]])
  await others()
  await choose('one.py')
  expect([shown(), clock()]).toEqual(['python3 one.py', '0:02.0'])
})

test('the runs of the lab are not among them', async () => {
  app = await mountApp()
  app.fake.say('runStarted', headerOf('one', { envAdditions: { FORKSCOPE_MARKS: '/tmp/marks' } }))
  app.fake.say('runStarted', headerOf('two'))
  await flushPromises()
  expect(switcher()).toBeUndefined()
})

test('a key opens the list of them', async () => {
  app = await mountApp()
  app.fake.say('runStarted', headerOf('one'))
  app.fake.say('runStarted', headerOf('two'))
  await flushPromises()
  await app.press('r')
  expect(app.page.find('[role=menu]').exists()).toBe(true)
})
