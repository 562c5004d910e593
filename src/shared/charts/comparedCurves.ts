// The curves of an experiment's variants on one time axis, which begins at each run's start: the screen and its export show the same.
import { rebin } from '../derive/usedCurve.ts'
import type { AtWork } from '../model/outcome.ts'
import type { CurveKind, UsedCurve } from '../model/usedCurve.ts'
import { NS_PER_MS, NS_PER_SECOND } from '../units.ts'
import { formatDuration } from '../format.ts'
import type { ComparedCurve } from './layoutCompared.ts'

export interface VariantCurve {
  readonly slot: number
  readonly title: string
  readonly curve: UsedCurve
  /** While its workers were at work; null: they made no marks, or it goes on. */
  readonly atWorkNs: { readonly from: number; readonly to: number } | null
}

export const curveTitles: Readonly<Record<CurveKind, string>> = { used: 'Cores used', demand: 'Demand' }

export const atWorkOf = ({ fromNs, toNs, of }: AtWork): VariantCurve['atWorkNs'] => (of === 'whole run' ? null : { from: fromNs, to: toNs })

/** End of the common axis. */
export const lastNs = (curves: readonly VariantCurve[]): number => curves.reduce((last, { curve }) => Math.max(last, curve.toNs), NS_PER_SECOND)

export const isTold = ({ curve }: VariantCurve, kind: CurveKind): boolean => curve[kind].some(value => !Number.isNaN(value))

/** Narrower steps make ten curves over each other a thicket; their width is said beside the chart. */
const STEP_PX = 5
/** Two looks and more: shorter means would draw the looks, not the run. */
const STEP_LEAST_NS = 50 * NS_PER_MS

/** How many steps of equal width a plot of so many pixels gets. */
export const countSteps = (plotPx: number, axisNs: number): number => Math.max(1, Math.floor(Math.min(plotPx / STEP_PX, axisNs / STEP_LEAST_NS)))

/** 'means over 50 ms; strong while the workers were at work'. `runs`: most that any variant has. */
export function sayCompared(curves: readonly VariantCurve[], { stepNs, runs }: { stepNs: number; runs: number }): string {
  const parts = [`means over ${formatDuration(stepNs)}`]
  if (curves.some(({ atWorkNs }) => atWorkNs)) parts.push('strong while the workers were at work')
  if (runs > 1) parts.push('of several runs the one with the median wall time')
  return parts.join('; ')
}

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
