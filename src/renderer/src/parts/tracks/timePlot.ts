// One uPlot per time chart: it owns the canvas, its pixel ratio and the scales. What is drawn is drawn by the layout that
// the exports use, in uPlot's draw hook; the hand is watched by the frame, one rule for all tracks.
import uPlot from 'uplot'
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import type { Box, Pen } from '../../../../shared/charts/pen.ts'
import type { ThemeName } from '../../../../shared/charts/theme.ts'
import { openCanvasPen, openPatterns, type Patterns } from '../../ink/canvasPen.ts'
import type { PlotSize } from './usePlotSize.ts'

export interface PlotScene {
  readonly view: TimeRange
  readonly size: PlotSize
  readonly theme: ThemeName
  /** Value at the upper edge. */
  readonly most: number
  readonly draw: (pen: Pen, box: Box) => void
}

export interface TimePlot {
  paint(scene: PlotScene): void
  /** Value of the vertical axis at a pixel from the top. */
  valueAt(y: number): number
  close(): void
}

export function openTimePlot(parent: HTMLElement, first: PlotScene): TimePlot {
  let scene = first
  let patterns: Patterns = openPatterns(first.theme, uPlot.pxRatio)
  const draw = (plot: uPlot): void => {
    const { ctx, bbox } = plot
    const ratio = uPlot.pxRatio
    if (patterns.theme !== scene.theme || patterns.ratio !== ratio) patterns = openPatterns(scene.theme, ratio)
    ctx.save()
    ctx.setTransform(ratio, 0, 0, ratio, bbox.left, bbox.top)
    scene.draw(openCanvasPen(ctx, patterns), { x: 0, y: 0, width: bbox.width / ratio, height: bbox.height / ratio })
    ctx.restore()
  }
  const plot = new uPlot(
    {
      ...first.size,
      padding: [0, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      // uPlot asks for a scale's range at every redraw: both are what the scene says, never what the data suggests.
      scales: { x: { time: false, range: () => [scene.view.fromNs, scene.view.toNs] }, y: { range: () => [0, scene.most] } },
      axes: [{ show: false }, { show: false }],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: { draw: [draw] }
    },
    cornersOf(first),
    parent
  )
  return {
    paint(next) {
      const isResized = next.size.width !== plot.width || next.size.height !== plot.height
      scene = next
      if (isResized) plot.setSize(next.size)
      plot.setData(cornersOf(next))
    },
    valueAt: y => plot.posToVal(y, 'y'),
    close: () => plot.destroy()
  }
}

/** uPlot draws nothing of its own here; two corners give its scales something to stand on. */
const cornersOf = ({ view, most }: PlotScene): uPlot.AlignedData => [
  [view.fromNs, view.toNs],
  [0, most]
]
