// Boxes gathered by ink, so that a chart of ten thousand columns is a handful of strokes. Neighbours of one height become
// one box: smaller files, and no seams between columns.
import { inkKey, type Ink, type Pen } from './pen.ts'

/** Edges stand on eighths of a pixel: boxes that touch share a number, so that no renderer finds a seam between them. */
const STEPS_PER_PX = 8

export class BarBook {
  private readonly pages = new Map<string, { readonly ink: Ink; readonly boxes: number[] }>()

  add(ink: Ink, [x, y, width, height]: readonly [number, number, number, number]): void {
    const [left, top, right, floor] = [snap(x), snap(y), snap(x + width), snap(y + height)]
    if (!(right > left) || !(floor > top)) return
    const key = inkKey(ink)
    let page = this.pages.get(key)
    if (!page) this.pages.set(key, (page = { ink, boxes: [] }))
    const { boxes } = page
    const last = boxes.length - 4
    const reach = last >= 0 ? boxes[last]! + boxes[last + 2]! : NaN
    const joins = reach === left && boxes[last + 1] === top && boxes[last + 3] === floor - top
    if (joins) boxes[last + 2] = right - boxes[last]!
    else boxes.push(left, top, right - left, floor - top)
  }

  draw(pen: Pen): void {
    for (const { ink, boxes } of this.pages.values()) pen.bars(boxes, ink)
  }
}

const snap = (value: number): number => Math.round(value * STEPS_PER_PX) / STEPS_PER_PX

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
    const y = snap(toY(value))
    if (isDown && y === lastY) continue
    if (isDown) points.push(toX(first + i), lastY)
    points.push(toX(first + i), y)
    isDown = true
    lastY = y
  }
  if (isDown) points.push(toX(first + values.length), lastY)
  return points
}
