// SVG text to PNG bytes, by @resvg/resvg-js. It is a native library: where it has no build, PNG is not to be had, and says so.
import type * as Resvg from '@resvg/resvg-js'
import { FaultError } from '../../../shared/fault.ts'
import { FONT_MONO, FONT_SANS } from '../../../shared/charts/svgPen.ts'
import { findFontFiles } from './fonts.ts'

/** Widest and highest picture in device pixels: beyond, a renderer's memory is the limit. */
const PIXELS_MOST = 16_384

/** `scale`: device pixels per CSS pixel; lowered where the picture would be too large to make. */
export async function renderPng(svg: string, { scale, width, height }: { scale: number; width: number; height: number }): Promise<Uint8Array> {
  const { renderAsync } = await loadResvg()
  const fontFiles = findFontFiles()
  if (fontFiles.length === 0) throw new FaultError({ kind: 'png-unavailable', reason: 'the fonts that belong to Forkscope (assets/fonts) are missing' })
  const zoom = Math.min(scale, PIXELS_MOST / width, PIXELS_MOST / height)
  try {
    // System fonts too: what DejaVu has no glyph for (Chinese, Japanese, Korean names) is then not a box.
    const font = { fontFiles, loadSystemFonts: true, defaultFontFamily: FONT_SANS, sansSerifFamily: FONT_SANS, monospaceFamily: FONT_MONO }
    const image = await renderAsync(svg, { fitTo: { mode: 'zoom', value: zoom }, font })
    return new Uint8Array(image.asPng())
  } catch (cause) {
    throw new FaultError({ kind: 'png-unavailable', reason: cause instanceof Error ? cause.message : String(cause) }, { cause })
  }
}

/** Loaded when first needed: most runs never make a PNG, and its native part costs tens of milliseconds. */
async function loadResvg(): Promise<Pick<typeof Resvg, 'renderAsync'>> {
  try {
    return await import('@resvg/resvg-js')
  } catch (cause) {
    throw new FaultError({ kind: 'png-unavailable', reason: 'the library @resvg/resvg-js could not be loaded on this system' }, { cause })
  }
}
