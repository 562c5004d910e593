// The least and the greatest value within each column of a chart of means, as dotted lines: what a long run's means hide.
import type { LeastMost } from '../model/detail.ts'
import { stepPoints } from './bars.ts'
import { token, type Box, type Pen } from './pen.ts'
import { textWidth } from './words.ts'

const LABEL = 'dotted: least and greatest second'

/** 0 where nothing is known. */
export const greatestOf = ({ most }: LeastMost): number => most.reduce((greatest, value) => (value > greatest ? value : greatest), 0)

/** `most`: value at the upper edge of the box. */
export function markExtremes(pen: Pen, extremes: LeastMost, { box, most }: { box: Box; most: number }): void {
  const columns = extremes.most.length
  const scale = { toX: (column: number) => box.x + (column * box.width) / columns, toY: (value: number) => box.y + box.height * (1 - value / most) }
  pen.clip(box, () => {
    for (const values of [extremes.least, extremes.most]) pen.path(stepPoints(values, 0, scale), { ink: token('text'), width: 1, dash: [1, 2] })
    const plate = { x: box.x + 4, y: box.y + 2, width: textWidth(LABEL, 10) + 6, height: 13 }
    pen.rect(plate, token('ground'))
    pen.text([plate.x + 3, plate.y + 10], LABEL, { size: 10, ink: token('muted') })
  })
}
