// When the stretch on the screen asks for more than the rows that the page holds of it, and whether an answer still serves. Pure.
import { type TimeRange, knownUntilNs } from '../../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { stepAt } from '../../../../shared/derive/thin.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'
import { spanOf } from './timeView.ts'

export interface Wish extends TimeRange {
  readonly pixels: number
}

/** On either side, as a share of the view: a little moving about needs no new answer. */
const MARGIN = 0.25

/** What to ask for; null: the rows that are held are as sharp as the screen. */
export function wishFor(history: RunHistory, view: TimeRange, pixels: number): Wish | null {
  const knownNs = knownUntilNs(history)
  const shown = { fromNs: Math.max(0, view.fromNs), toNs: Math.min(view.toNs, knownNs) }
  const pixelNs = spanOf(view) / pixels
  const stepNs = stepAt(history, shown.fromNs + pixelNs)
  // Where a pixel is longer than a second, its mean hides what the seconds in it were.
  const isEnough = stepNs === 0 || (stepNs <= pixelNs && pixelNs < NS_PER_SECOND)
  if (!(shown.toNs > shown.fromNs) || isEnough) return null
  const marginNs = MARGIN * spanOf(shown)
  const wide = { fromNs: Math.max(0, shown.fromNs - marginNs), toNs: Math.min(knownNs, shown.toNs + marginNs) }
  return { ...wide, pixels: Math.max(1, Math.round(spanOf(wide) / pixelNs)) }
}

/** Sharper pixels than this much are worth asking again. */
const COARSER_MOST = 1.5

/** Whether what was answered to one wish serves another: it lies within, and is nearly as sharp, or as sharp as can be. */
export function serves(answered: Wish & { readonly stepNs: number | null }, view: TimeRange, { pixels, knownNs }: { pixels: number; knownNs: number }): boolean {
  const isWithin = answered.fromNs <= Math.max(0, view.fromNs) && answered.toNs >= Math.min(view.toNs, knownNs)
  const isSharp = answered.stepNs === 0 || spanOf(answered) / answered.pixels <= (COARSER_MOST * spanOf(view)) / pixels
  return isWithin && isSharp
}

/** Whether the stretch shows all of what the view has of the run. */
export const holds = (stretch: TimeRange, view: TimeRange, knownNs: number): boolean => stretch.fromNs <= Math.max(0, view.fromNs) && stretch.toNs >= Math.min(view.toNs, knownNs)
