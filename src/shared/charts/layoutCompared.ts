// Cores used (or wanted) by several runs, laid over each other from their starts on: a line for each, in the colour of its variant.
// The stretch in which the workers were at work is drawn strong, starting and ending thin.
import type { CurveKind } from '../model/usedCurve.ts'
import { coresAxis, type ValueAxis } from './axis.ts'
import { HUE_COUNT, token, type Box, type Ink, type Pen, type Stroke } from './pen.ts'
import { stepPoints } from './bars.ts'
import type { PercentOf } from './percent.ts'
import { drawAllCores } from './layoutUsed.ts'

export interface ComparedCurve {
  /** Place among the variants; colour and dashes go by it. */
  readonly slot: number
  /** Cores per column; NaN = not known, or over. */
  readonly values: Float64Array
  /** When its workers were at work, in columns; null: not known. */
  readonly atWork: { readonly from: number; readonly to: number } | null
  /** Stands back: another one is being looked at. */
  readonly isFaint: boolean
}

const dashes: readonly (readonly [number, number] | null)[] = [null, [6, 3], [2, 2]]

/** Six hues, then the same with dashes, then dotted: told apart without their colour. */
export function strokeOfVariant(slot: number): { readonly ink: Ink; readonly dash: readonly [number, number] | null } {
  return { ink: { kind: 'process', slot: slot % HUE_COUNT, tint: 0 }, dash: dashes[Math.floor(slot / HUE_COUNT) % dashes.length] ?? null }
}

export const mostCompared = (curves: readonly ComparedCurve[]): number => curves.reduce((most, { values }) => values.reduce((so, value) => (value > so ? value : so), most), 0)

export interface ComparedScene {
  readonly box: Box
  /** Value at the upper edge. */
  readonly most: number
  /** A line marks all cores of the machine. */
  readonly coreCount: number
}

/** Cores at the upper edge. Nobody can use more than all cores, though a mean over late looks may say a little more; demand has no such end. */
export function comparedAxis(curves: readonly ComparedCurve[], kind: CurveKind, percent: PercentOf): ValueAxis {
  const most = Math.max(mostCompared(curves), 1)
  return coresAxis((kind === 'used' ? Math.min(most, percent.coreCount) : most) * 1.08, percent)
}

/** `curves` share their columns. Faint ones first, so that the others lie on them. */
export function markCompared(pen: Pen, curves: readonly ComparedCurve[], { box, most, coreCount }: ComparedScene): void {
  const columns = curves[0]?.values.length ?? 1
  const scale = { toX: (column: number) => box.x + (column * box.width) / columns, toY: (value: number) => box.y + box.height * (1 - value / most) }
  const back = curves.filter(({ isFaint }) => isFaint)
  const front = curves.filter(({ isFaint }) => !isFaint)
  pen.clip(box, () => {
    for (const curve of [...back, ...front]) drawCurve(pen, curve, scale)
    if (coreCount < most) drawAllCores(pen, { box, y: scale.toY(coreCount), coreCount })
  })
}

interface Scale {
  readonly toX: (column: number) => number
  readonly toY: (value: number) => number
}

function drawCurve(pen: Pen, { slot, values, atWork, isFaint }: ComparedCurve, scale: Scale): void {
  const { ink, dash } = strokeOfVariant(slot)
  const stroke = (width: number): Stroke => ({ ink: isFaint ? token('muted') : ink, width, ...(dash ? { dash } : {}) })
  pen.path(stepPoints(values, 0, scale), stroke(isFaint ? 0.5 : 1))
  if (!atWork || isFaint) return
  const from = Math.max(0, Math.round(atWork.from))
  const strong = values.subarray(from, Math.max(from, Math.round(atWork.to)))
  pen.path(stepPoints(strong, from, scale), stroke(2.25))
}
