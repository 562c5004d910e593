// Cores used over time: a stack by process in order of birth; above it, hatched in the same colours, who waited for a core;
// the line on top of both is the demand. Order and rules are the same on the screen and in every export.
import type { BandOf, Used, UsedBand } from '../derive/used.ts'
import { BarBook, stepPoints } from './bars.ts'
import { token, type Box, type Ink, type Pen } from './pen.ts'

export function inkOfBand(of: BandOf): Ink {
  return of.kind === 'process' ? { kind: 'process', slot: of.process, tint: 0 } : { kind: of.kind }
}

function waitingInk(of: BandOf): Ink {
  return of.kind === 'process' ? { kind: 'waiting', slot: of.process } : { kind: 'further-waiting' }
}

/** Highest value of the chart, for its axis: demand where it is known. 0 where nothing is. */
export function mostUsed({ total, waited }: Used): number {
  let most = 0
  for (let i = 0; i < total.length; i++) {
    const wait = waited[i]!
    const demand = total[i]! + (Number.isNaN(wait) ? 0 : wait)
    if (demand > most) most = demand
  }
  return most
}

/** `most`: value at the upper edge of the box. */
export function markUsed(pen: Pen, used: Used, { box, most, withWaiting = true }: { box: Box; most: number; withWaiting?: boolean }): void {
  const columns = used.total.length
  const scale = { toX: (column: number) => box.x + (column * box.width) / columns, toY: (value: number) => box.y + box.height * (1 - value / most) }
  pen.clip(box, () => {
    markGaps(pen, used, { box, toX: scale.toX })
    const base = new Float64Array(columns)
    stack(pen, used.bands, { base, scale, part: 'used' })
    if (withWaiting) stack(pen, used.bands, { base, scale, part: 'waited' })
    drawLine(pen, used.total, scale)
    if (withWaiting) drawDemand(pen, used, scale)
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
