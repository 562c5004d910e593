import { beforeEach, describe, expect, it } from 'vitest'
import type { BatchDelivery, EventName, Events, OpenedRun } from '../../../src/shared/contract.ts'
import { appendBatch, emptyHistory, type RunHistory } from '../../../src/shared/derive/history.ts'
import { type Delivery, openDelivery } from '../../../src/main/shell/delivery.ts'
import { recordingId } from '../../../src/shared/model/recording.ts'
import { type FakeRun, fakeRun } from './fakes.ts'

let told: [EventName, unknown][]
let isShown: boolean
let nowMs: number
let waiting: { atMs: number; callback: () => void }[]
let delivery: Delivery
let live: FakeRun

beforeEach(() => {
  told = []
  isShown = true
  nowMs = 1000
  waiting = []
  delivery = openDelivery(
    { isShown: () => isShown, send: (name, value) => void told.push([name, value]) },
    { now: () => nowMs, after: (ms, callback) => void waiting.push({ atMs: nowMs + ms, callback }) }
  )
  live = fakeRun('run-1')
})

/** Lets time pass: what was planned happens at its moment. */
function pass(ms: number): void {
  const untilMs = nowMs + ms
  for (let next = waiting.findIndex(({ atMs }) => atMs <= untilMs); next >= 0; next = waiting.findIndex(({ atMs }) => atMs <= untilMs)) {
    const [due] = waiting.splice(next, 1)
    if (!due) return
    nowMs = due.atMs
    due.callback()
  }
  nowMs = untilMs
}

const names = (): EventName[] => told.map(([name]) => name)
const deliveries = (): BatchDelivery[] => valuesOf('batchArrived')
const ranges = (): [number, number][] => deliveries().map(({ first, count }) => [first, count])
const ticks = (): number[] => deliveries().flatMap(({ batch }) => [...batch.tickNs].map(t => t / 1e6))
function valuesOf<Name extends EventName>(wanted: Name): Events[Name][] {
  return told.flatMap(([name, value]) => (name === wanted ? [value as Events[Name]] : []))
}

describe('a recording that main opened', () => {
  const opened = (path: string): OpenedRun => ({ header: fakeRun(path).header, recording: recordingId(path), number: 1, name: null, damage: [], runCount: 1 })

  it('is told once the page listens, the last of several and only once', () => {
    delivery.announce(opened('first'))
    delivery.announce(opened('second'))
    delivery.attach()
    expect(told).toEqual([]) // the reply that the page begins with is on its way
    pass(0)
    delivery.announce(opened('third'))
    delivery.detach()
    delivery.attach()
    pass(0)
    expect(valuesOf('runOpened').map(({ recording }) => recording)).toEqual(['second', 'third'])
  })
})

describe('a page that watches', () => {
  it('hears of a run, its samples and output, and of its end after everything else', () => {
    delivery.attach()
    delivery.follow(live)
    live.sample(50)
    live.write('hello')
    live.finish()
    pass(100)
    expect(names()).toEqual(['runStarted', 'batchArrived', 'outputArrived', 'runEnded'])
  })

  it('gets the first sample at once, and at most 30 deliveries in a second at 100 samples a second', () => {
    delivery.attach()
    delivery.follow(live)
    pass(100)
    live.sample(0)
    expect(ticks()).toEqual([0])
    for (let ms = 10; ms <= 1000; ms += 10) {
      pass(10)
      live.sample(ms)
    }
    pass(100)
    expect(deliveries().length).toBeLessThanOrEqual(32) // 30, the first, and the last
    expect(deliveries().length).toBeGreaterThan(20)
    expect(ticks()).toEqual(Array.from({ length: 101 }, (_, index) => index * 10))
  })

  it('can tell from the places of the deliveries that none is missing', () => {
    delivery.attach()
    delivery.follow(live)
    for (let ms = 0; ms < 300; ms += 10) {
      live.sample(ms)
      pass(10)
    }
    pass(100)
    let next = 0
    for (const [first, count] of ranges()) {
      expect(first).toBe(next)
      next += count
    }
    expect(next).toBe(30)
  })

  it('gets columns in buffers of their own, never the pool under a view', () => {
    delivery.attach()
    delivery.follow(live)
    pass(100)
    live.sample(7)
    const [{ batch } = expect.fail('no delivery')] = deliveries()
    expect(batch.tickNs.buffer.byteLength).toBe(8)
    expect([...batch.tickNs]).toEqual([7e6])
  })
})

describe('a window that nobody sees', () => {
  it('is told nothing, and then everything in order', () => {
    delivery.attach()
    delivery.follow(live)
    pass(100)
    told.length = 0
    isShown = false
    for (let ms = 0; ms < 500; ms += 50) {
      live.sample(ms)
      pass(50)
    }
    live.write('unseen')
    live.finish()
    expect(told).toEqual([])
    isShown = true
    delivery.resume()
    pass(100)
    expect(names()).toEqual(['batchArrived', 'outputArrived', 'runEnded'])
    expect(ranges()).toEqual([[0, 10]])
    expect(ticks()).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400, 450])
  })

  it('makes up for a long absence piece by piece, the end last', () => {
    delivery.attach()
    delivery.follow(live)
    isShown = false
    for (let index = 0; index < 9000; index++) live.sample(index)
    live.finish()
    isShown = true
    told.length = 0
    delivery.resume()
    expect(names()).not.toContain('runEnded')
    pass(1000)
    expect(names().at(-1)).toBe('runEnded')
    expect(deliveries().length).toBeGreaterThan(1)
    expect(ticks()).toHaveLength(9000)
  })
})

describe('a page that was away for longer than fine samples are kept', () => {
  const MINUTE_MS = 60_000
  /** The page sees the first second, then nothing until long after. */
  const beAway = (minutes: number): void => {
    delivery.attach()
    delivery.follow(live)
    for (let ms = 0; ms < 1000; ms += 100) live.sample(ms)
    pass(100)
    isShown = false
    for (let ms = 1000; ms <= minutes * MINUTE_MS; ms += 100) live.sample(ms)
    told.length = 0
    isShown = true
  }
  const historyOf = (told: readonly BatchDelivery[]): RunHistory => {
    const history = emptyHistory(live.header)
    for (const { batch } of told) appendBatch(history, batch)
    return history
  }

  it('is told the whole run anew, in one piece, and goes on exactly after it', () => {
    beAway(15)
    delivery.resume()
    pass(1000)
    expect(ranges()).toEqual([[0, 15 * 600 + 1]])
    expect(deliveries()[0]?.batch.past).toBeDefined()
    live.sample(15 * MINUTE_MS + 100)
    pass(100)
    expect(ranges().at(-1)).toEqual([15 * 600 + 1, 1])
    expect(historyOf(deliveries()).tickNs.view()).toEqual(live.history.tickNs.view())
    expect(historyOf(deliveries()).events).toHaveLength(15 * 600 + 2)
  })

  it('hears of an end after it', () => {
    beAway(15)
    live.finish()
    delivery.resume()
    pass(1000)
    expect(names()).toEqual(['batchArrived', 'runEnded'])
  })

  it('loses nothing and gets nothing twice if all it missed is still kept', () => {
    beAway(9)
    delivery.resume()
    pass(1000)
    expect(ranges()[0]?.[0]).toBe(10)
    expect(ticks()).toHaveLength(9 * 600 + 1 - 10)
  })

  it('is told by the reply from which batch on it is, when it asks', () => {
    beAway(15)
    const whole = delivery.catchUp(live, 10)
    expect([whole.first, whole.batches.length, whole.batchCount]).toEqual([0, 1, 9001])
    const rest = delivery.catchUp(live, 8990)
    expect([rest.first, rest.batches.flatMap(({ tickNs }) => [...tickNs]).length, rest.batches[0]?.past]).toEqual([8990, 11, undefined])
  })
})

describe('a page that comes late', () => {
  it('hears nothing of a run before it asks for it, then goes on exactly where the reply ended', () => {
    delivery.follow(live)
    live.sample(0)
    live.sample(50)
    live.write('early')
    delivery.attach()
    live.sample(100)
    pass(100)
    expect(told).toEqual([])
    const soFar = delivery.catchUp(live, 0)
    expect(soFar.batches.flatMap(({ tickNs }) => [...tickNs])).toEqual([0, 50e6, 100e6])
    expect(soFar).toMatchObject({ first: 0, batchCount: 3, end: null, output: [{ text: 'early' }] })
    live.sample(150)
    live.write('late')
    pass(100)
    expect(ranges()).toEqual([[3, 1]])
    expect(valuesOf('outputArrived').map(({ text }) => text)).toEqual(['late'])
    expect(names()).not.toContain('runStarted')
  })

  it('gets only what it does not have', () => {
    for (const ms of [0, 50, 100]) live.sample(ms)
    const soFar = delivery.catchUp(live, 2)
    expect(soFar.batches.flatMap(({ tickNs }) => [...tickNs])).toEqual([100e6])
    expect(soFar.batchCount).toBe(3)
  })

  it('is not told twice that a run has ended', () => {
    delivery.attach()
    delivery.follow(live)
    pass(100)
    isShown = false
    live.sample(0)
    live.finish()
    expect(delivery.catchUp(live, 0).end).not.toBeNull()
    isShown = true
    delivery.resume()
    pass(100)
    expect(names()).toEqual(['runStarted'])
  })

  it('hears nothing while it is being loaded anew', () => {
    delivery.attach()
    delivery.follow(live)
    pass(100)
    told.length = 0
    delivery.detach()
    live.sample(0)
    pass(100)
    expect(told).toEqual([])
  })
})
