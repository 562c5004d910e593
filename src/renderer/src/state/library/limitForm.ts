// The size limit of the library as typed, and what it would do. Pure.
import { pickOverLimit } from '../../../../shared/derive/retention.ts'
import { formatBytes, formatCount } from '../../../../shared/format.ts'
import type { LibraryItem } from '../../../../shared/model/recording.ts'

export type LimitUnit = 'MiB' | 'GiB'
export interface LimitFields {
  readonly amount: string
  readonly unit: LimitUnit
}
export const unitBytes: Readonly<Record<LimitUnit, number>> = { MiB: 2 ** 20, GiB: 2 ** 30 }

/** Less would not hold a day of recordings; more is no limit on any disk. */
const LEAST_BYTES = 10 * unitBytes.MiB
const MOST_BYTES = 1024 * 1024 * unitBytes.GiB
const SUGGESTED: LimitFields = { amount: '5', unit: 'GiB' }

export function fillLimit(limitBytes: number | null): LimitFields {
  if (limitBytes === null) return SUGGESTED
  const unit: LimitUnit = limitBytes >= unitBytes.GiB && limitBytes % (unitBytes.GiB / 4) === 0 ? 'GiB' : 'MiB'
  return { amount: String(limitBytes / unitBytes[unit]), unit }
}

export type ParsedLimit = { readonly ok: true; readonly bytes: number } | { readonly ok: false; readonly reason: string }

export function parseLimit({ amount, unit }: LimitFields): ParsedLimit {
  const text = amount.trim().replace(',', '.')
  if (!/^\d+(\.\d+)?$/.test(text)) return { ok: false, reason: 'Type a number, such as 5 or 1.5.' }
  const bytes = Math.round(Number(text) * unitBytes[unit])
  if (bytes < LEAST_BYTES) return { ok: false, reason: `At least ${formatBytes(LEAST_BYTES)}: less would not hold a few recordings.` }
  return bytes > MOST_BYTES ? { ok: false, reason: `At most ${formatBytes(MOST_BYTES)}. For more, set no limit.` } : { ok: true, bytes }
}

/** Who would go at once; oldest first. */
export function listGoing(newestFirst: readonly LibraryItem[], limitBytes: number | null): LibraryItem[] {
  return pickOverLimit(newestFirst, limitBytes, ({ sizeBytes, isPinned, runs, isBeingWritten }) => ({ sizeBytes, isPinned, isComplete: !isBeingWritten && runs.length > 0 && runs.every(({ exit }) => exit !== null) }))
}

/** What a limit means for the library as it is. */
export function sayLimit(items: readonly LibraryItem[], limitBytes: number, going: readonly LibraryItem[]): string {
  const sizeOf = (some: readonly LibraryItem[]): number => some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const restBytes = sizeOf(items) - sizeOf(going)
  const stays = restBytes > limitBytes ? ` What is pinned, cut off or cannot be read stays and takes ${formatBytes(restBytes)}, more than the limit.` : ''
  if (going.length === 0) return `Nothing goes now.${stays}`
  return `${countRecordings(going.length)} (${formatBytes(sizeOf(going))}) would go to the trash at once.${stays}`
}

export const countRecordings = (count: number): string => `${formatCount(count)} ${count === 1 ? 'recording' : 'recordings'}`
