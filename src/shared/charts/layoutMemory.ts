// Memory over time: the tree's honest total (PSS) as an area, private below, shared above; over it one line per process
// with its RSS. RSS lines are never stacked: shared pages would count once per process.
import type { Memory, MemoryLine } from '../derive/memory.ts'
import { BarBook, stepPoints } from './bars.ts'
import { token, type Box, type Pen } from './pen.ts'

/** Highest value of the chart in bytes, for its axis. 0 where nothing was measured. */
export function mostMemory({ rss, pss }: Memory): number {
  let most = 0
  for (const value of pss) if (value > most) most = value
  for (const line of rss) for (const value of line.most) if (value > most) most = value
  return most
}

export function markMemory(pen: Pen, memory: Memory, { box, most }: { box: Box; most: number }): void {
  const columns = memory.pss.length
  const scale = { toX: (column: number) => box.x + (column * box.width) / columns, toY: (value: number) => box.y + box.height * (1 - value / most) }
  pen.clip(box, () => {
    drawAreas(pen, memory, { box, ...scale })
    for (const line of memory.rss) {
      const stroke = { ink: { kind: 'process', slot: line.process, tint: 0 }, width: 1.5 } as const
      pen.path(linePoints(line, scale), stroke)
    }
    pen.path(stepPoints(memory.pss, 0, scale), { ink: token('text'), width: 1.75 })
  })
}

interface Scale {
  readonly toX: (column: number) => number
  readonly toY: (value: number) => number
}

function drawAreas(pen: Pen, { uss, pss }: Memory, { box, toX, toY }: Scale & { readonly box: Box }): void {
  const book = new BarBook()
  const floor = box.y + box.height
  for (let i = 0; i < pss.length; i++) {
    const x = toX(i)
    const width = toX(i + 1) - x
    const own = uss[i]!
    if (own > 0) book.add({ kind: 'private' }, [x, toY(own), width, floor - toY(own)])
    if (pss[i]! > own) book.add({ kind: 'shared' }, [x, toY(pss[i]!), width, toY(own) - toY(pss[i]!)])
  }
  book.draw(pen)
}

/** A held value per column; where it moved within one, its extremes are drawn too, so that no peak is lost in a long run. */
function linePoints({ first, last, least, most }: MemoryLine, { toX, toY }: Scale): number[] {
  const points: number[] = []
  for (let i = 0; i < last.length; i++) {
    const x = toX(first + i)
    const isMoving = most[i]! > least[i]!
    const isEdge = i === 0 || i === last.length - 1 || last[i] !== last[i - 1] || isMoving
    if (!isEdge) continue
    if (Number.isNaN(last[i]!)) points.push(NaN, NaN)
    else if (isMoving) points.push(x, toY(i > 0 ? last[i - 1]! : least[i]!), x, toY(least[i]!), x, toY(most[i]!), x, toY(last[i]!))
    else points.push(x, toY(i > 0 && !Number.isNaN(last[i - 1]!) ? last[i - 1]! : last[i]!), x, toY(last[i]!))
    if (i === last.length - 1) points.push(toX(first + i + 1), toY(last[i]!))
  }
  return points
}
