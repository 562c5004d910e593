// Zoomed stretches of long runs: main is asked for them when, and only when, the screen is sharper than what the page holds.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { serves, wishFor } from '../../src/renderer/src/state/run/sharper.ts'
import type { OpenedRun, RunSoFar } from '../../src/shared/contract.ts'
import { batchOf } from '../../src/shared/derive/batchOf.ts'
import { appendBatch, emptyHistory, type RunHistory } from '../../src/shared/derive/history.ts'
import { notThinned, putTogether } from '../../src/shared/derive/thin.ts'
import type { DetailSpec, RunDetail } from '../../src/shared/model/detail.ts'
import { recordingId } from '../../src/shared/model/recording.ts'
import { runId } from '../../src/shared/model/run.ts'
import { fakeBatches, fakeEnd, fakeHeader, shapeOf } from './fixtures/fakeRun.ts'
import { type MountedApp, mountApp, nextFrames } from './mountApp.ts'

const run = runId('reopened-1')
const shape = shapeOf({ seconds: 60, rateHz: 10 })
const header = fakeHeader(shape, run)

/** A minute at one row per four seconds, as main has a long run. */
function held(stepNs = 4e9): RunHistory {
  const history = emptyHistory(header)
  for (const batch of fakeBatches(shape)) appendBatch(history, batch)
  history.thinned = { ...notThinned, atNs: Infinity, stepNs }
  if (stepNs > 0) putTogether(history, stepNs)
  return history
}

/** What main answers: every row of the stretch; of most of the run, none. */
function sharp({ fromNs, toNs }: DetailSpec): RunDetail {
  if (toNs - fromNs > 42e9) return { fromNs, toNs, batch: null, extremes: null }
  const history = emptyHistory(header)
  for (const batch of fakeBatches(shape)) if (batch.tickNs[0]! <= toNs) appendBatch(history, batch)
  history.thinned = { ...notThinned, atNs: Infinity, stepNs: 0 }
  return { fromNs, toNs, batch: { ...batchOf(history), run, events: [] }, extremes: null }
}

let app: MountedApp
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  app.page.unmount()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function open(history: RunHistory, answer: (spec: DetailSpec) => RunDetail | null = sharp): Promise<void> {
  app = await mountApp()
  const opened: OpenedRun = { header, recording: recordingId('recording-1'), number: 1, name: null, damage: [], runCount: 1 }
  const soFar: RunSoFar = { header, first: 0, batches: [batchOf(history)], batchCount: 1, output: [], end: fakeEnd(shape, { run }), isLive: false, isSketch: false, damage: [] }
  app.fake.answer('readRun', () => soFar)
  app.fake.answer('readDetail', answer)
  app.fake.say('runOpened', opened)
  await rest()
}
/** Long enough for a hand to have come to rest, and for the answer to be on the screen. */
async function rest(): Promise<void> {
  await nextFrames()
  await vi.advanceTimersByTimeAsync(1500)
  await nextFrames()
}
const asked = (): DetailSpec[] => app.fake.asked.filter(({ name }) => name === 'readDetail').map(({ argument }) => argument as DetailSpec)
const reading = (): string => app.page.get('.track-chart .track-figures').text()

test('a run of which every row is held asks for nothing, however far one zooms', async () => {
  await open(held(0))
  for (let step = 0; step < 8; step++) await app.press('+')
  await rest()
  expect(asked()).toEqual([])
})

test('a long run asks once for what it shows, with a margin, and not again for moving a little', async () => {
  await open(held())
  expect(asked().length).toBe(1)
  for (let step = 0; step < 4; step++) await app.press('+')
  await rest()
  expect(asked().length).toBe(2)
  const [, zoomed] = asked()
  expect(zoomed!.toNs - zoomed!.fromNs).toBeLessThan(2.1 * (60e9 / 1.5 ** 4))
  expect(zoomed!.pixels).toBeGreaterThan(window.innerWidth)
  await app.press('ArrowLeft')
  await rest()
  expect(asked().length).toBe(2)
})

test('a hand that goes on zooming asks when it has come to rest, for where it is then', async () => {
  await open(held())
  const before = asked().length
  for (let step = 0; step < 6; step++) {
    await app.press('+')
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(asked().length).toBe(before)
  await rest()
  expect(asked().length).toBe(before + 1)
})

test('the figures at the cursor become as sharp as the samples', async () => {
  await open(held(), () => null)
  for (let step = 0; step < 6; step++) await app.press('+')
  const slider = app.page.get<HTMLInputElement>('input[type=range]')
  slider.element.value = String(30.05e9)
  slider.element.dispatchEvent(new Event('input'))
  await rest()
  const coarse = reading()
  const tickBefore = async (): Promise<number> => {
    await app.press('ArrowLeft')
    return Number(slider.element.value)
  }
  expect(await tickBefore()).toBe(28e9) // a row of four seconds ends there
  app.page.unmount()
  await open(held())
  for (let step = 0; step < 6; step++) await app.press('+')
  const again = app.page.get<HTMLInputElement>('input[type=range]')
  again.element.value = String(30.05e9)
  again.element.dispatchEvent(new Event('input'))
  await rest()
  expect(reading()).not.toBe(coarse)
  await app.press('ArrowLeft')
  expect(Number(again.element.value)).toBe(30e9)
})

test('where there is no recording, or it is damaged, what is held stays on the screen and nothing is asked in a loop', async () => {
  await open(held(), () => null)
  await rest()
  await rest()
  expect(asked().length).toBe(1)
  app.fake.answer('readDetail', () => ({ kind: 'recording-damaged', path: '/x.fscope', reason: 'there is no such file' }))
  for (const zoom of ['+', '+', '+', '+', '+', '+']) {
    await app.press(zoom)
    await rest()
  }
  expect(app.page.findAll('.notice.bad').length).toBe(1)
})

test('what to ask for lies within the run and asks for the pixels of the screen', () => {
  const history = held()
  history.end = fakeEnd(shape)
  expect(wishFor(history, { fromNs: 0, toNs: 60e9 }, 1000)).toEqual({ fromNs: 0, toNs: 60e9, pixels: 1000 })
  expect(wishFor(history, { fromNs: 20e9, toNs: 30e9 }, 1000)).toEqual({ fromNs: 17.5e9, toNs: 32.5e9, pixels: 1500 })
  const fine = { ...history, thinned: { ...history.thinned, stepNs: 0.05e9 } }
  expect(wishFor(fine, { fromNs: 0, toNs: 60e9 }, 1000)).toBeNull() // rows are narrower than pixels
  expect(wishFor(fine, { fromNs: 0, toNs: 60e9 }, 40)).not.toBeNull() // but no row tells what a mean over seconds hides
  expect(wishFor(history, { fromNs: 70e9, toNs: 80e9 }, 1000)).toBeNull() // beyond its end
})

test('an answer serves what lies within it and is no sharper than half a step more', () => {
  const answered = { fromNs: 10e9, toNs: 30e9, pixels: 2000, stepNs: 5e6 }
  const known = { pixels: 1000, knownNs: 60e9 }
  expect(serves(answered, { fromNs: 12e9, toNs: 22e9 }, known)).toBe(true)
  expect(serves(answered, { fromNs: 12e9, toNs: 32e9 }, known)).toBe(false)
  expect(serves(answered, { fromNs: 12e9, toNs: 14e9 }, known)).toBe(false)
  expect(serves({ ...answered, stepNs: 0 }, { fromNs: 12e9, toNs: 14e9 }, known)).toBe(true)
})
