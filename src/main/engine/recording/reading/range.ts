// A stretch of one series at so many pixels: from the pyramid where a pixel is a second or more, from the samples below.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'
import { BLOCK, levels, partOf, type Series, subjectOf } from '../rolls/series.ts'
import { decodeRoll, unpackRoll } from '../rolls/rollBlob.ts'
import { Pixels, type RangePixels } from './pixels.ts'
import type { RollHead } from './rollHeads.ts'

export interface RangeSpec extends TimeRange {
  readonly pixels: number
  /** From the samples, however many there are. */
  readonly isExact?: boolean
}

export interface RangeSources {
  readonly heads: readonly RollHead[]
  /** Bytes of a block; null if it is damaged. */
  readonly readRoll: (head: RollHead) => Uint8Array | null
  /** Puts what the samples say of the time between into the pixels. */
  readonly fillFromRows: (pixels: Pixels, range: TimeRange) => void
  /** When the process of the series lived; the whole run for other series. */
  readonly life: TimeRange
}

/** Least, greatest and mean per pixel; NaN where nothing is known. */
export function readRange(series: Series, { fromNs, toNs, pixels: count, isExact = false }: RangeSpec, sources: RangeSources): RangePixels {
  const pixels = new Pixels({ fromNs, toNs }, count)
  const known = { fromNs: Math.max(fromNs, sources.life.fromNs), toNs: Math.min(toNs, sources.life.toNs) }
  const pixelSeconds = (toNs - fromNs) / count / NS_PER_SECOND
  // Who lived for less than an entry of a level has no place there.
  const coarsest = Math.min(pixelSeconds, (sources.life.toNs - sources.life.fromNs) / NS_PER_SECOND)
  const level = isExact ? -1 : levels.findLastIndex(seconds => seconds <= coarsest)
  if (known.toNs > known.fromNs) fill(pixels, { series, level, range: known, sources })
  return pixels.take()
}

interface Filling {
  readonly series: Series
  readonly level: number
  readonly range: TimeRange
  readonly sources: RangeSources
}

/** What a level does not have (its last block is not written before it is full, or it is damaged) a finer one does. */
function fill(pixels: Pixels, { series, level, range, sources }: Filling): void {
  const seconds = levels[level]
  if (seconds === undefined) {
    sources.fillFromRows(pixels, range)
    return
  }
  const blockNs = BLOCK * seconds * NS_PER_SECOND
  let coveredNs = range.fromNs
  const finer = (toNs: number): void => {
    if (toNs > coveredNs) fill(pixels, { series, level: level - 1, range: { fromNs: coveredNs, toNs }, sources })
  }
  for (const head of sources.heads) {
    if (head.level !== seconds || head.part !== partOf(series) || head.fromNs >= range.toNs || head.fromNs + blockNs <= range.fromNs) continue
    const blob = sources.readRoll(head)
    if (!blob) continue
    finer(Math.min(range.toNs, head.fromNs))
    const untilNs = putBlock(pixels, blob, { series, head, seconds, range })
    coveredNs = Math.max(coveredNs, Math.min(range.toNs, untilNs))
  }
  finer(range.toNs)
}

/** Returns until when the block knows something. */
function putBlock(pixels: Pixels, blob: Uint8Array, { series, head, seconds, range }: { series: Series; head: RollHead; seconds: number; range: TimeRange }): number {
  const columns = decodeRoll(unpackRoll(blob), { measure: series.measure, subject: subjectOf(series) })
  const entryNs = seconds * NS_PER_SECOND
  const isUse = series.measure === 'used' || series.measure === 'waited' || series.measure === 'busy'
  for (let entry = 0; entry < BLOCK; entry++) {
    const fromNs = head.fromNs + entry * entryNs
    // A process that is not spoken of used nothing: it lived, and its life is the range.
    const [least, most, mean] = columns ? [columns.least[entry]!, columns.most[entry]!, columns.mean[entry]!] : isUse && 'process' in series ? [0, 0, 0] : [NaN, NaN, NaN]
    pixels.put({ fromNs: Math.max(fromNs, range.fromNs), toNs: Math.min(fromNs + entryNs, range.toNs) }, { least, most, mean })
  }
  return head.fromNs + BLOCK * entryNs
}
