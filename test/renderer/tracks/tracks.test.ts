import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, type Component } from 'vue'
import CoreLanesTrack from '../../../src/renderer/src/parts/tracks/CoreLanesTrack.vue'
import OverviewTrack from '../../../src/renderer/src/parts/tracks/OverviewTrack.vue'
import TimeAxisTrack from '../../../src/renderer/src/parts/tracks/TimeAxisTrack.vue'
import TimeChartTrack from '../../../src/renderer/src/parts/tracks/TimeChartTrack.vue'
import type { TrackProps } from '../../../src/renderer/src/parts/tracks/trackProps.ts'
import { simulateRun } from '../../unit/simulateRun.ts'
import { fakeCanvases, type FakeContext } from './fakeCanvas.ts'

const history = simulateRun({ cores: 2, processes: 4, seconds: 10 })
const props: TrackProps = { history, readFrom: history, extremes: null, revision: 1, view: { fromNs: 0, toNs: 10e9 }, cursorNs: null, headNs: null, hidden: new Set(), percentOf: 'core', theme: 'light' }
const tracks: readonly [string, Component, object][] = [
  ['overview', OverviewTrack, {}],
  ['time axis', TimeAxisTrack, {}],
  ['core lanes', CoreLanesTrack, {}],
  ['cores used', TimeChartTrack, { chart: 'used' }],
  ['memory', TimeChartTrack, { chart: 'memory' }]
]

let fake: FakeContext
let mounted: VueWrapper | null = null

/** A track in a window of 800 × 100 CSS pixels. */
async function show(track: Component, extra: object = {}): Promise<VueWrapper> {
  mounted = mount(track, { props: { ...props, ...extra }, attachTo: document.body })
  await nextTick()
  vi.advanceTimersByTime(100)
  await nextTick()
  return mounted
}

describe('tracks', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame', 'performance'] })
    fake = fakeCanvases()
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(100)
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 800, 100))
    HTMLElement.prototype.setPointerCapture = () => undefined
  })
  afterEach(() => {
    mounted?.unmount()
    mounted = null
    vi.useRealTimers()
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  it.each(tracks)('%s draws, and says the same in words', async (_, track, extra) => {
    const shown = await show(track, extra)
    expect(fake.log.length).toBeGreaterThan(3)
    expect(shown.find('[role=img]').attributes('aria-label')).toMatch(/10\.0 s/)
  })

  it.each(tracks.slice(2))('%s has its figures as a table', async (_, track, extra) => {
    const table = (await show(track, extra)).find('table')
    expect({ caption: table.find('caption').text().length > 10, rows: table.findAll('tbody tr').length }).toEqual({ caption: true, rows: 12 })
  })

  it('read at the cursor where there is one, else the newest', async () => {
    const shown = await show(TimeChartTrack, { chart: 'used' })
    const newest = shown.find('.track-figures dd').text()
    await shown.setProps({ cursorNs: 5e9 })
    vi.advanceTimersByTime(200)
    await nextTick()
    const figures = shown.findAll('.track-figures dd').map(cell => cell.text())
    expect(figures[0]).toMatch(/^1[6-9]\d %$/) // four workers share two cores at half time
    expect(figures[0]).not.toBe(newest)
  })

  it('paint once for many revisions between two frames, and not at all when nothing changed', async () => {
    const shown = await show(CoreLanesTrack)
    const painted = fake.log.length
    vi.advanceTimersByTime(1000)
    expect(fake.log.length).toBe(painted)
    const frames = vi.spyOn(window, 'requestAnimationFrame')
    for (let revision = 2; revision < 10; revision++) await shown.setProps({ revision })
    expect(frames).toHaveBeenCalledTimes(1)
  })

  it('zoom by wheel about the pointer, brush by drag, pan with shift, reset by double click', async () => {
    const shown = await show(TimeAxisTrack)
    const plot = shown.find('.track-plot')
    const at = (x: number, more: object = {}): object => ({ clientX: x, clientY: 10, button: 0, pointerId: 1, ...more })
    await plot.trigger('wheel', at(400, { deltaY: -200 }))
    await plot.trigger('pointerdown', at(200))
    await plot.trigger('pointermove', at(600))
    expect(shown.find('.track-brush').exists()).toBe(true)
    await plot.trigger('pointerup', at(600))
    await plot.trigger('dblclick')
    const zooms = (shown.emitted('zoom') ?? []).map(([range]) => range as TrackProps['view'])
    expect(zooms[0]!.fromNs + zooms[0]!.toNs).toBeCloseTo(10e9, -3)
    expect(zooms[1]).toEqual({ fromNs: 2.5e9, toNs: 7.5e9 })
    expect(shown.emitted('reset')).toHaveLength(1)
    await shown.setProps({ view: { fromNs: 2.5e9, toNs: 7.5e9 } })
    await plot.trigger('pointerdown', at(400, { shiftKey: true }))
    await plot.trigger('pointermove', at(240, { shiftKey: true }))
    expect(shown.emitted('zoom')?.at(-1)).toEqual([{ fromNs: 3.5e9, toNs: 8.5e9 }])
  })

  it('tell where the pointer is, and that it has left', async () => {
    const shown = await show(OverviewTrack)
    await shown.find('.track-plot').trigger('pointermove', { clientX: 400, clientY: 5 })
    await shown.find('.track-plot').trigger('pointerleave')
    expect(shown.emitted('cursor')).toEqual([[5e9], [null]])
  })

  it('select the process that is drawn under a click', async () => {
    const shown = await show(CoreLanesTrack, { view: { fromNs: 4e9, toNs: 6e9 } })
    const plot = shown.find('.track-plot')
    await plot.trigger('pointerdown', { clientX: 400, clientY: 47, button: 0, pointerId: 1 })
    await plot.trigger('pointerup', { clientX: 400, clientY: 47, button: 0, pointerId: 1 })
    expect(shown.emitted('select')).toHaveLength(1)
  })

  it('leave the wheel to the page with alt, so that many lanes can be scrolled', async () => {
    const shown = await show(CoreLanesTrack)
    await shown.find('.track-plot').trigger('wheel', { clientX: 10, deltaY: 50, altKey: true })
    expect(shown.emitted('zoom')).toBeUndefined()
  })
})
