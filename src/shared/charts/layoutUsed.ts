// Cores used over time: a stack by process in order of birth; above it, hatched in the same colours, who waited for a core;
// the line on top of both is the demand. Order and rules are the same on the screen and in every export.
import type { BandOf, Used, UsedBand } from '../derive/used.ts'
import { BarBook, stepPoints } from './bars.ts'
import { token, type Box, type Ink, type Pen } from './pen.ts'
import { textWidth } from './words.ts'

export function inkOfBand(of: BandOf): Ink {
  return of.kind === 'process' ? { kind: 'process', slot: of.process, tint: 0 } : { kind: of.kind }
}

function waitingInk(of: BandOf): Ink {
  return of.kind === 'process' ? { kind: 'waiting', slot: of.process } : { kind: 'further-waiting' }
}

/** Demand is shown up to so many times what was used, or could be: five hundred waiting threads would flatten all else. */
const DEMAND_PER_USED = 4
const DEMAND_PER_CORE = 3

/** Highest values in cores. `most`: what the axis should reach. 0 where nothing is known. */
export function mostUsed({ total, waited }: Used, coreCount: number): { readonly most: number; readonly demand: number } {
  let used = 0
  let demand = 0
  for (let i = 0; i < total.length; i++) {
    const wait = waited[i]!
    if (total[i]! > used) used = total[i]!
    if (total[i]! + (Number.isNaN(wait) ? 0 : wait) > demand) demand = total[i]! + (Number.isNaN(wait) ? 0 : wait)
  }
  return { most: Math.min(demand, Math.max(used * DEMAND_PER_USED, coreCount * DEMAND_PER_CORE)), demand }
}

/** `most`: value at the upper edge of the box. With `coreCount`, a line marks all cores of the machine. */
export function markUsed(pen: Pen, used: Used, { box, most, withWaiting = true, coreCount }: { box: Box; most: number; withWaiting?: boolean; coreCount?: number }): void {
  const columns = used.total.length
  const scale = { toX: (column: number) => box.x + (column * box.width) / columns, toY: (value: number) => box.y + box.height * (1 - value / most) }
  pen.clip(box, () => {
    markGaps(pen, used, { box, toX: scale.toX })
    const base = new Float64Array(columns)
    stack(pen, used.bands, { base, scale, part: 'used' })
    if (withWaiting) stack(pen, used.bands, { base, scale, part: 'waited' })
    drawLine(pen, used.total, scale)
    if (withWaiting) drawDemand(pen, used, scale)
    if (coreCount !== undefined && coreCount < most) drawAllCores(pen, { box, y: scale.toY(coreCount), coreCount })
  })
}

interface Scale {
  readonly toX: (column: number) => number
  readonly toY: (value: number) => number
}

function stack(pen: Pen, bands: readonly UsedBand[], { base, scale, part }: { base: Float64Array; scale: Scale; part: 'used' | 'waited' }): void {
  const book = new BarBook()
  const columnPx = scale.toX(1) - scale.toX(0)
  for (const band of bands) {
    const ink = part === 'used' ? inkOfBand(band.of) : waitingInk(band.of)
    const values = band[part]
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      if (!(value > 0)) continue
      const column = band.first + i
      const bottom = base[column]!
      base[column] = bottom + value
      book.add(ink, [scale.toX(column), scale.toY(bottom + value), columnPx, scale.toY(bottom) - scale.toY(bottom + value)])
    }
  }
  book.draw(pen)
}

/** The upper edge of what was used, so that it can be told from the waiting above it, and light hues from the ground. */
function drawLine(pen: Pen, total: Float64Array, scale: Scale): void {
  pen.path(stepPoints(total, 0, scale), { ink: token('text'), width: 0.75 })
}

/** Above this line nothing can run, only wait. */
export function drawAllCores(pen: Pen, { box, y, coreCount }: { box: Box; y: number; coreCount: number }): void {
  const label = `all ${coreCount} ${coreCount === 1 ? 'core' : 'cores'}`
  const plate = { x: box.x + box.width - textWidth(label, 10) - 6, y: y - 15, width: textWidth(label, 10) + 6, height: 13 }
  pen.line([box.x, y], [box.x + box.width, y], { ink: token('text'), width: 1, dash: [1, 3] })
  pen.rect(plate, token('ground'))
  pen.text([plate.x + 3, y - 5], label, { size: 10, ink: token('muted') })
}

function drawDemand(pen: Pen, { total, waited }: Used, scale: Scale): void {
  const demand = total.map((value, i) => (waited[i]! > 0 ? value + waited[i]! : NaN))
  pen.path(stepPoints(demand, 0, scale), { ink: token('muted'), width: 1, dash: [3, 2] })
}

/** A bin of the past in which something lived that could not be read. The future is not a gap. */
function markGaps(pen: Pen, { total, edgesNs, knownNs }: Used, { box, toX }: { box: Box; toX: Scale['toX'] }): void {
  const book = new BarBook()
  for (let i = 0; i < total.length; i++) {
    const isGap = Number.isNaN(total[i]!) && edgesNs[i]! < knownNs && edgesNs[i + 1]! > edgesNs[i]!
    if (isGap) book.add({ kind: 'gap' }, [toX(i), box.y, toX(i + 1) - toX(i), box.height])
  }
  book.draw(pen)
}
