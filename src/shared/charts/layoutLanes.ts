// Core lanes: one row per core; from its ground up the processes of this run, then the rest of the machine. What a core did
// is a height, who did it a colour; a core that was not read is a gap.
import type { RunHistory } from '../derive/history.ts'
import type { CoreLane, Lanes } from '../derive/lanes.ts'
import { BarBook } from './bars.ts'
import { token, type Box, type Pen } from './pen.ts'

/** Which tint of its process a thread has: 0 the main thread, then by order of birth. */
export type TintOf = (thread: number) => number

export function tintsOf(history: RunHistory): TintOf {
  const tint = new Uint16Array(history.threads.length)
  history.processes.forEach(({ threads }) => threads.forEach((thread, place) => (tint[thread] = place)))
  return thread => tint[thread] ?? 0
}

/** How lanes are coloured. A hidden process keeps its share of the core, which was busy; it only loses its colour. */
export interface LaneColours {
  readonly tintOf: TintOf
  readonly hidden: ReadonlySet<number>
}

/** Marks of one lane. */
export function markLane(pen: Pen, lane: CoreLane, { box, tintOf, hidden }: LaneColours & { readonly box: Box }): void {
  const count = lane.rest.length
  const width = box.width / count
  const book = new BarBook()
  for (let column = 0; column < count; column++) {
    const x = box.x + column * width
    let y = box.y + box.height
    const lay = (ink: Parameters<BarBook['add']>[0], share: number): void => {
      const height = share * box.height
      y -= height
      book.add(ink, [x, y, width, height])
    }
    for (let part = lane.starts[column]!; part < lane.starts[column + 1]!; part++) {
      const thread = lane.thread[part]!
      const slot = lane.process[part]!
      lay(slot < 0 || hidden.has(slot) ? { kind: 'further' } : { kind: 'process', slot, tint: thread < 0 ? 0 : tintOf(thread) }, lane.share[part]!)
    }
    const rest = lane.rest[column]!
    if (rest > 0) lay({ kind: 'rest' }, rest)
    if (lane.isGap(column)) book.add({ kind: 'gap' }, [x, box.y, width, y - box.y])
  }
  book.draw(pen)
}

/** Boxes of all lanes, top to bottom, with a hairline's room between them. */
export function laneBoxes(count: number, box: Box): Box[] {
  const height = box.height / Math.max(1, count)
  const air = height >= 12 ? 2 : height >= 5 ? 1 : 0
  return Array.from({ length: count }, (_, i) => ({ x: box.x, y: box.y + i * height, width: box.width, height: height - air }))
}

/** All lanes, each on its own ground. */
export function markLanes(pen: Pen, lanes: Lanes, { box, ...colours }: LaneColours & { readonly box: Box }): void {
  const boxes = laneBoxes(lanes.cores.length, box)
  lanes.cores.forEach((lane, i) => {
    const laneBox = boxes[i]
    if (!laneBox) return
    pen.group(`core ${lane.core}`, () => {
      pen.rect(laneBox, token('panel'))
      markLane(pen, lane, { box: laneBox, ...colours })
    })
  })
}
