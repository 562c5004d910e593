// The clock's grid is absolute: lateness is told and never handed on.
import { expect, test } from 'vitest'
import { TickClock } from '../../../src/main/engine/sampling/clock.ts'

/** A clock whose anchor lies so long ago that `wait` returns at once with what has passed. */
function clockSince(agoMs: number, rateHz: number): TickClock {
  return new TickClock(process.hrtime.bigint() - BigInt(agoMs * 1e6), rateHz, new Int32Array(new SharedArrayBuffer(4)))
}

test('ticks that passed unseen are counted as missed, and the next one is on the grid again', () => {
  const clock = clockSince(1005, 100)
  const late = clock.wait()
  const next = clock.wait()
  expect(late.isBetween).toBe(false)
  expect(late.missed).toBeGreaterThanOrEqual(99) // 100 grid ticks lie in 1,005 ms; more on a machine that paused meanwhile
  expect(late.nowNs - late.lateNs).toBe(Math.floor(late.nowNs / 10e6) * 10e6)
  expect(next.nowNs - next.lateNs - (late.nowNs - late.lateNs)).toBe(10e6 * (next.missed + 1))
})

test('it never returns before the time', () => {
  const clock = clockSince(0, 50)
  for (let tick = 0; tick < 12; tick++) {
    const { nowNs, lateNs, isBetween } = clock.wait()
    if (!isBetween) expect(Math.round(nowNs - lateNs) % 20e6).toBe(0)
    expect(lateNs).toBeGreaterThanOrEqual(0)
  }
})

test('a wake-up comes between two ticks', () => {
  const wake = new Int32Array(new SharedArrayBuffer(4))
  const clock = new TickClock(process.hrtime.bigint(), 1, wake)
  Atomics.add(wake, 0, 1)
  expect(clock.wait().isBetween).toBe(true)
})
