// Which stretch of the run is on the screen: arithmetic on ranges of time. All figures are ns since the run began.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import { NS_PER_MS, NS_PER_SECOND } from '../../../../shared/units.ts'

const NARROWEST_NS = NS_PER_MS
/** A young run grows on an axis of this width instead of filling a stretched one. */
const YOUNG_NS = 5 * NS_PER_SECOND
/** From this age on the axis slides instead of shrinking what is on it. */
const SLIDING_NS = 60 * NS_PER_SECOND

export const rangeOf = (fromNs: number, toNs: number): TimeRange => ({ fromNs, toNs })
export const spanOf = ({ fromNs, toNs }: TimeRange): number => toNs - fromNs

/** The newest stretch of a live run. `spanNs` null: the whole run while it is young, then its last minute. */
export function followRange(nowNs: number, spanNs: number | null): TimeRange {
  const span = spanNs ?? Math.min(Math.max(roomyNs(nowNs), YOUNG_NS), SLIDING_NS)
  const to = Math.max(nowNs, span)
  return rangeOf(to - span, to)
}

/** The axis of a growing run is widened by steps, so that the picture stands still between them. */
function roomyNs(nowNs: number): number {
  const steps = [5, 10, 15, 20, 30, 45, 60]
  return (steps.find(step => step * NS_PER_SECOND >= nowNs) ?? 60) * NS_PER_SECOND
}

/** The whole run, never narrower than what can be drawn. */
export function wholeRange(nowNs: number): TimeRange {
  return rangeOf(0, Math.max(nowNs, NARROWEST_NS))
}

/** Factor < 1 zooms in. The time at `anchorNs` keeps its place on the screen as far as the ends of the run allow. */
export function zoomRange(range: TimeRange, options: { factor: number; anchorNs: number; nowNs: number }): TimeRange {
  const { factor, anchorNs, nowNs } = options
  const widest = Math.max(nowNs, spanOf(range), YOUNG_NS)
  const span = Math.min(Math.max(spanOf(range) * factor, NARROWEST_NS), widest)
  const share = spanOf(range) > 0 ? (anchorNs - range.fromNs) / spanOf(range) : 0.5
  return keepInside(rangeOf(anchorNs - share * span, anchorNs - share * span + span), nowNs)
}

/** Moves by a share of its width, negative to the left. */
export function moveRange(range: TimeRange, share: number, nowNs: number): TimeRange {
  const by = spanOf(range) * share
  return keepInside(rangeOf(range.fromNs + by, range.toNs + by), nowNs)
}

/** Centres a time that is not on the screen; a range that shows it stays as it is. */
export function revealTime(range: TimeRange, tNs: number, nowNs: number): TimeRange {
  if (tNs >= range.fromNs && tNs <= range.toNs) return range
  const span = spanOf(range)
  return keepInside(rangeOf(tNs - span / 2, tNs + span / 2), nowNs)
}

/** Shifts a range that begins before the run, or ends after it, back over it; the width stays. */
export function keepInside(range: TimeRange, nowNs: number): TimeRange {
  const span = Math.max(spanOf(range), NARROWEST_NS)
  const from = Math.max(0, Math.min(range.fromNs, Math.max(nowNs, span) - span))
  return rangeOf(from, from + span)
}
