// An experiment's comparison as one picture that explains itself: what was asked, the curves of its variants laid over each other,
// a row of figures for each, where it was run and by what.
import { edgesOf } from '../derive/bins.ts'
import { deriveFigures, type VariantFigures } from '../derive/experimentFigures.ts'
import { medianByWall, outcomeOf, type OutcomeSoFar } from '../derive/experimentOutcome.ts'
import { sayOrder } from '../derive/orderWords.ts'
import { ABSENT, formatCores, formatDuration } from '../format.ts'
import type { Experiment, Variant } from '../model/experiment.ts'
import type { VariantRun } from '../model/outcome.ts'
import type { CurveKind, UsedCurve } from '../model/usedCurve.ts'
import { atWorkOf, countSteps, curveTitles, lastNs, layCurves, sayCompared, type VariantCurve } from './comparedCurves.ts'
import { markGrid } from './grid.ts'
import { comparedAxis, markCompared, strokeOfVariant } from './layoutCompared.ts'
import { sayMachine, sayUnixMs } from './measured.ts'
import { token, type Pen } from './pen.ts'
import { type PercentOf, sayPercent } from './percent.ts'
import type { Picture } from './picture.ts'
import { drawLines, drawTimeAxis, line, type Line, linesHeight, MARGIN, SECTION_AIR } from './pictureParts.ts'
import { fitName, textWidth, wrapText } from './words.ts'

export interface ComparedResults extends OutcomeSoFar {
  readonly experiment: Experiment
  readonly results: readonly { readonly run: VariantRun; readonly curve: UsedCurve }[]
}

export interface ComparedPictureSpec {
  readonly kind: CurveKind
  readonly percentOf: PercentOf['percentOf']
  /** CSS pixels. */
  readonly width: number
}

const LEAST_PX = 640
const GUTTER = 64
const PLOT_PX = 300
const HEAD = 30
const AXIS = 28
const ROW = 20

/** Null: no run has ended yet. */
export function layoutComparedPicture(compared: ComparedResults, spec: ComparedPictureSpec): Picture | null {
  const rows = listRows(compared)
  const [first] = rows
  if (!first) return null
  const width = Math.max(LEAST_PX, Math.round(spec.width))
  const inner = width - 2 * MARGIN
  const plot = { x: MARGIN + GUTTER, width: inner - GUTTER }
  const { machine } = first.shown.run.summary
  const percent = { percentOf: spec.percentOf, coreCount: machine.coreCount }
  const curves = rows.map(({ curve }) => curve)
  const range = { fromNs: 0, toNs: lastNs(curves) }
  const steps = countSteps(plot.width, range.toNs)
  const laid = layCurves(curves, edgesOf(range, steps), { kind: spec.kind, looked: null })
  const axis = comparedAxis(laid, spec.kind, percent)
  const title = `${curveTitles[spec.kind]} over time`
  const note = `${sayPercent(percent)}; ${sayCompared(curves, { stepNs: range.toNs / steps, runs: Math.max(...rows.map(({ figures }) => figures.runCount)) })}`
  const heading = headingLines(compared, inner)
  const footing = footLines(compared, inner)
  const top = MARGIN + linesHeight(heading)
  const tablePx = ROW * (rows.length + 1) + 8
  const height = top + HEAD + PLOT_PX + SECTION_AIR + AXIS + tablePx + linesHeight(footing) + MARGIN / 2
  const box = { ...plot, y: top + HEAD, height: PLOT_PX }
  return {
    ...{ width, height: Math.ceil(height), plot: box, title: `${compared.experiment.title}: ${title}` },
    description: rows.map(({ variant, figures }) => `${variant.title}: ${sayFigures(figures).slice(0, 2).join(' cores, ')}`).join('. '),
    draw(pen) {
      pen.rect({ x: 0, y: 0, width, height }, token('ground'))
      drawLines(pen, heading, MARGIN)
      pen.text([MARGIN, top + 17], title, { size: 12, ink: token('text'), weight: 'bold' })
      pen.text([MARGIN + textWidth(title, 12) * 1.12 + 10, top + 17], note, { size: 10, ink: token('muted') })
      pen.group(title, () => {
        markGrid(pen, axis, { box, hasLabels: true })
        markCompared(pen, laid, { box, most: axis.most, coreCount: percent.coreCount })
      })
      drawTimeAxis(pen, { ...plot, y: box.y, height: PLOT_PX + SECTION_AIR }, range)
      const below = box.y + PLOT_PX + SECTION_AIR + AXIS
      drawRows(pen, rows, { y: below, width: inner })
      drawLines(pen, footing, below + tablePx)
    }
  }
}

interface Row {
  readonly variant: Variant
  readonly figures: VariantFigures
  readonly curve: VariantCurve
  readonly shown: ComparedResults['results'][number]
}

/** One per variant that has a result, in the order of the experiment's colours. */
function listRows(compared: ComparedResults): Row[] {
  const figures = deriveFigures(outcomeOf(compared, compared.experiment))
  return compared.experiment.variants.flatMap((variant, slot): Row[] => {
    const shown = medianByWall(compared.results.filter(({ run }) => run.variant === variant.name))
    const own = figures.find(each => each.variant === variant.name)
    if (!shown || !own) return []
    return [{ variant, figures: own, shown, curve: { slot, title: variant.title, curve: shown.curve, atWorkNs: atWorkOf(shown.run.atWork) } }]
  })
}

function headingLines({ experiment, order }: ComparedResults, width: number): Line[] {
  return [
    line(experiment.title, { size: 16, isBold: true }),
    ...wrapText(experiment.question, width, { size: 12, lines: 2 }).map(text => line(text, { size: 12 })),
    ...wrapText(sayOrder(order, experiment), width, { size: 11, lines: 2 }).map(text => line(text, { ink: 'muted' }))
  ]
}

function footLines({ results }: ComparedResults, width: number): Line[] {
  const [first] = results
  if (!first) return []
  const { machine, rateHz, startedAtUnixMs } = first.run.summary
  const interpreters = [...new Set(results.map(({ run: { interpreter } }) => `${interpreter.implementation} ${interpreter.version}`))]
  const sentences = [`Machine: ${sayMachine(machine)}`, `By: ${interpreters.join(', ')}`, `Measured: sampled at ${rateHz} Hz · cores used and demand while the workers were at work · medians of the runs · started ${sayUnixMs(startedAtUnixMs)}`]
  return sentences.flatMap(text => wrapText(text, width, { size: 10, lines: 2 }).map(piece => line(piece, { size: 10, ink: 'muted' })))
}

const columns = ['Cores used', 'Demand', 'Wall time', 'CPU time', 'Speed-up'] as const
const COLUMN = 84
const SWATCH = 22

/** In the order of `columns`. */
function sayFigures({ coresUsed, demand, wallNs, cpuNs, speedUp }: VariantFigures): string[] {
  return [formatCores(coresUsed?.median ?? null), formatCores(demand?.median ?? null), formatDuration(wallNs?.median ?? null), formatDuration(cpuNs?.median ?? null), speedUp === null ? ABSENT : `${speedUp.toFixed(2)} ×`]
}

/** The legend, with the figures of each variant. */
function drawRows(pen: Pen, rows: readonly Row[], { y, width }: { y: number; width: number }): void {
  const rightOf = (column: number): number => MARGIN + width - (columns.length - 1 - column) * COLUMN
  const nameRoom = width - columns.length * COLUMN - SWATCH - 8
  columns.forEach((name, column) => pen.text([rightOf(column), y + 14], name, { size: 10, ink: token('muted'), anchor: 'end' }))
  rows.forEach(({ variant, figures, curve: { slot } }, index) => {
    const base = y + ROW * (index + 1) + 14
    const { ink, dash } = strokeOfVariant(slot)
    pen.line([MARGIN, base - 4], [MARGIN + SWATCH - 8, base - 4], { ink, width: 2.25, ...(dash ? { dash } : {}) })
    pen.text([MARGIN + SWATCH, base], fitName(variant.title, nameRoom, { size: 11 }), { size: 11, ink: token('text') })
    sayFigures(figures).forEach((text, column) => pen.text([rightOf(column), base], text, { size: 11, ink: token('text'), anchor: 'end' }))
  })
}
