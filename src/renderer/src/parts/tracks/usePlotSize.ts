// The size of a plot in whole CSS pixels, as it changes: columns of a chart are whole pixels.
import { onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'

export interface PlotSize {
  readonly width: number
  readonly height: number
}

export function usePlotSize(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<PlotSize>> {
  const size = shallowRef<PlotSize>({ width: 0, height: 0 })
  const observer = new ResizeObserver(entries => {
    const box = entries.at(-1)?.contentRect
    if (box) size.value = { width: Math.floor(box.width), height: Math.floor(box.height) }
  })
  onMounted(() => {
    if (!element.value) return
    size.value = { width: Math.floor(element.value.clientWidth), height: Math.floor(element.value.clientHeight) }
    observer.observe(element.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  return size
}

/** Device pixels per CSS pixel; asked at every painting, since a window may move to another screen. */
export const pixelRatio = (): number => (window.devicePixelRatio > 0 ? window.devicePixelRatio : 1)
