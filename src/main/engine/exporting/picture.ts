// A chart of a run as a file: the layout of shared/charts, drawn as SVG and, if wanted, rendered to PNG.
import { layoutPicture } from '../../../shared/charts/picture.ts'
import { writeSvg } from '../../../shared/charts/svgPen.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { FaultError } from '../../../shared/fault.ts'
import type { ExportSpec } from '../../../shared/model/export.ts'
import { exportRange } from './range.ts'
import { renderPng } from './png.ts'

/** Bytes of the file. Throws FaultError: nothing-to-export, png-unavailable, bad-input (a spec that asks for a table). */
export async function exportPicture(history: RunHistory, spec: ExportSpec): Promise<Uint8Array> {
  if (spec.what.kind !== 'chart') throw new FaultError({ kind: 'bad-input', field: 'what', reason: 'a picture is asked for as a chart' })
  const picture = layoutPicture(history, {
    chart: spec.what.chart,
    range: exportRange(history, spec),
    hidden: new Set(spec.hidden),
    percentOf: spec.percentOf,
    width: spec.width
  })
  const svg = writeSvg({ ...picture, theme: spec.theme }, pen => picture.draw(pen))
  return spec.what.format === 'svg' ? new TextEncoder().encode(svg) : renderPng(svg, { scale: spec.scale, width: picture.width, height: picture.height })
}
