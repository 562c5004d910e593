// The curves of an experiment's runs: what has ended as main told it, and what goes on from its history.
import { atWorkOf, type VariantCurve } from '../../../../shared/charts/comparedCurves.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { deriveUsedCurve, rebin } from '../../../../shared/derive/usedCurve.ts'
import type { CurveKind } from '../../../../shared/model/usedCurve.ts'
import type { VariantRow } from './results.ts'

/** One per variant that has a result. */
export function listCurves(rows: readonly VariantRow[]): VariantCurve[] {
  return rows.flatMap(({ slot, variant: { title }, shown }): VariantCurve[] => (shown ? [{ slot, title, curve: shown.curve, atWorkNs: atWorkOf(shown.run.atWork) }] : []))
}

/** The run that goes on, as far as it has come; null: too short yet, or its variant has a curve already. */
export function growCurve(row: VariantRow | null, live: RunHistory | null): VariantCurve | null {
  if (!row || !live || row.shown || row.live !== live.header.run || live.tickNs.length < 2) return null
  return { slot: row.slot, title: row.variant.title, curve: deriveUsedCurve(live), atWorkNs: null }
}

/** Its value around a time: the mean over a hundredth of the axis. NaN beyond the curve's end. */
export function readCurve({ curve }: VariantCurve, kind: CurveKind, { atNs, axisNs }: { atNs: number; axisNs: number }): number {
  const half = axisNs / 200
  return rebin(curve[kind], curve.toNs, Float64Array.of(atNs - half, atNs + half))[0] ?? NaN
}
