// Listens to the hand on a plot: wheel zooms at the pointer, shift + wheel or shift + drag pans, drag brushes, a click
// selects, a double click shows the whole run. Alt + wheel is left to the page, which scrolls.
import { shallowRef, type Ref } from 'vue'
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import { brushRange, panBy, timeAtPx, zoomAt } from './timeGestures.ts'

export interface GestureTarget {
  readonly view: () => TimeRange
  /** The whole run: what zooming and panning stay within. */
  readonly limits: () => TimeRange
  readonly zoom: (range: TimeRange) => void
  readonly reset: () => void
  readonly cursor: (atNs: number | null) => void
  readonly click?: (atNs: number, y: number) => void
}

/** What the brush covers now, in CSS pixels. */
export interface Brush {
  readonly left: number
  readonly width: number
}

export interface TimeGestures {
  readonly brush: Readonly<Ref<Brush | null>>
  onWheel(event: WheelEvent): void
  onPointerdown(event: PointerEvent): void
  onPointermove(event: PointerEvent): void
  onPointerup(event: PointerEvent): void
  onPointercancel(): void
  onPointerleave(): void
  onDblclick(): void
}

interface Drag {
  readonly kind: 'brush' | 'pan'
  readonly fromX: number
  readonly view: TimeRange
}

export function useTimeGestures(target: GestureTarget): TimeGestures {
  const brush = shallowRef<Brush | null>(null)
  let drag: Drag | null = null
  const place = (event: MouseEvent): { x: number; y: number; width: number } => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top, width: box.width }
  }
  /** A live axis may show time that has not been yet; a hand may stay there. */
  const limits = (): TimeRange => {
    const { fromNs, toNs } = target.limits()
    return { fromNs, toNs: Math.max(toNs, target.view().toNs) }
  }

  function onWheel(event: WheelEvent): void {
    if (event.altKey) return
    event.preventDefault()
    const { x, width } = place(event)
    const view = target.view()
    const [deltaX, deltaY] = [pixelsOf(event.deltaX, event), pixelsOf(event.deltaY, event)]
    const pan = event.shiftKey ? deltaX + deltaY : Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : 0
    if (pan !== 0) target.zoom(panBy(view, { deltaPx: pan, width, limits: limits() }))
    else if (deltaY !== 0) target.zoom(zoomAt(view, { anchorNs: timeAtPx(view, x, width), deltaPx: deltaY, limits: limits() }))
  }

  function onPointerdown(event: PointerEvent): void {
    if (event.button > 1) return
    const { x } = place(event)
    drag = { kind: event.shiftKey || event.button === 1 ? 'pan' : 'brush', fromX: x, view: target.view() }
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
  }

  function onPointermove(event: PointerEvent): void {
    const { x, width } = place(event)
    if (drag?.kind === 'pan') target.zoom(panBy(drag.view, { deltaPx: drag.fromX - x, width, limits: limits() }))
    if (drag?.kind === 'brush') showBrush(drag.fromX, Math.min(width, Math.max(0, x)))
    target.cursor(timeAtPx(target.view(), x, width))
  }

  function showBrush(fromX: number, toX: number): void {
    brush.value = { left: Math.min(fromX, toX), width: Math.abs(toX - fromX) }
  }

  function onPointerup(event: PointerEvent): void {
    const done = drag
    const { x, y, width } = place(event)
    onPointercancel()
    if (done?.kind !== 'brush') return
    const range = brushRange(done.view, { fromX: done.fromX, toX: x, width })
    if (range) target.zoom(range)
    else target.click?.(timeAtPx(target.view(), x, width), y)
  }

  function onPointercancel(): void {
    drag = null
    brush.value = null
  }

  return {
    ...{ brush, onWheel, onPointerdown, onPointermove, onPointerup, onPointercancel },
    onPointerleave: () => {
      if (!drag) target.cursor(null)
    },
    onDblclick: target.reset
  }
}

/** Some wheels count lines or pages. */
const pixelsOf = (delta: number, { deltaMode }: WheelEvent): number => (deltaMode === 1 ? delta * 16 : deltaMode === 2 ? delta * 400 : delta)
