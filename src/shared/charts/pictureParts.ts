// What every picture has: lines of words above and below, and one axis of time.
import type { TimeRange } from '../derive/bins.ts'
import { timeTicks } from './axis.ts'
import { token, type Box, type Pen } from './pen.ts'
import { textWidth } from './words.ts'

export const MARGIN = 20
/** Below each section; the axis stands that much higher. */
export const SECTION_AIR = 8

export interface Line {
  readonly text: string
  readonly size: number
  readonly face: 'sans' | 'mono'
  readonly isBold: boolean
  readonly ink: 'text' | 'muted' | 'warning'
}

export const line = (text: string, style: Partial<Line> = {}): Line => ({ text, size: 11, face: 'sans', isBold: false, ink: 'text', ...style })
const leading = (size: number): number => Math.round(size * 1.5)
export const linesHeight = (lines: readonly Line[]): number => lines.reduce((sum, { size }) => sum + leading(size), 0)

/** Returns where the next thing may stand. */
export function drawLines(pen: Pen, lines: readonly Line[], top: number): number {
  let y = top
  for (const { text, size, face, isBold, ink } of lines) {
    y += leading(size)
    pen.text([MARGIN, y - size * 0.35], text, { size, face, ink: token(ink), weight: isBold ? 'bold' : 'normal' })
  }
  return y
}

/** One axis below all sections; its hairlines run through them, faintly, so that times can be compared. */
export function drawTimeAxis(pen: Pen, { x, y, width, height }: Box, range: TimeRange): void {
  const floor = y + height - SECTION_AIR
  pen.line([x, floor], [x + width, floor], { ink: token('muted'), width: 1 })
  for (const { value, label } of timeTicks(range, width)) {
    const at = x + ((value - range.fromNs) / (range.toNs - range.fromNs)) * width
    pen.line([at, floor], [at, floor + 5], { ink: token('muted'), width: 1 })
    // The last label ends where the axis ends, rather than at the edge of the picture.
    const anchor = at + textWidth(label, 10) / 2 > x + width + MARGIN / 2 ? 'end' : 'middle'
    pen.text([anchor === 'end' ? x + width : at, floor + 17], label, { size: 10, ink: token('muted'), anchor })
  }
}
