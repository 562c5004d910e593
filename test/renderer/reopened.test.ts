// A run of a recording on the screen: the view of a live run with its end known, its play head, and what a stranger's file may not do.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { batchOf } from '../../src/shared/derive/batchOf.ts'
import { appendBatch, emptyHistory } from '../../src/shared/derive/history.ts'
import type { OpenedRun, RunSoFar } from '../../src/shared/contract.ts'
import { recordingId } from '../../src/shared/model/recording.ts'
import { type RunEnd, runId } from '../../src/shared/model/run.ts'
import { ns } from '../../src/shared/units.ts'
import { type FakeShape, fakeBatches, fakeEnd, fakeHeader, fakeMachine, shapeOf } from './fixtures/fakeRun.ts'
import { type MountedApp, mountApp, nextFrames } from './mountApp.ts'

let app: MountedApp
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }))
})
afterEach(() => {
  app.page.unmount()
  vi.unstubAllGlobals()
})

const run = runId('reopened-1')

/** What main replies of the recording of such a run. */
function recordingOf(parts: Partial<FakeShape> = {}, { end = true, env = {}, opened = {} }: { end?: boolean; env?: Record<string, string>; opened?: Partial<OpenedRun> } = {}): { readonly opened: OpenedRun; readonly soFar: RunSoFar } {
  const shape = shapeOf(parts)
  const usual = fakeHeader(shape, run)
  const header = { ...usual, spec: { ...usual.spec, envAdditions: env } }
  const history = emptyHistory(header)
  for (const batch of fakeBatches(shape)) appendBatch(history, batch)
  const over: RunEnd | null = end ? fakeEnd(shape, { run }) : null
  return {
    opened: { header, recording: recordingId('recording-1'), number: 1, name: null, damage: [], runCount: 1, ...opened },
    soFar: { header, first: 0, batches: [batchOf(history)], batchCount: 1, output: [{ run, tNs: ns(1e9), stream: 'stdout', text: 'hello\n', droppedBytes: 0 }], end: over, isLive: false, isSketch: false, damage: opened.damage ?? [] }
  }
}

/** Main opens it, as after a double click on the file. */
async function open(...parts: Parameters<typeof recordingOf>): Promise<void> {
  app = await mountApp()
  const { opened, soFar } = recordingOf(...parts)
  app.fake.answer('readRun', () => soFar)
  app.fake.say('runOpened', opened)
  await nextFrames()
}

const asked = (name: string): unknown[] => app.fake.asked.filter(call => call.name === name).map(({ argument }) => argument)
const buttons = (): string[] => app.page.findAll('.toolbar button').map(each => each.text())
const slider = (): HTMLInputElement => app.page.get<HTMLInputElement>('input[type=range]').element
const rows = (): string[] => app.page.findAll('[role=treegrid] .row').map(each => each.text())
const dimmed = (): number => app.page.findAll('[role=treegrid] .row.dim').length

test('it is said to be a recording, by name and time, and what only a live run can do is not there', async () => {
  await open({}, { opened: { name: 'The slow one' } })
  const line = app.page.get('.recording-line').text()
  expect(line).toContain('Recording')
  expect(line).toContain('The slow one')
  expect(line).toContain('2026')
  expect(line).not.toContain('machine')
  expect(app.page.get('.badge').text()).toBe('ended well')
  expect(buttons().filter(each => /stop|pause|follow/i.test(each))).toEqual([])
  expect(buttons()).toContain('Run again …')
  expect(app.page.get('.sentence').text()).toContain('4 processes')
  expect(app.page.get('[role=log]').text()).toContain('hello')
  expect(asked('launch')).toEqual([])
  await app.press('.', { ctrlKey: true })
  expect(asked('stop')).toEqual([])
})

test('no process of it can be signalled', async () => {
  await open()
  await app.press('t')
  expect(app.page.find('[aria-label="Stop, kill or signal"]').exists()).toBe(false)
  await app.page.findAll('[role=treegrid] .row')[1]?.trigger('contextmenu')
  expect(app.page.findAll('[role=menuitem]').map(item => item.text())).toEqual(['Hide in the charts'])
})

test('of one that was cut off it is said that nobody knows its end', async () => {
  await open({}, { end: false })
  expect(app.page.get('.badge').text()).toMatch(/^cut off/)
  expect(app.page.find('.play-bar').exists()).toBe(true)
})

test('a recording of another machine says so', async () => {
  app = await mountApp({ machine: fakeMachine(64) })
  const { opened, soFar } = recordingOf()
  app.fake.answer('readRun', () => soFar)
  app.fake.say('runOpened', opened)
  await nextFrames()
  expect(app.page.get('.recording-line').text()).toContain('on another machine: AMD EPYC 7B13 · 2 cores')
})

test('of several runs another one can be chosen', async () => {
  await open({}, { opened: { runCount: 3, number: 2 } })
  const choice = app.page.get<HTMLSelectElement>('.recording-line select')
  expect(choice.findAll('option').map(each => each.text())).toEqual(['run 1 of 3', 'run 2 of 3', 'run 3 of 3'])
  expect(choice.element.value).toBe('2')
  const third = recordingOf({ command: ['node', 'third.mjs'] }, { opened: { runCount: 3, number: 3 } })
  const other = { ...third.opened, header: { ...third.opened.header, run: runId('reopened-2') } }
  app.fake.answer('openRecording', () => other)
  app.fake.answer('readRun', () => ({ ...third.soFar, header: other.header }))
  await choice.setValue('3')
  await nextFrames()
  expect(asked('openRecording')).toEqual([{ recording: 'recording-1', number: 3 }])
  expect(app.page.get('h1').text()).toBe('node third.mjs')
})

test('what could not be read is said at once, and stands among the warnings', async () => {
  await open({}, { opened: { damage: ['Samples from 1.0 s to 2.0 s are damaged and were left out.'] } })
  expect(app.page.get('.notice').text()).toContain('Samples from 1.0 s to 2.0 s are damaged')
  await app.page.get('.notice .link').trigger('click')
  expect(app.page.get('[role=tabpanel]').text()).toContain('Samples from 1.0 s to 2.0 s are damaged')
  expect(app.page.findAll('[role=tab]').find(tab => tab.text().startsWith('Warnings'))?.text()).toBe('Warnings1')
})

test('one that cannot be read is said, and what was shown stays', async () => {
  await open()
  app.fake.answer('readRun', () => ({ kind: 'recording-damaged', path: '/x.fscope', reason: 'the file is damaged' }))
  app.fake.say('runOpened', { ...recordingOf().opened, header: { ...recordingOf().opened.header, run: runId('reopened-9') } })
  await nextFrames()
  expect(app.page.get('.notice.bad').text()).toContain('the file is damaged')
  expect(app.page.get('.badge').text()).toBe('ended well')
})

test('to run it again puts what the file says into the form, environment included, to be looked at', async () => {
  await open({ command: ['rm', '-rf', 'x y'] }, { env: { LD_PRELOAD: '/tmp/evil.so' } })
  await app.page.findAll('.toolbar button').find(each => each.text() === 'Run again …')?.trigger('click')
  await nextFrames()
  expect(app.page.get<HTMLTextAreaElement>('textarea.command').element.value).toBe(`rm -rf 'x y'`)
  expect(app.page.get<HTMLTextAreaElement>('textarea.environment').element.value).toBe('LD_PRELOAD=/tmp/evil.so')
  expect(app.page.get<HTMLDetailsElement>('details').element.open).toBe(true)
  expect(app.page.get('.origin').text()).toContain('comes from a recording')
  expect(asked('launch')).toEqual([])
})

test('a command that disguises itself is shown without its disguise', async () => {
  await open({ command: ['echo', 'a\u202egpj.sh'] })
  await app.page.findAll('.toolbar button').find(each => each.text() === 'Run again …')?.trigger('click')
  await nextFrames()
  expect(app.page.get('form [role=alert]').text()).toContain('\\x202e')
})

test('the play head can be put anywhere: tree and sentence say who lived then', async () => {
  await open({ processCount: 4, seconds: 8 })
  const all = rows().length
  slider().value = String(2e9)
  slider().dispatchEvent(new Event('input'))
  await nextFrames()
  const early = { rows: rows(), dimmed: dimmed() }
  expect(app.page.get('.sentence').text()).toMatch(/^At 2.00 s: 4 processes/)
  expect(early.dimmed).toBe(0)
  slider().value = String(6e9)
  slider().dispatchEvent(new Event('input'))
  await nextFrames()
  expect(app.page.get('.sentence').text()).toMatch(/^At 6.00 s: 3 processes \(of 4 so far\)/)
  expect(dimmed()).toBe(1)
  expect(rows().length).toBe(all) // the tree does not jump
  expect(slider().getAttribute('aria-valuetext')).toBe('6.00 s of 8.00 s')
  expect(app.page.get('[role=log]').text()).toContain('hello')
  slider().value = String(0.5e9)
  slider().dispatchEvent(new Event('input'))
  await nextFrames()
  expect(app.page.get('[role=log]').text()).not.toContain('hello')
  expect(app.page.get('[role=tabpanel]').text()).toContain('Nothing had been written by then.')
})

test('Space plays and pauses; the head moves at the chosen speed and stops at the end', async () => {
  await open({ seconds: 8 })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame', 'performance'] })
  const pass = async (ms: number): Promise<void> => {
    vi.advanceTimersByTime(ms)
    await app.page.vm.$nextTick()
  }
  const seconds = (): number => Number(slider().value) / 1e9
  await app.press(' ')
  expect(app.page.get('.play').attributes('aria-label')).toBe('Pause')
  await pass(1000)
  expect(seconds()).toBeGreaterThan(0.7)
  expect(seconds()).toBeLessThanOrEqual(1)
  await app.press('>')
  expect(app.page.get<HTMLSelectElement>('.play-bar select').element.value).toBe('2')
  const before = seconds()
  await pass(1000)
  expect(seconds() - before).toBeGreaterThan(1.6)
  expect(seconds() - before).toBeLessThan(2.4)
  await app.press(' ')
  const paused = seconds()
  await pass(1000)
  expect(seconds()).toBe(paused)
  await app.press(' ')
  await pass(8000)
  expect(seconds()).toBe(8)
  expect(app.page.get('.play').attributes('aria-label')).toBe('Play')
  vi.useRealTimers()
})

test('the keyboard steps the head by tick and by event, to either end, and lets it go', async () => {
  await open({ seconds: 8, rateHz: 20 })
  const head = (): number => Number(slider().value)
  await app.press('Home')
  expect(head()).toBe(0)
  await app.press('ArrowRight')
  await app.press('ArrowRight')
  expect(head()).toBe(100e6)
  await app.press('ArrowLeft')
  expect(head()).toBe(50e6)
  await app.press(']')
  expect(head()).toBe(0.2e9) // the second worker is born
  await app.press('End')
  expect(head()).toBe(8e9)
  await app.press('[')
  expect(head()).toBe(4e9) // a worker ended
  await app.press('Escape')
  expect(app.page.find('.track-head').exists()).toBe(false)
  expect(app.page.get('.sentence').text()).toContain('4 processes, at most')
})

test('the play head of the slider moves by its own keys, too', async () => {
  await open({ seconds: 8, rateHz: 20 })
  slider().focus()
  await app.press('Home')
  await app.press('ArrowRight', { shiftKey: true })
  expect(Number(slider().value)).toBe(0.2e9) // a worker is born
  await app.press('ArrowRight')
  expect(Number(slider().value)).toBe(0.25e9)
})

test('a file dropped onto the window is opened; what is no recording is said to be none', async () => {
  await open()
  const target = app.page.get('.app')
  const drop = async (kind: string, ...names: string[]): Promise<void> => {
    const event = Object.assign(new Event(kind, { bubbles: true, cancelable: true }), { dataTransfer: { types: ['Files'], files: names.map(name => new File(['x'], name)), dropEffect: 'none' } })
    target.element.dispatchEvent(event)
    await nextFrames()
  }
  await drop('dragenter')
  expect(app.page.get('.drop-target').text()).toContain('Drop a recording')
  await drop('dragleave')
  expect(app.page.find('.drop-target').exists()).toBe(false)
  await drop('drop', 'photo.png')
  expect(app.page.get('.notice.warning').text()).toContain('“photo.png” is not a recording')
  const { opened } = recordingOf()
  app.fake.answer('chooseRecording', () => opened)
  await drop('drop', 'Work.FSCOPE')
  expect(app.fake.dropped.map(({ name }) => name)).toEqual(['Work.FSCOPE'])
})

test('a long recording is shown in outline at once, and whole as soon as it has been read', async () => {
  app = await mountApp()
  const { opened, soFar } = recordingOf({ seconds: 8 })
  const [whole] = soFar.batches
  const outline = { ...whole!, warnings: [{ code: 'being-read', tNs: ns(0), text: 'This is an outline.', count: 1 }] as const, processes: { ...whole!.processes, ranNs: whole!.processes.ranNs.map(() => 0) } }
  let tell = (): void => {}
  const read = new Promise<void>(resolve => (tell = resolve))
  const answers: RunSoFar[] = [{ ...soFar, batches: [outline], isSketch: true }, { ...soFar, batchCount: 2, damage: ['Samples from 1.0 s to 2.0 s are damaged and were left out.'] }]
  const { readRun } = app.fake.bridge
  Object.assign(app.fake.bridge, {
    readRun: async (request: Parameters<typeof readRun>[0]) => {
      if (request.fromBatch > 0) await read
      app.fake.answer('readRun', () => answers[request.fromBatch]!)
      return readRun(request)
    }
  })
  app.fake.say('runOpened', opened)
  await nextFrames()
  const warnings = (): string => app.page.findAll('[role=tab]').find(tab => tab.text().startsWith('Warnings'))?.text() ?? ''
  const cpu = (): string => app.page.findAll('[role=treegrid] .row').map(row => row.find('.cpuNs').text()).join(' ')
  expect([warnings(), cpu()]).toEqual(['Warnings1', expect.stringContaining('0 s')])
  tell()
  await nextFrames()
  expect(cpu()).not.toMatch(/\b0 s/)
  expect(app.page.get('.notice').text()).toContain('are damaged')
  expect(warnings()).toBe('Warnings1') // the damage; that it was an outline is no doubt any more
  expect(asked('readRun')).toEqual([{ run, fromBatch: 0 }, { run, fromBatch: 1 }])
})
