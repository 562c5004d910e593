// A chart, or the whole run, as one picture that explains itself: title, command, units, legend, machine, how it was
// measured, and the doubts that concern it. Drawn with the same marks as the window.
import { extentOf, edgesOf, type TimeRange } from '../derive/bins.ts'
import type { RunHistory } from '../derive/history.ts'
import { formatDuration } from '../format.ts'
import type { ChartName } from '../model/export.ts'
import type { ProcessId } from '../model/run.ts'
import { drawLegend, legendHeight, type LegendEntry } from './legend.ts'
import { sayCommand, sayFigures, sayMachine, sayMeasured, sayStart } from './measured.ts'
import { token, type Box, type Pen } from './pen.ts'
import type { PercentOf } from './percent.ts'
import { drawLines, drawTimeAxis, line, type Line, linesHeight, MARGIN, SECTION_AIR } from './pictureParts.ts'
import { lanesSection, memorySection, treeSection, usedSection, type Section } from './sections.ts'
import { textWidth, wrapText } from './words.ts'

export interface PictureSpec {
  readonly chart: ChartName
  /** Null: the whole run. */
  readonly range: TimeRange | null
  readonly hidden: ReadonlySet<ProcessId>
  readonly percentOf: PercentOf['percentOf']
  /** CSS pixels; at least 480. */
  readonly width: number
  /** Without heading and foot: for a page that says these itself. */
  readonly isBare?: boolean
}

export interface Picture {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly description: string
  /** Where the charts stand; its width is the time asked for. */
  readonly plot: Box
  draw(pen: Pen): void
}

export const PICTURE_LEAST_PX = 480
const AXIS = 24
const TITLES: Readonly<Record<ChartName, string>> = { cores: 'Core lanes', used: 'Cores used', memory: 'Memory', tree: 'Process tree', run: 'Run' }

export function layoutPicture(history: RunHistory, spec: PictureSpec): Picture {
  const width = Math.max(PICTURE_LEAST_PX, Math.round(spec.width))
  const range = spec.range ?? extentOf(history)
  const gutter = spec.chart === 'tree' || spec.chart === 'run' ? Math.min(220, Math.round(width * 0.3)) : 84
  const plot = { x: MARGIN + gutter, width: width - 2 * MARGIN - gutter }
  const sections = sectionsOf(history, { ...spec, range }, { columns: plot.width, gutter })
  const heading = spec.isBare ? [] : headingLines(history, { spec, range, width: width - 2 * MARGIN })
  const footing = spec.isBare ? [] : footLines(history, width - 2 * MARGIN)
  // Where the tree stands below, its rows are the legend of processes: name and colour, side by side.
  const legend = mergeLegends(sections).filter(({ ink, mark }) => spec.chart !== 'run' || !(ink.kind === 'process' || mark === 'none'))
  const legendPx = legendHeight(legend, width - 2 * MARGIN)
  const sectionsPx = sections.reduce((sum, { height }) => sum + SECTION_HEAD + height + SECTION_AIR, 0)
  const height = MARGIN + linesHeight(heading) + sectionsPx + AXIS + legendPx + 8 + linesHeight(footing) + MARGIN / 2
  const draw = (pen: Pen): void => {
    pen.rect({ x: 0, y: 0, width, height }, token('ground'))
    let y = drawLines(pen, heading, MARGIN)
    const top = y
    for (const section of sections) y = drawSection(pen, section, { ...plot, y, range })
    drawTimeAxis(pen, { x: plot.x, y: top, width: plot.width, height: y - top }, range)
    drawLegend(pen, legend, { x: MARGIN, y: y + AXIS, width: width - 2 * MARGIN })
    drawLines(pen, footing, y + AXIS + legendPx + 8)
  }
  const charts = { ...plot, y: MARGIN + linesHeight(heading) + SECTION_HEAD, height: sectionsPx - SECTION_HEAD - SECTION_AIR }
  return { width, height: Math.ceil(height), plot: charts, title: `${TITLES[spec.chart]}: ${sayCommand(history)}`, description: `${sayFigures(history)}. ${sayMeasured(history)}.`, draw }
}

type Ranged = PictureSpec & { readonly range: TimeRange }

function sectionsOf(history: RunHistory, spec: Ranged, room: { readonly columns: number; readonly gutter: number }): Section[] {
  const scene = { history, range: spec.range, edgesNs: edgesOf(spec.range, room.columns), hidden: spec.hidden, gutter: room.gutter, percent: { percentOf: spec.percentOf, coreCount: history.header.machine.coreCount } }
  switch (spec.chart) {
    case 'cores':
      return [lanesSection(scene)]
    case 'used':
      return [usedSection(scene, 260)]
    case 'memory':
      return [memorySection(scene, 260)]
    case 'tree':
      return [treeSection(scene, 80)]
    case 'run':
      return [lanesSection(scene), usedSection(scene, 140), memorySection(scene, 140), treeSection(scene, 24)]
  }
}

/** Each ink is explained once, whichever chart brought it first. */
function mergeLegends(sections: readonly Section[]): LegendEntry[] {
  const entries = new Map<string, LegendEntry>()
  for (const { legend } of sections) for (const entry of legend) if (!entries.has(entry.label)) entries.set(entry.label, entry)
  return [...entries.values()].sort((a, b) => Number(a.ink.kind !== 'process') - Number(b.ink.kind !== 'process'))
}

function headingLines(history: RunHistory, { spec, range, width }: { spec: PictureSpec; range: TimeRange; width: number }): Line[] {
  const part = spec.range ? ` · ${formatDuration(range.fromNs)} to ${formatDuration(range.toNs)} of it` : ''
  const hiddenCount = spec.hidden.size
  const hidden = hiddenCount > 0 ? ` · ${hiddenCount} ${hiddenCount === 1 ? 'process' : 'processes'} hidden` : ''
  return [
    line(TITLES[spec.chart], { size: 16, isBold: true }),
    ...wrapText(sayCommand(history), width, { size: 12, face: 'mono', lines: 2 }).map(text => line(text, { size: 12, face: 'mono' })),
    ...wrapText(sayFigures(history) + part + hidden, width, { size: 11, lines: 3 }).map(text => line(text, { ink: 'muted' }))
  ]
}

const WARNINGS_MOST = 4

function footLines(history: RunHistory, width: number): Line[] {
  const small = { size: 10, ink: 'muted' } as const
  const wrap = (text: string, ink: Line['ink'] = 'muted'): Line[] => wrapText(text, width, { size: 10, lines: 3 }).map(piece => line(piece, { ...small, ink }))
  const warnings = [...history.warnings.values()]
  const left = warnings.length - WARNINGS_MOST
  return [
    ...wrap(`Machine: ${sayMachine(history.header.machine)}`),
    ...wrap(`Measured: ${sayMeasured(history)} · started ${sayStart(history.header)}`),
    ...warnings.slice(0, WARNINGS_MOST).flatMap(({ text }) => wrap(`Doubt: ${text}`, 'warning')),
    ...(left > 0 ? wrap(`and ${left} further ${left === 1 ? 'doubt' : 'doubts'}`, 'warning') : [])
  ]
}

/** A bold letter is about so much wider. */
const BOLD = 1.12
const SECTION_HEAD = 30

function drawSection(pen: Pen, section: Section, { x, y, width }: { x: number; y: number; width: number; range: TimeRange }): number {
  pen.text([MARGIN, y + 17], section.title, { size: 12, ink: token('text'), weight: 'bold' })
  pen.text([MARGIN + textWidth(section.title, 12) * BOLD + 10, y + 17], section.note, { size: 10, ink: token('muted') })
  pen.group(section.title, () => section.draw(pen, { x, y: y + SECTION_HEAD, width, height: section.height }))
  return y + SECTION_HEAD + section.height + SECTION_AIR
}
