// A canvas of CSS pixels on a screen of device pixels.
import type { Context } from './canvasPen.ts'

export interface CanvasSize {
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  /** Device pixels per CSS pixel. */
  readonly ratio: number
}

/**
 * Gives the canvas as many pixels as the screen has there and scales its context to CSS pixels. Resizing empties a canvas,
 * so it is only done when something changed; true = it is empty now.
 */
export function sizeCanvas(canvas: HTMLCanvasElement, context: Context, { width, height, ratio }: CanvasSize): boolean {
  const wide = Math.max(1, Math.round(width * ratio))
  const high = Math.max(1, Math.round(height * ratio))
  const isNew = canvas.width !== wide || canvas.height !== high
  if (isNew) {
    canvas.width = wide
    canvas.height = high
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  return isNew
}
