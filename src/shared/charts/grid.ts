// Hairlines at the ticks of a value axis, and their labels left of the plot. On the screen the labels stand in the fixed
// column instead, since there all tracks begin at the same pixel and a label must not cover what it measures.
import type { ValueAxis } from './axis.ts'
import { token, type Box, type Pen } from './pen.ts'

const LABEL_PX = 10

export function markGrid(pen: Pen, { most, ticks }: ValueAxis, { box, hasLabels }: { box: Box; hasLabels: boolean }): void {
  for (const { value, label } of ticks) {
    const y = box.y + box.height * (1 - value / most)
    pen.line([box.x, y], [box.x + box.width, y], { ink: token('line'), width: 1 })
    if (hasLabels) pen.text([box.x - 6, y + LABEL_PX * 0.35], label, { size: LABEL_PX, ink: token('muted'), anchor: 'end' })
  }
}
