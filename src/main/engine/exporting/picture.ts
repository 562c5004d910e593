// A chart of a run, or of an experiment, as a file: the layout of shared/charts, drawn as SVG and, if wanted, rendered to PNG.
import { type ComparedResults, layoutComparedPicture } from '../../../shared/charts/comparedPicture.ts'
import { layoutPicture, type Picture } from '../../../shared/charts/picture.ts'
import { writeSvg } from '../../../shared/charts/svgPen.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { FaultError } from '../../../shared/fault.ts'
import type { ComparedExportSpec, ExportSpec } from '../../../shared/model/export.ts'
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
  return drawPicture(picture, { ...spec, format: spec.what.format })
}

/** Bytes of the file. Throws FaultError: nothing-to-export, png-unavailable. */
export async function exportCompared(results: ComparedResults, spec: ComparedExportSpec): Promise<Uint8Array> {
  const picture = layoutComparedPicture(results, { kind: spec.curves, percentOf: spec.percentOf, width: spec.width })
  if (!picture) throw new FaultError({ kind: 'nothing-to-export' })
  return drawPicture(picture, spec)
}

async function drawPicture(picture: Picture, { theme, format, scale }: Pick<ComparedExportSpec, 'theme' | 'format' | 'scale'>): Promise<Uint8Array> {
  const svg = writeSvg({ ...picture, theme }, pen => picture.draw(pen))
  return format === 'svg' ? new TextEncoder().encode(svg) : renderPng(svg, { scale, width: picture.width, height: picture.height })
}
