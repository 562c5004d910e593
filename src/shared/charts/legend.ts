// The legend of a picture: what each ink stands for, flowing over as many lines as it takes.
import type { RunHistory } from '../derive/history.ts'
import { nameOfProcess } from '../derive/names.ts'
import type { ProcessId } from '../model/run.ts'
import { token, type Ink, type Pen } from './pen.ts'
import { fitName, textWidth } from './words.ts'

export interface LegendEntry {
  readonly ink: Ink
  readonly label: string
  readonly mark: 'box' | 'line' | 'dashes' | 'none'
}

const SIZE = 11
const ROW = 18
const SWATCH = 12
const GAP = 16
const LABEL_MOST = 220

/** Most processes that a legend names. */
const NAMED_MOST = 18

export function processEntries({ processes }: RunHistory, shown: readonly ProcessId[], mark: 'box' | 'line'): LegendEntry[] {
  const entries: LegendEntry[] = shown.slice(0, NAMED_MOST).flatMap(id => {
    const process = processes[id]
    return process ? [{ ink: { kind: 'process', slot: id, tint: 0 } as const, label: nameOfProcess(process), mark }] : []
  })
  const left = shown.length - entries.length
  return left > 0 ? [...entries, { ink: token('muted'), label: `and ${left} more`, mark: 'none' }] : entries
}

interface Placed {
  readonly entry: LegendEntry
  readonly x: number
  readonly y: number
  readonly label: string
}

function place(entries: readonly LegendEntry[], width: number): { readonly placed: readonly Placed[]; readonly height: number } {
  let x = 0
  let y = 0
  const placed = entries.map(entry => {
    const label = fitName(entry.label, Math.min(LABEL_MOST, width - SWATCH), { size: SIZE })
    const wide = (entry.mark === 'none' ? 0 : SWATCH + 5) + textWidth(label, SIZE)
    if (x > 0 && x + wide > width) {
      x = 0
      y += ROW
    }
    const here = { entry, x, y, label }
    x += wide + GAP
    return here
  })
  return { placed, height: entries.length === 0 ? 0 : y + ROW }
}

export const legendHeight = (entries: readonly LegendEntry[], width: number): number => place(entries, width).height

export function drawLegend(pen: Pen, entries: readonly LegendEntry[], { x, y, width }: { x: number; y: number; width: number }): void {
  for (const { entry, label, x: left, y: top } of place(entries, width).placed) {
    const at = { x: x + left, y: y + top }
    drawMark(pen, entry, at)
    pen.text([at.x + (entry.mark === 'none' ? 0 : SWATCH + 5), at.y + 12], label, { size: SIZE, ink: token('text') })
  }
}

function drawMark(pen: Pen, { ink, mark }: LegendEntry, { x, y }: { x: number; y: number }): void {
  if (mark === 'box') {
    pen.rect({ x, y: y + 3, width: SWATCH, height: SWATCH - 2 }, ink)
    return
  }
  if (mark === 'none') return
  const dash = mark === 'dashes' ? { dash: [3, 2] as const } : {}
  pen.line([x, y + 8], [x + SWATCH, y + 8], { ink, width: 2, ...dash })
}
