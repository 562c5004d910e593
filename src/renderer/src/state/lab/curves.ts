// The curves of an experiment's runs on one time axis: what has ended as main told it, and what goes on from its history.
import type { ComparedCurve } from '../../../../shared/charts/layoutCompared.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { deriveUsedCurve, rebin } from '../../../../shared/derive/usedCurve.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'
import type { UsedCurve } from '../../../../shared/model/usedCurve.ts'
import type { VariantRow } from './results.ts'

export interface VariantCurve {
  readonly slot: number
  readonly title: string
  readonly curve: UsedCurve
  /** While its workers were at work; null: they made no marks, or it goes on. */
  readonly atWorkNs: { readonly from: number; readonly to: number } | null
}

/** One per variant that has a result. */
export function listCurves(rows: readonly VariantRow[]): VariantCurve[] {
  return rows.flatMap(({ slot, variant: { title }, shown }): VariantCurve[] => {
    if (!shown) return []
    const { fromNs, toNs, of } = shown.run.atWork
    return [{ slot, title, curve: shown.curve, atWorkNs: of === 'whole run' ? null : { from: fromNs, to: toNs } }]
  })
}

/** The run that goes on, as far as it has come; null: too short yet, or its variant has a curve already. */
export function growCurve(row: VariantRow | null, live: RunHistory | null): VariantCurve | null {
  if (!row || !live || row.shown || row.live !== live.header.run || live.tickNs.length < 2) return null
  return { slot: row.slot, title: row.variant.title, curve: deriveUsedCurve(live), atWorkNs: null }
}

/** End of the common axis, which begins at each run's start. */
export const lastNs = (curves: readonly VariantCurve[]): number => curves.reduce((last, { curve }) => Math.max(last, curve.toNs), NS_PER_SECOND)

/** Which of a run's curves. */
export type CurveKind = 'used' | 'demand'

export const isTold = ({ curve }: VariantCurve, kind: CurveKind): boolean => curve[kind].some(value => !Number.isNaN(value))

export interface LayOptions {
  readonly kind: CurveKind
  /** The variant that stands out; null: all alike. */
  readonly looked: number | null
}

/** On evenly spaced columns. */
export function layCurves(curves: readonly VariantCurve[], edgesNs: Float64Array, { kind, looked }: LayOptions): ComparedCurve[] {
  const columnNs = (edgesNs[1] ?? 1) - (edgesNs[0] ?? 0)
  return curves.map(({ slot, curve, atWorkNs }) => ({
    ...{ slot, values: rebin(curve[kind], curve.toNs, edgesNs), isFaint: looked !== null && looked !== slot },
    atWork: atWorkNs && { from: atWorkNs.from / columnNs, to: atWorkNs.to / columnNs }
  }))
}

/** Its value around a time: the mean over a hundredth of the axis. NaN beyond the curve's end. */
export function readCurve({ curve }: VariantCurve, kind: CurveKind, { atNs, axisNs }: { atNs: number; axisNs: number }): number {
  const half = axisNs / 200
  return rebin(curve[kind], curve.toNs, Float64Array.of(atNs - half, atNs + half))[0] ?? NaN
}
