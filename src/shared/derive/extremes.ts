// Least and greatest values of a stretch, laid onto the bins of a picture: a bin has what the pixels have that it touches.
import type { LeastMost } from '../model/detail.ts'
import type { TimeRange } from './bins.ts'

export interface Extremes extends TimeRange, LeastMost {}

/** NaN where nothing is known. */
export function extremesOver({ fromNs, toNs, least, most }: Extremes, edgesNs: Float64Array): LeastMost {
  const count = Math.max(0, edgesNs.length - 1)
  const over = { least: new Float64Array(count).fill(NaN), most: new Float64Array(count).fill(NaN) }
  const widthNs = (toNs - fromNs) / least.length
  for (let bin = 0; bin < count; bin++) {
    const first = Math.max(0, Math.floor((edgesNs[bin]! - fromNs) / widthNs))
    const end = Math.min(least.length, Math.ceil((edgesNs[bin + 1]! - fromNs) / widthNs))
    for (let pixel = first; pixel < end; pixel++) {
      if (!(over.least[bin]! <= least[pixel]!) && !Number.isNaN(least[pixel]!)) over.least[bin] = least[pixel]!
      if (!(over.most[bin]! >= most[pixel]!) && !Number.isNaN(most[pixel]!)) over.most[bin] = most[pixel]!
    }
  }
  return over
}
