import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLanePainter, type LanePainter, type LaneScene } from '../../../src/renderer/src/ink/lanePainter.ts'
import { simulateRun } from '../../unit/simulateRun.ts'
import { fakeCanvases, type FakeContext } from './fakeCanvas.ts'

const history = simulateRun({ cores: 4, processes: 6, seconds: 30, isEnded: false })
const SECOND = 1e9

describe('the lane painter', () => {
  let painter: LanePainter
  let fake: FakeContext
  const hidden = new Set<number>()
  const scene = (toS: number, options: Partial<LaneScene> = {}): LaneScene => ({
    ...{ history, view: { fromNs: (toS - 10) * SECOND, toNs: toS * SECOND }, size: { width: 1000, height: 120, ratio: 1 } },
    ...{ theme: 'light', tintOf: () => 0, hidden, knownNs: toS * SECOND },
    ...options
  })

  beforeEach(() => {
    fake = fakeCanvases()
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d')
    if (!context) throw new Error('the fake canvas has a context')
    painter = openLanePainter(canvas, context)
  })
  afterEach(() => vi.restoreAllMocks())

  it('draws everything once, then scrolls and draws only what is new or may have changed', () => {
    expect(painter.paint(scene(20))).toBe(1000)
    const columns = painter.paint(scene(20.1))
    // 100 ms are 10 columns; a quarter of a second before them is drawn again, since busy time comes in windows.
    expect(columns).toBeGreaterThanOrEqual(10)
    expect(columns).toBeLessThanOrEqual(40)
    expect(fake.log.filter(stroke => stroke.startsWith('drawImage'))).toEqual(['drawImage … -10 0'])
  })

  it('draws the last second and a half again twice a second, for looks that came late', () => {
    const drawn = Array.from({ length: 15 }, (_, frame) => painter.paint(scene(20 + frame * 0.1)))
    expect(drawn.filter(columns => columns > 150 && columns < 1000)).toHaveLength(2)
  })

  it.each<[string, Partial<LaneScene>]>([
    ['another zoom', { view: { fromNs: 15 * SECOND, toNs: 20 * SECOND } }],
    ['time gone back', { view: { fromNs: 5 * SECOND, toNs: 15 * SECOND } }],
    ['another theme', { theme: 'dark' }],
    ['another size', { size: { width: 900, height: 120, ratio: 1 } }],
    ['a process hidden', { hidden: new Set([1]) }],
    ['a sharper history of the same time', { history: simulateRun({ cores: 4, processes: 6, seconds: 30, isEnded: false }) }],
    ['a pixel ratio that cannot be scrolled', { size: { width: 1000, height: 120, ratio: 1.5 }, view: { fromNs: 10.1 * SECOND, toNs: 20.1 * SECOND } }]
  ])('draws everything again after %s', (_, options) => {
    painter.paint(scene(20))
    const next = scene(20, options)
    expect(painter.paint(next)).toBe(next.size.width)
  })
})
