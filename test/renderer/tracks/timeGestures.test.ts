import { describe, expect, it } from 'vitest'
import { brushRange, panBy, pxAtTime, timeAtPx, zoomAt } from '../../../src/renderer/src/parts/tracks/timeGestures.ts'

const view = { fromNs: 2e9, toNs: 6e9 }
const limits = { fromNs: 0, toNs: 10e9 }

describe('the hand on a track', () => {
  it('zooms about the time under the pointer, which keeps its place', () => {
    const zoomed = zoomAt(view, { anchorNs: 3e9, deltaPx: -300, limits })
    expect(zoomed.toNs - zoomed.fromNs).toBeLessThan(4e9)
    expect(pxAtTime(zoomed, 3e9, 800)).toBeCloseTo(pxAtTime(view, 3e9, 800), 6)
  })

  it('zooms out to the whole run and no further, and in to a millisecond and no deeper', () => {
    expect(zoomAt(view, { anchorNs: 3e9, deltaPx: 1e5, limits })).toEqual(limits)
    const deep = zoomAt(view, { anchorNs: 3e9, deltaPx: -1e5, limits })
    expect(deep.toNs - deep.fromNs).toBeCloseTo(1e6, 0)
  })

  it('pans by as much as the hand moved, and stops at the ends of the run', () => {
    expect(panBy(view, { deltaPx: 100, width: 800, limits })).toEqual({ fromNs: 2.5e9, toNs: 6.5e9 })
    expect(panBy(view, { deltaPx: -5000, width: 800, limits })).toEqual({ fromNs: 0, toNs: 4e9 })
  })

  it('brushes in both directions; a touch is not a brush', () => {
    const range = { fromNs: 3e9, toNs: 5e9 }
    expect([brushRange(view, { fromX: 200, toX: 600, width: 800 }), brushRange(view, { fromX: 600, toX: 200, width: 800 })]).toEqual([range, range])
    expect(brushRange(view, { fromX: 200, toX: 202, width: 800 })).toBeNull()
  })

  it('never leaves the plot', () => {
    expect([timeAtPx(view, -50, 800), timeAtPx(view, 5000, 800)]).toEqual([2e9, 6e9])
  })
})
