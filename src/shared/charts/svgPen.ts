// The shared pen as SVG text. Every string of the run passes one function on its way into the file; colours come from the
// theme, hatches are patterns, and only those that were used are defined.
import { showControls } from '../format.ts'
import { inkKey, type Ink, type Pen, type Stroke } from './pen.ts'
import { hatchTiles, type Paint, paintOf, type Hatch, type ThemeName } from './theme.ts'

export interface SvgSheet {
  readonly width: number
  readonly height: number
  /** `both`: colours are variables of the page it stands in; listColours tells which. */
  readonly theme: ThemeName | 'both'
  /** Begins every id in it; another for each picture of one page. */
  readonly idPrefix?: string
  /** Name of the picture, and a sentence for who can't see it. */
  readonly title: string
  readonly description: string
}

/** Fonts that are asked for: ours where it is installed or given to the renderer, else the system's. */
export const FONT_SANS = 'DejaVu Sans'
export const FONT_MONO = 'DejaVu Sans Mono'

/** Draws with `draw` and returns the whole file. */
export function writeSvg(sheet: SvgSheet, draw: (pen: Pen) => void): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeSvgElement(sheet, draw)}`
}

/** The same as a part of a page. */
export function writeSvgElement({ width, height, theme, title, description, idPrefix = 'fs' }: SvgSheet, draw: (pen: Pen) => void): string {
  const book = new SvgBook(theme, idPrefix)
  draw(book)
  const size = `width="${figure(width)}" height="${figure(height)}" viewBox="0 0 ${figure(width)} ${figure(height)}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="${idPrefix}-title ${idPrefix}-desc" font-family="'${FONT_SANS}', system-ui, sans-serif">`,
    `<title id="${idPrefix}-title">${escapeXml(title)}</title>`,
    `<desc id="${idPrefix}-desc">${escapeXml(description)}</desc>`,
    ...(book.definitions.size > 0 ? ['<defs>', ...book.definitions.values(), '</defs>'] : []),
    ...book.marks,
    '</svg>',
    ''
  ].join('\n')
}

/** A variable that a picture of both themes asks its page for: its name, and its value in each. */
export interface TwoColours {
  readonly name: string
  readonly light: string
  readonly dark: string
}

/** Each variable of the pictures once. Their names hold their values, so that pictures need not know of each other. */
export function listColours(pictures: readonly string[]): TwoColours[] {
  const names = new Set(pictures.flatMap(picture => picture.match(/--fs-[0-9a-f]{6}-[0-9a-f]{6}/g) ?? []))
  return [...names].sort().map(name => ({ name, light: `#${name.slice(5, 11)}`, dark: `#${name.slice(12)}` }))
}

const variableOf = (light: string, dark: string): string => `var(--fs-${light.slice(1)}-${dark.slice(1)})`

function paintFor(theme: ThemeName | 'both', ink: Ink): Paint {
  if (theme !== 'both') return paintOf(theme, ink)
  const [light, dark] = [paintOf('light', ink), paintOf('dark', ink)]
  return {
    fill: light.fill !== null && dark.fill !== null ? variableOf(light.fill, dark.fill) : null,
    hatch: light.hatch && dark.hatch ? { kind: light.hatch.kind, colour: variableOf(light.hatch.colour, dark.hatch.colour) } : null,
    edge: variableOf(light.edge, dark.edge)
  }
}

/**
 * Text as XML: controls and bidirectional characters shown, markup escaped, and what XML cannot hold (lone surrogates,
 * U+FFFE, U+FFFF) replaced.
 */
export function escapeXml(text: string): string {
  return showControls(text)
    .toWellFormed()
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"']/g, character => ENTITIES[character] ?? character)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

class SvgBook implements Pen {
  readonly marks: string[] = []
  readonly definitions = new Map<string, string>()
  private readonly theme: ThemeName | 'both'
  private readonly idPrefix: string

  constructor(theme: ThemeName | 'both', idPrefix: string) {
    this.theme = theme
    this.idPrefix = idPrefix
  }

  rect({ x, y, width, height }: Parameters<Pen['rect']>[0], ink: Ink): void {
    this.bars([x, y, width, height], ink)
  }

  bars(boxes: readonly number[], ink: Ink): void {
    const steps: string[] = []
    for (let i = 0; i + 3 < boxes.length; i += 4) {
      const width = figure(boxes[i + 2]!)
      steps.push(`M${figure(boxes[i]!)} ${figure(boxes[i + 1]!)}h${width}v${figure(boxes[i + 3]!)}h${figure(-boxes[i + 2]!)}z`)
    }
    if (steps.length > 0) this.marks.push(`<path d="${steps.join('')}" fill="${this.fillOf(ink)}" shape-rendering="crispEdges"/>`)
  }

  line([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number], stroke: Stroke): void {
    this.marks.push(`<path d="M${figure(x1)} ${figure(y1)}L${figure(x2)} ${figure(y2)}" ${this.strokeOf(stroke)} shape-rendering="crispEdges"/>`)
  }

  path(points: readonly number[], stroke: Stroke): void {
    let steps = ''
    let isDown = false
    for (let i = 0; i + 1 < points.length; i += 2) {
      const x = points[i]!
      const y = points[i + 1]!
      if (Number.isNaN(x) || Number.isNaN(y)) {
        isDown = false
        continue
      }
      steps += `${isDown ? 'L' : 'M'}${figure(x)} ${figure(y)}`
      isDown = true
    }
    if (steps !== '') this.marks.push(`<path d="${steps}" fill="none" ${this.strokeOf(stroke)} stroke-linejoin="round"/>`)
  }

  text([x, y]: readonly [number, number], text: string, style: Parameters<Pen['text']>[2]): void {
    const { size, ink, anchor = 'start', weight = 'normal', face = 'sans' } = style
    const extras = [
      anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
      weight === 'normal' ? '' : ` font-weight="${weight}"`,
      face === 'sans' ? '' : ` font-family="'${FONT_MONO}', ui-monospace, monospace"`
    ].join('')
    this.marks.push(`<text x="${figure(x)}" y="${figure(y)}" font-size="${figure(size)}" fill="${paintFor(this.theme, ink).edge}" xml:space="preserve"${extras}>${escapeXml(text)}</text>`)
  }

  clip({ x, y, width, height }: Parameters<Pen['clip']>[0], draw: () => void): void {
    const id = `${this.idPrefix}-clip-${this.definitions.size}`
    this.definitions.set(id, `<clipPath id="${id}"><rect x="${figure(x)}" y="${figure(y)}" width="${figure(width)}" height="${figure(height)}"/></clipPath>`)
    this.marks.push(`<g clip-path="url(#${id})">`)
    draw()
    this.marks.push('</g>')
  }

  group(title: string, draw: () => void): void {
    this.marks.push(`<g><title>${escapeXml(title)}</title>`)
    draw()
    this.marks.push('</g>')
  }

  private strokeOf({ ink, width, dash }: Stroke): string {
    return `stroke="${paintFor(this.theme, ink).edge}" stroke-width="${figure(width)}"${dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''}`
  }

  private fillOf(ink: Ink): string {
    const { fill, hatch } = paintFor(this.theme, ink)
    if (!hatch) return fill ?? 'none'
    const id = `${this.idPrefix}-${inkKey(ink)}`
    if (!this.definitions.has(id)) this.definitions.set(id, patternOf(id, { fill, hatch }))
    return `url(#${id})`
  }
}

function patternOf(id: string, { fill, hatch }: { fill: string | null; hatch: { kind: Hatch; colour: string } }): string {
  const { size, strokeWidth, lines, dots } = hatchTiles[hatch.kind]
  const ground = fill === null ? '' : `<rect width="${size}" height="${size}" fill="${fill}"/>`
  const strokes = lines.map(([x1, y1, x2, y2]) => `M${x1} ${y1}L${x2} ${y2}`).join('')
  const path = strokes === '' ? '' : `<path d="${strokes}" stroke="${hatch.colour}" stroke-width="${strokeWidth}"/>`
  const points = dots.map(([x, y, radius]) => `<circle cx="${x}" cy="${y}" r="${radius}" fill="${hatch.colour}"/>`).join('')
  return `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${ground}${path}${points}</pattern>`
}

/** At most two digits after the point: a hundredth of a pixel. */
const figure = (value: number): string => String(Math.round(value * 1e2) / 1e2)
