// Which rows of a long list are on the screen, so that only those are in the document. Rows are equally high.
import { type ComputedRef, type Ref, type ShallowRef, computed, onBeforeUnmount, onMounted, ref } from 'vue'

export interface VirtualRows {
  /** Indices to render: from `first` up to, not including, `end`. */
  readonly first: ComputedRef<number>
  readonly end: ComputedRef<number>
  readonly heightPx: ComputedRef<number>
  /** Number of whole rows on the screen. */
  readonly page: ComputedRef<number>
  /** True while the last row is on the screen. */
  readonly isAtEnd: Readonly<Ref<boolean>>
  onScroll(): void
  /** Scrolls just so far that the row is on the screen. */
  reveal(index: number): void
  scrollToEnd(): void
}

export interface VirtualOptions {
  readonly count: () => number
  readonly rowPx: number
  /** Height of what sticks to the top inside the scroller. */
  readonly headPx?: number
}

/** Before the first layout, and where there is none, a screen of usual height is assumed. */
const ASSUMED_PX = 480
const OVERSCAN = 8

export function useVirtualRows(scroller: Readonly<ShallowRef<HTMLElement | null>>, { count, rowPx, headPx = 0 }: VirtualOptions): VirtualRows {
  const topPx = ref(0)
  const viewPx = ref(ASSUMED_PX)
  const isAtEnd = ref(true)
  const heightPx = computed(() => count() * rowPx)
  const page = computed(() => Math.max(1, Math.floor((viewPx.value - headPx) / rowPx)))

  const measure = (): void => {
    const element = scroller.value
    if (!element) return
    viewPx.value = element.clientHeight > 0 ? element.clientHeight : ASSUMED_PX
    topPx.value = element.scrollTop
    isAtEnd.value = element.scrollTop + element.clientHeight >= element.scrollHeight - rowPx
  }
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure)
  onMounted(() => {
    if (scroller.value) observer?.observe(scroller.value)
    measure()
  })
  onBeforeUnmount(() => observer?.disconnect())

  return {
    first: computed(() => Math.max(0, Math.min(Math.floor(topPx.value / rowPx), count()) - OVERSCAN)),
    end: computed(() => Math.min(count(), Math.ceil((topPx.value + viewPx.value) / rowPx) + OVERSCAN)),
    ...{ heightPx, page, isAtEnd, onScroll: measure },
    reveal(index) {
      const element = scroller.value
      if (!element) return
      const roomPx = viewPx.value - headPx
      const atPx = index * rowPx
      if (atPx < element.scrollTop) element.scrollTop = atPx
      else if (atPx + rowPx > element.scrollTop + roomPx) element.scrollTop = atPx + rowPx - roomPx
      measure()
    },
    scrollToEnd() {
      if (!scroller.value) return
      scroller.value.scrollTop = scroller.value.scrollHeight
      measure()
    }
  }
}
