// A pen that keeps a log instead of drawing: what was drawn where, in which ink, in order.
import { inkKey, type Pen } from '../../../src/shared/charts/pen.ts'

export interface LogPen extends Pen {
  readonly log: string[]
}

const round = (value: number): number => Math.round(value * 1e2) / 1e2

export function openLogPen(): LogPen {
  const log: string[] = []
  return {
    log,
    rect: ({ x, y, width, height }, ink) => void log.push(`rect ${inkKey(ink)} ${[x, y, width, height].map(round).join(' ')}`),
    bars: (boxes, ink) => {
      for (let i = 0; i < boxes.length; i += 4) log.push(`bar ${inkKey(ink)} ${boxes.slice(i, i + 4).map(round).join(' ')}`)
    },
    line: (from, to, { ink }) => void log.push(`line ${inkKey(ink)} ${[...from, ...to].map(round).join(' ')}`),
    path: (points, { ink }) => void log.push(`path ${inkKey(ink)} ${points.map(round).join(' ')}`),
    text: (_at, text) => void log.push(`text ${text}`),
    clip: (_box, draw) => draw(),
    group: (title, draw) => {
      log.push(`group ${title}`)
      draw()
    }
  }
}
