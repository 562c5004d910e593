// Hairlines at the ticks of a value axis, and their labels: left of the plot in a picture, inside it on the screen, where
// all tracks begin at the same pixel.
import type { ValueAxis } from './axis.ts'
import { token, type Box, type Pen } from './pen.ts'

const LABEL_PX = 10

/** `none`: lines only. `inside` and `left`: labels only, so that they can stand above the marks. */
export function markGrid(pen: Pen, { most, ticks }: ValueAxis, { box, labels }: { box: Box; labels: 'none' | 'inside' | 'left' }): void {
  for (const { value, label } of ticks) {
    const y = box.y + box.height * (1 - value / most)
    if (labels === 'none') {
      pen.line([box.x, y], [box.x + box.width, y], { ink: token('line'), width: 1 })
    } else if (labels === 'left') {
      pen.text([box.x - 6, y + LABEL_PX * 0.35], label, { size: LABEL_PX, ink: token('muted'), anchor: 'end' })
    } else if (value > 0) {
      // On a plate of its own: the label stays readable over any colour of the data.
      const width = label.length * LABEL_PX * 0.6 + 6
      const top = Math.max(box.y, y - LABEL_PX / 2 - 2)
      pen.rect({ x: box.x, y: top, width, height: LABEL_PX + 4 }, token('ground'))
      pen.text([box.x + 3, top + LABEL_PX], label, { size: LABEL_PX, ink: token('muted') })
    }
  }
}
