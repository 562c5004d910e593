// Paints core lanes so that live costs little: when the view has moved by whole columns, what is painted already is
// scrolled and only the new piece is derived and drawn. What is still settling is drawn again: the last window of the
// kernel's busy time in every frame, the last second and a half (a look at an idle process comes that late) twice a second.
import { markLane, laneBoxes, type LaneColours } from '../../../shared/charts/layoutLanes.ts'
import { token, type Box } from '../../../shared/charts/pen.ts'
import type { ThemeName } from '../../../shared/charts/theme.ts'
import { deriveLanes } from '../../../shared/derive/lanes.ts'
import type { TimeRange } from '../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { openCanvasPen, openPatterns, type Context } from './canvasPen.ts'
import { sizeCanvas, type CanvasSize } from './canvasSize.ts'

export interface LaneScene extends LaneColours {
  readonly history: RunHistory
  readonly view: TimeRange
  readonly size: CanvasSize
  readonly theme: ThemeName
  /** Until when the run was known: where the next frame's new piece begins. */
  readonly knownNs: number
}

export interface LanePainter {
  /** Returns how many columns were drawn: all of them, or the new piece only. */
  paint(scene: LaneScene): number
  /** The next frame is drawn as a whole. */
  forget(): void
}

/** One window of the kernel's busy time (see deriveLanes), and a little. */
const FRESH_NS = 260e6
/** After this long nothing changes any more, and so often what may have changed is drawn again. */
const SETTLED_NS = 1.5e9
const RENEWED_NS = 0.5e9

interface Painted {
  readonly firstColumn: number
  readonly columnNs: number
  readonly columns: number
  readonly knownNs: number
  /** `knownNs` of the frame in which all that was settling was drawn. */
  readonly renewedNs: number
}

export function openLanePainter(canvas: HTMLCanvasElement, context: Context): LanePainter {
  let painted: Painted | null = null
  let hiddenBefore: ReadonlySet<number> | null = null
  let ticksBefore: RunHistory['tickNs'] | null = null
  let patterns = openPatterns('light', 1)
  const forget = (): void => void (painted = null)

  const paint = ({ history, view, size, theme, tintOf, hidden, knownNs }: LaneScene): number => {
    if (sizeCanvas(canvas, context, size)) forget()
    if (patterns.theme !== theme || patterns.ratio !== size.ratio) {
      patterns = openPatterns(theme, size.ratio)
      forget()
    }
    // Other columns: a sharper history of the same time, or a run that was told anew.
    if (hidden !== hiddenBefore || history.tickNs !== ticksBefore) forget()
    hiddenBefore = hidden
    ticksBefore = history.tickNs
    const columns = Math.max(1, Math.round(size.width))
    const columnNs = (view.toNs - view.fromNs) / columns
    // Columns stand on a grid of time of their own, so that a column keeps its place while the view slides over it.
    const firstColumn = Math.round(view.fromNs / columnNs)
    const isDue = !painted || knownNs - painted.renewedNs > RENEWED_NS || knownNs < painted.knownNs
    const next: Painted = { firstColumn, columnNs, columns, knownNs, renewedNs: painted && !isDue ? painted.renewedNs : knownNs }
    const from = painted ? reuse({ canvas, context, size }, painted, next) : 0
    if (from < columns) drawColumns({ history, next, from, size, tintOf, hidden })
    painted = next
    return columns - from
  }

  function drawColumns({ history, next, from, size, tintOf, hidden }: Drawing): void {
    const edgesNs = Float64Array.from({ length: next.columns - from + 1 }, (_, i) => (next.firstColumn + from + i) * next.columnNs)
    const lanes = deriveLanes(history, edgesNs)
    const columnPx = size.width / next.columns
    const area: Box = { x: from * columnPx, y: 0, width: size.width - from * columnPx, height: size.height }
    const pen = openCanvasPen(context, patterns)
    pen.rect(area, token('ground'))
    const boxes = laneBoxes(lanes.cores.length, area)
    lanes.cores.forEach((lane, i) => {
      const box = boxes[i]
      if (!box) return
      pen.rect(box, token('panel'))
      markLane(pen, lane, { box, tintOf, hidden })
    })
  }

  return { paint, forget }
}

interface Drawing extends LaneColours {
  readonly history: RunHistory
  readonly next: Painted
  readonly from: number
  readonly size: CanvasSize
}

interface Sheet {
  readonly canvas: HTMLCanvasElement
  readonly context: Context
  readonly size: CanvasSize
}

/** Scrolls what can be kept; returns the first column that must be drawn. */
function reuse({ canvas, context, size }: Sheet, painted: Painted, next: Painted): number {
  const isSameScale = painted.columns === next.columns && Math.abs(painted.columnNs - next.columnNs) < painted.columnNs * 1e-9
  const shift = next.firstColumn - painted.firstColumn
  if (!isSameScale || shift < 0 || shift >= next.columns) return 0
  if (!Number.isInteger(size.ratio) && shift > 0) return 0 // whole columns are not whole device pixels: scrolling would smear
  if (shift > 0) {
    context.save()
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.globalCompositeOperation = 'copy' // a plain copy of pixels; anything else would blend them with themselves
    context.drawImage(canvas, -shift * size.ratio, 0)
    context.restore()
  }
  // What this frame draws again reaches back before everything that no frame has drawn since it settled.
  const settledNs = next.renewedNs === next.knownNs ? painted.renewedNs - SETTLED_NS : Math.min(painted.knownNs, next.knownNs) - FRESH_NS
  return Math.max(0, Math.min(next.columns, Math.floor(settledNs / next.columnNs) - next.firstColumn))
}
