// What a hand on a track means: pure arithmetic from pixels to ranges of time, the same on every track.
import type { TimeRange } from '../../../../shared/derive/bins.ts'

/** A brush shorter than this is a click. */
export const BRUSH_LEAST_PX = 4
/** Deepest zoom. */
const NARROWEST_NS = 1e6

export function timeAtPx({ fromNs, toNs }: TimeRange, x: number, width: number): number {
  return fromNs + ((toNs - fromNs) * Math.min(width, Math.max(0, x))) / Math.max(1, width)
}

export function pxAtTime({ fromNs, toNs }: TimeRange, tNs: number, width: number): number {
  return ((tNs - fromNs) / (toNs - fromNs)) * width
}

/** Zoomed about the time under the pointer, which keeps its place; kept within the limits. */
export function zoomAt(view: TimeRange, { anchorNs, deltaPx, limits }: { anchorNs: number; deltaPx: number; limits: TimeRange }): TimeRange {
  const factor = 1.0018 ** deltaPx
  const span = Math.min(limits.toNs - limits.fromNs, Math.max(NARROWEST_NS, (view.toNs - view.fromNs) * factor))
  const share = (anchorNs - view.fromNs) / (view.toNs - view.fromNs)
  return withinLimits({ fromNs: anchorNs - share * span, toNs: anchorNs + (1 - share) * span }, limits)
}

export function panBy(view: TimeRange, { deltaPx, width, limits }: { deltaPx: number; width: number; limits: TimeRange }): TimeRange {
  const by = ((view.toNs - view.fromNs) * deltaPx) / Math.max(1, width)
  return withinLimits({ fromNs: view.fromNs + by, toNs: view.toNs + by }, limits)
}

/** The range between two pixels, whichever came first; null: too short to be meant as a brush. */
export function brushRange(view: TimeRange, { fromX, toX, width }: { fromX: number; toX: number; width: number }): TimeRange | null {
  if (Math.abs(toX - fromX) < BRUSH_LEAST_PX) return null
  const range = { fromNs: timeAtPx(view, Math.min(fromX, toX), width), toNs: timeAtPx(view, Math.max(fromX, toX), width) }
  return range.toNs - range.fromNs >= NARROWEST_NS ? range : { fromNs: range.fromNs, toNs: range.fromNs + NARROWEST_NS }
}

/** Moved back over the limits; the width stays where it fits. */
function withinLimits({ fromNs, toNs }: TimeRange, limits: TimeRange): TimeRange {
  const span = Math.min(toNs - fromNs, limits.toNs - limits.fromNs)
  const from = Math.min(Math.max(fromNs, limits.fromNs), limits.toNs - span)
  return { fromNs: from, toNs: from + span }
}
