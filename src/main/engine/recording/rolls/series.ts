// What a recording has a pyramid of: least, greatest and mean per second, per 16 s and per 256 s.
import type { ProcessId } from '../../../../shared/model/run.ts'

/** Cores used, threads waiting and memory of the whole tree; busy share of a core of the machine; cores used and RSS of one process. */
export type Series =
  | { readonly measure: 'used' | 'waited' | 'pss' | 'uss' }
  | { readonly measure: 'busy'; readonly core: number }
  | { readonly measure: 'used' | 'rss'; readonly process: ProcessId }

export type Measure = Series['measure']
/** The order is part of the format. */
export const measures: readonly Measure[] = ['used', 'waited', 'busy', 'pss', 'uss', 'rss']

/** Of the tree and the machine: always asked for. Of processes: there may be thousands, so they are stored apart. */
export type RollPart = 'tree' | 'processes'

/** Seconds per entry of each level. */
export const levels = [1, 16, 256] as const
/** Entries per stored block of every level. */
export const BLOCK = 60

/** One per series within a part. */
export const keyOf = (series: Series): string => `${series.measure} ${subjectOf(series)}`

/** Core or process; −1 = the tree. */
export function subjectOf(series: Series): number {
  if ('process' in series) return series.process
  return 'core' in series ? series.core : -1
}

export const partOf = (series: Series): RollPart => ('process' in series ? 'processes' : 'tree')

/** What one stored step stands for: 1/200 of a core; 64 KiB. Extremes are rounded outwards, so that no peak is lost. */
export function stepOf(measure: Measure): number {
  return measure === 'pss' || measure === 'uss' || measure === 'rss' ? 65_536 : 0.005
}
