// Boxes gathered by ink, so that a chart of ten thousand columns is a handful of strokes. Neighbours of one height become
// one box: smaller files, and no seams between columns.
import { inkKey, type Ink, type Pen } from './pen.ts'

/** Two edges that differ by less than this many pixels look the same. */
const SAME_PX = 0.05

export class BarBook {
  private readonly pages = new Map<string, { readonly ink: Ink; readonly boxes: number[] }>()

  add(ink: Ink, [x, y, width, height]: readonly [number, number, number, number]): void {
    if (!(height > 0) || !(width > 0)) return
    const key = inkKey(ink)
    let page = this.pages.get(key)
    if (!page) this.pages.set(key, (page = { ink, boxes: [] }))
    const { boxes } = page
    const last = boxes.length - 4
    const joins = last >= 0 && near(boxes[last]! + boxes[last + 2]!, x) && near(boxes[last + 1]!, y) && near(boxes[last + 3]!, height)
    if (joins) boxes[last + 2] = x + width - boxes[last]!
    else boxes.push(x, y, width, height)
  }

  draw(pen: Pen): void {
    for (const { ink, boxes } of this.pages.values()) pen.bars(boxes, ink)
  }
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < SAME_PX

/** Corners of a step line: each value holds over its column; NaN lifts the pen. `first`: column of values[0]. */
export function stepPoints(values: ArrayLike<number>, first: number, { toX, toY }: { toX: (column: number) => number; toY: (value: number) => number }): number[] {
  const points: number[] = []
  let isDown = false
  let lastY = NaN
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) {
      if (isDown) points.push(toX(first + i), lastY, NaN, NaN)
      isDown = false
      continue
    }
    const y = toY(value)
    if (isDown && near(y, lastY)) continue
    if (isDown) points.push(toX(first + i), lastY)
    points.push(toX(first + i), y)
    isDown = true
    lastY = y
  }
  if (isDown) points.push(toX(first + values.length), lastY)
  return points
}
