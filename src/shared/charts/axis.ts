// Ticks of axes: where they stand and what they say. Steps are those a person would choose.
import { formatBytes, formatPercent, formatTimeTick } from '../format.ts'
import type { TimeRange } from '../derive/bins.ts'
import type { PercentOf } from './percent.ts'

export interface Tick {
  readonly value: number
  readonly label: string
}

const SECOND = 1e9
const timeSteps: readonly number[] = [
  ...[1e3, 1e4, 1e5].flatMap(decade => [1, 2, 5].map(step => step * decade)), // µs
  ...[1e6, 1e7, 1e8].flatMap(decade => [1, 2, 5].map(step => step * decade)), // ms
  ...[1, 2, 5, 10, 15, 30].map(step => step * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(step => step * 60 * SECOND),
  ...[1, 2, 3, 6, 12, 24, 48, 120, 240].map(step => step * 3600 * SECOND)
]

/** Ticks at least `apartPx` apart, at whole multiples of a step of time. */
export function timeTicks({ fromNs, toNs }: TimeRange, widthPx: number, apartPx = 84): Tick[] {
  const leastNs = ((toNs - fromNs) * apartPx) / Math.max(1, widthPx)
  const stepNs = timeSteps.find(step => step >= leastNs) ?? timeSteps.at(-1) ?? leastNs
  const first = Math.ceil(fromNs / stepNs - 1e-9)
  const last = Math.floor(toNs / stepNs + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const value = (first + i) * stepNs
    return { value, label: formatTimeTick(value, stepNs) }
  })
}

/** An axis of values from 0 to `most`. */
export interface ValueAxis {
  readonly most: number
  readonly ticks: readonly Tick[]
}

/** Cores, labelled as percent of one core or of all. At least `leastMost` high. */
export function coresAxis(mostCores: number, percent: PercentOf, { count = 4, leastMost = 1 } = {}): ValueAxis {
  const unit = percent.percentOf === 'machine' ? percent.coreCount : 1
  const wanted = Math.max(mostCores, Math.min(leastMost, unit))
  // Steps are chosen in percent, since that is what is read: 5 % of 64 cores is 3.2 cores.
  const step = niceStep(wanted / unit / count, 10) * unit
  // Beyond ten cores a percentage of one says less than their number.
  if (unit === 1 && wanted > 10) return axisOf(wanted, Math.max(1, niceStep(wanted / count, 10)), value => `${value} cores`)
  return axisOf(wanted, step, value => formatPercent(value / unit))
}

/** Bytes in powers of two: steps of 1, 2, 4 … 512 of a binary unit. */
export function bytesAxis(mostBytes: number, { count = 4 } = {}): ValueAxis {
  const wanted = Math.max(mostBytes, 1024)
  return axisOf(wanted, 2 ** Math.ceil(Math.log2(wanted / count)), formatBytes)
}

function axisOf(wanted: number, step: number, label: (value: number) => string): ValueAxis {
  // In half steps: neither half a chart of air above the data, nor an axis that breathes with every new sample.
  const halves = Math.max(1, Math.ceil((wanted / step) * 2 - 0.03))
  const ticks = Array.from({ length: Math.floor(halves / 2) + 1 }, (_, i) => ({ value: i * step, label: label(i * step) }))
  return { most: (halves * step) / 2, ticks }
}

/** The least of 1, 2, 2.5, 5 × a power of `base` that is not below `least`. */
function niceStep(least: number, base: number): number {
  const power = base ** Math.floor(Math.log10(least) / Math.log10(base))
  return ([1, 2, 2.5, 5, 10].find(factor => factor * power >= least * 0.999) ?? 10) * power
}
