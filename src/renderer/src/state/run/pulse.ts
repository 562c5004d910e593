// Two counters instead of reactive samples: one per painted frame for the charts, a slow one for figures that are read.
import { type Ref, onScopeDispose, ref } from 'vue'

/** A frame of a 60 Hz screen. */
const FRAME_MS = 1000 / 60
/** Text that changes more often than this cannot be read. */
const FIGURES_MS = 250

export interface Pulse {
  /** Raised at most once a frame while something new arrived. */
  readonly revision: Readonly<Ref<number>>
  /** Raised at most four times a second, and at once by `flush`. */
  readonly figures: Readonly<Ref<number>>
  /** Makes the computation that calls it run again when the figures change: the history itself is plain data. */
  dependOnFigures(): number
  /** Something new arrived. */
  mark(): void
  /** Shows the newest state now: the run changed, began or ended. */
  flush(): void
}

/**
 * What comes alone is said at once, so that it is painted in the next frame and not only asked for there. What comes in a
 * crowd waits for the frame. Frames are not painted in a hidden window, so nothing is derived there either.
 */
export function usePulse(): Pulse {
  const revision = ref(0)
  const figures = ref(0)
  let frame: number | null = null
  let raisedAtMs = -Infinity
  let figuresAtMs = -Infinity
  const raise = (nowMs: number): void => {
    frame = null
    raisedAtMs = nowMs
    revision.value++
    if (nowMs - figuresAtMs < FIGURES_MS) return
    figuresAtMs = nowMs
    figures.value++
  }
  const mark = (): void => {
    if (frame !== null) return
    const nowMs = performance.now()
    if (document.hidden || nowMs - raisedAtMs < FRAME_MS) frame = requestAnimationFrame(raise)
    else raise(nowMs)
  }
  const flush = (): void => {
    revision.value++
    figures.value++
  }
  onScopeDispose(() => {
    if (frame !== null) cancelAnimationFrame(frame)
  })
  return { revision, figures, flush, dependOnFigures: () => figures.value, mark }
}
