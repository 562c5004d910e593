// When to paint: at most 30 times a second, in an animation frame, and so never while the window is hidden.
import { onBeforeUnmount, onMounted, watch, type WatchSource } from 'vue'

/** A frame of the screen early is a frame early enough: 60 Hz screens then paint every second frame. */
const LEAST_MS = 1000 / 30 - 4

/** Calls `paint` soon after any of the sources changed, once mounted. Returns the function that asks for one more. */
export function useFrames(sources: readonly WatchSource[], paint: () => void): () => void {
  let frame: number | null = null
  let paintedAtMs = -Infinity
  const onFrame = (nowMs: number): void => {
    if (nowMs - paintedAtMs < LEAST_MS) {
      frame = requestAnimationFrame(onFrame)
      return
    }
    frame = null
    paintedAtMs = nowMs
    paint()
  }
  const request = (): void => void (frame ??= requestAnimationFrame(onFrame))
  watch([...sources], request)
  onMounted(request)
  onBeforeUnmount(() => {
    if (frame !== null) cancelAnimationFrame(frame)
  })
  return request
}
