// A run cut into bins of about one tick each, a few thousand at a time, so that a day of it needs no more memory than a minute.
import type { TimeRange } from '../../../shared/derive/bins.ts'

/** Beyond so many bins they get wider than a tick: no viewer can use more, and the file would outgrow the recording. */
const BINS_MOST = 200_000
const BINS_AT_ONCE = 4096

/** Edges of each chunk, evenly spaced; the last edge of one is the first of the next. */
export function* chunksOf({ fromNs, toNs }: TimeRange, rateHz: number): Generator<Float64Array> {
  const widthNs = Math.max(1e9 / rateHz, (toNs - fromNs) / BINS_MOST)
  const count = Math.max(1, Math.ceil((toNs - fromNs) / widthNs - 1e-6))
  for (let first = 0; first < count; first += BINS_AT_ONCE) {
    const bins = Math.min(BINS_AT_ONCE, count - first)
    yield Float64Array.from({ length: bins + 1 }, (_, edge) => fromNs + (first + edge) * widthNs)
  }
}
