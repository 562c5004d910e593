// The shared pen on a canvas. The context must be scaled to CSS pixels already (see sizeCanvas).
import { inkKey, type Ink, type Pen, type Stroke } from '../../../shared/charts/pen.ts'
import { hatchTiles, paintOf, type Hatch, type ThemeName } from '../../../shared/charts/theme.ts'

/** A context to draw on: the window's, or a test's that keeps a log. */
export type Context = CanvasRenderingContext2D

/** Hatches as canvas patterns, made once per theme and pixel ratio: making one costs more than filling with it. */
export interface Patterns {
  readonly theme: ThemeName
  readonly ratio: number
  fill(context: Context, ink: Ink): readonly (string | CanvasPattern)[]
}

/** One per canvas; make a new one when theme or pixel ratio change. */
export function openPatterns(theme: ThemeName, ratio: number): Patterns {
  const made = new Map<string, readonly (string | CanvasPattern)[]>()
  const fill = (context: Context, ink: Ink): readonly (string | CanvasPattern)[] => {
    const key = inkKey(ink)
    let styles = made.get(key)
    if (!styles) made.set(key, (styles = stylesOf(context, ink, { theme, ratio })))
    return styles
  }
  return { theme, ratio, fill }
}

/** What to fill with, one over the other: a colour, a hatch, or both. */
function stylesOf(context: Context, ink: Ink, { theme, ratio }: { theme: ThemeName; ratio: number }): (string | CanvasPattern)[] {
  const { fill, hatch } = paintOf(theme, ink)
  const pattern = hatch ? hatchPattern(context, hatch, ratio) : null
  return [fill, pattern].filter(style => style !== null)
}

function hatchPattern(context: Context, { kind, colour }: { kind: Hatch; colour: string }, ratio: number): CanvasPattern | null {
  const { size, strokeWidth, lines, dots } = hatchTiles[kind]
  const tile = document.createElement('canvas')
  // The tile is drawn in device pixels, so that its strokes are sharp; a fractional size would leave a seam.
  tile.width = tile.height = Math.max(1, Math.round(size * ratio))
  const ink = tile.getContext('2d')
  if (!ink) return null
  ink.scale(tile.width / size, tile.height / size)
  ink.strokeStyle = ink.fillStyle = colour
  ink.lineWidth = strokeWidth
  ink.beginPath()
  for (const [x1, y1, x2, y2] of lines) {
    ink.moveTo(x1, y1)
    ink.lineTo(x2, y2)
  }
  ink.stroke()
  for (const [x, y, radius] of dots) {
    ink.beginPath()
    ink.arc(x, y, radius, 0, Math.PI * 2)
    ink.fill()
  }
  const pattern = context.createPattern(tile, 'repeat')
  pattern?.setTransform(new DOMMatrix().scale(size / tile.width, size / tile.height))
  return pattern
}

const faces = { sans: 'system-ui, sans-serif', mono: 'ui-monospace, monospace' } as const

export function openCanvasPen(context: Context, patterns: Patterns): Pen {
  const { theme, ratio } = patterns
  const setStroke = ({ ink, width, dash }: Stroke): void => {
    context.strokeStyle = paintOf(theme, ink).edge
    context.lineWidth = width
    context.setLineDash(dash ? [...dash] : [])
  }
  /** Edges of boxes stand on device pixels: no seams between columns, no blurred hairlines. */
  const snap = (value: number): number => Math.round(value * ratio) / ratio
  const snapBox = (x: number, y: number, width: number, height: number): [number, number, number, number] => {
    const left = snap(x)
    const top = snap(y)
    return [left, top, snap(x + width) - left, snap(y + height) - top]
  }
  const fillBoxes = (boxes: readonly number[], ink: Ink): void => {
    for (const style of patterns.fill(context, ink)) {
      context.fillStyle = style
      context.beginPath()
      for (let i = 0; i + 3 < boxes.length; i += 4) context.rect(...snapBox(boxes[i]!, boxes[i + 1]!, boxes[i + 2]!, boxes[i + 3]!))
      context.fill()
    }
  }
  return {
    rect: ({ x, y, width, height }, ink) => fillBoxes([x, y, width, height], ink),
    bars: fillBoxes,
    line: ([x1, y1], [x2, y2], stroke) => {
      setStroke(stroke)
      context.beginPath()
      context.moveTo(x1, y1)
      context.lineTo(x2, y2)
      context.stroke()
    },
    path: (points, stroke) => {
      setStroke(stroke)
      context.beginPath()
      tracePoints(context, points)
      context.stroke()
    },
    text: ([x, y], text, { size, ink, anchor = 'start', weight = 'normal', face = 'sans' }) => {
      context.fillStyle = paintOf(theme, ink).edge
      context.font = `${weight} ${size}px ${faces[face]}`
      context.textAlign = anchor === 'middle' ? 'center' : anchor
      context.textBaseline = 'alphabetic'
      context.fillText(text, x, y)
    },
    clip: ({ x, y, width, height }, draw) => {
      context.save()
      context.beginPath()
      context.rect(...snapBox(x, y, width, height))
      context.clip()
      draw()
      context.restore()
    },
    group: (_title, draw) => draw()
  }
}

function tracePoints(context: Context, points: readonly number[]): void {
  let isDown = false
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i]!
    const y = points[i + 1]!
    if (Number.isNaN(x) || Number.isNaN(y)) isDown = false
    else if (isDown) context.lineTo(x, y)
    else {
      context.moveTo(x, y)
      isDown = true
    }
  }
}
