// The charts of a report: pictures in both themes, with what they show at each moment as tooltips and as a table.
import type { ChartTable } from '../../../../shared/charts/tables.ts'
import { lanesTable, memoryTable, usedTable } from '../../../../shared/charts/tables.ts'
import { percentSetting } from '../../../../shared/charts/percent.ts'
import { layoutPicture, type Picture } from '../../../../shared/charts/picture.ts'
import { writeSvgElement } from '../../../../shared/charts/svgPen.ts'
import { extentOf, type TimeRange } from '../../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { ABSENT } from '../../../../shared/format.ts'
import type { ChartName, ExportSpec } from '../../../../shared/model/export.ts'
import type { ProcessId } from '../../../../shared/model/run.ts'
import { lines, made, type Markup, table, tag } from './markup.ts'

const CHARTS = ['cores', 'used', 'memory', 'tree'] as const satisfies ChartName[]
const NAMES: Readonly<Record<(typeof CHARTS)[number], string>> = { cores: 'Core lanes', used: 'Cores used', memory: 'Memory', tree: 'Process tree' }
/** Tooltips side by side: a moment is then some eight pixels wide. */
const MOMENTS = 120

export interface ChartsSpec {
  readonly range: TimeRange | null
  readonly hidden: ReadonlySet<ProcessId>
  readonly percentOf: ExportSpec['percentOf']
  readonly width: number
}

export interface ReportChart {
  readonly name: string
  /** A picture of both themes: listColours tells which colours it asks for. */
  readonly svg: string
  readonly figure: Markup
}

export function layoutCharts(history: RunHistory, spec: ChartsSpec): ReportChart[] {
  return CHARTS.map(chart => {
    const picture = layoutPicture(history, { ...spec, chart, isBare: true })
    const svg = writeSvgElement({ ...picture, theme: 'both', idPrefix: `fs-${chart}` }, pen => picture.draw(pen))
    const tableOf = tables[chart]
    const moments = tableOf?.(history, spec, MOMENTS) ?? null
    return {
      name: NAMES[chart],
      svg,
      figure: tag(
        'figure',
        { 'aria-label': NAMES[chart] },
        tag('div', { class: 'chart' }, made(svg), moments && layoutMoments(picture, moments)),
        tableOf ? layoutTable(tableOf(history, spec, undefined)) : null
      )
    }
  })
}

type TableOf = (history: RunHistory, spec: ChartsSpec, rows: number | undefined) => ChartTable

/** What the tree shows stands in the report's table of processes. */
const tables: Readonly<Record<(typeof CHARTS)[number], TableOf | null>> = {
  cores: (history, { range }, rows) => lanesTable(history, range ?? extentOf(history), rows),
  used: (history, { range, hidden, percentOf }, rows) => usedTable(history, { view: range ?? extentOf(history), hidden, percent: percentSetting(history, percentOf), ...(rows === undefined ? {} : { rows }) }),
  memory: (history, { range, hidden }, rows) => memoryTable(history, { view: range ?? extentOf(history), hidden, ...(rows === undefined ? {} : { rows }) }),
  tree: null
}

/** Clear columns over a chart, each with what was measured then: a browser shows it without any script. */
function layoutMoments({ width, height, plot }: Picture, { columns, rows }: ChartTable): Markup {
  const step = plot.width / rows.length
  const boxOf = (row: number): Record<string, string> => ({ x: figure(plot.x + row * step), y: figure(plot.y), width: figure(step), height: figure(plot.height) })
  const rects = rows.map(({ time, cells }, row) => {
    const told = cells.flatMap((cell, column) => (cell === ABSENT ? [] : [`${columns[column] ?? ''}: ${cell}`]))
    return tag('rect', boxOf(row), tag('title', {}, lines([`from ${time}`, ...told])))
  })
  return tag('svg', { xmlns: 'http://www.w3.org/2000/svg', class: 'hover', width: figure(width), height: figure(height), viewBox: `0 0 ${figure(width)} ${figure(height)}`, 'aria-hidden': 'true' }, ...rects)
}

const figure = (value: number): string => String(Math.round(value * 10) / 10)

function layoutTable({ caption, columns, rows }: ChartTable): Markup {
  const numeric = new Set(columns.map((_, column) => column + 1))
  return tag('details', {}, tag('summary', {}, 'As a table'), tag('div', { class: 'wide' }, table(['From', ...columns], rows.map(({ time, cells }) => [time, ...cells]), { caption, numeric })))
}
