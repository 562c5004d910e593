// The library as a flat list of rows: what fits the search, sorted, under its days where it is sorted by date; the runs of an
// unfolded recording below it. Pure.
import { formatDay } from '../../../../shared/format.ts'
import type { LibraryItem, LibraryRun, RecordingId } from '../../../../shared/model/recording.ts'
import { sumRuns } from './libraryFigures.ts'
import { type LibraryKey, nameRecording, sayItem } from './libraryWords.ts'
import type { LabTitles } from './labTitles.ts'

export interface LibrarySorting {
  readonly by: LibraryKey
  readonly descending: boolean
}
export const NEWEST_FIRST: LibrarySorting = { by: 'started', descending: true }

export interface DayRow {
  readonly kind: 'day'
  readonly key: string
  readonly title: string
  readonly count: number
}
interface Place {
  /** Stays the same as long as the recording is there. */
  readonly key: string
  readonly item: LibraryItem
  /** Levels and positions count from 1, as a screen reader says them. */
  readonly level: 1 | 2
  readonly position: number
  readonly siblings: number
}
export interface RecordingRow extends Place {
  readonly kind: 'recording'
  /** Null: one run, nothing to unfold. */
  readonly isOpen: boolean | null
}
export interface RunRow extends Place {
  readonly kind: 'run'
  readonly run: LibraryRun
}
/** What can be chosen. */
export type PlaceRow = RecordingRow | RunRow
export type LibraryRow = DayRow | PlaceRow

export interface RowQuery {
  /** Those that fit the search. */
  readonly items: readonly LibraryItem[]
  readonly sorting: LibrarySorting
  readonly open: ReadonlySet<RecordingId>
  readonly titles: LabTitles
  /** What counts as today, milliseconds since 1970. */
  readonly nowUnixMs: number
}

export function listRows({ items, sorting, open, titles, nowUnixMs }: RowQuery): LibraryRow[] {
  const sorted = sortItems(items, sorting, titles)
  const places = sorted.map((item, index): PlaceRow[] => placeItem(item, { position: index + 1, siblings: sorted.length, isOpen: open.has(item.recording) }))
  if (sorting.by !== 'started') return places.flat()
  const days = sorted.map(item => formatDay(item.startedAtUnixMs, nowUnixMs))
  return places.flatMap((rows, index) => {
    const title = days[index] ?? ''
    if (days[index - 1] === title) return rows
    return [{ kind: 'day' as const, key: `day ${title}`, title, count: days.filter(day => day === title).length }, ...rows]
  })
}

function placeItem(item: LibraryItem, { position, siblings, isOpen }: { position: number; siblings: number; isOpen: boolean }): PlaceRow[] {
  const hasRuns = item.runs.length > 1
  const row: RecordingRow = { kind: 'recording', key: item.recording, item, level: 1, position, siblings, isOpen: hasRuns ? isOpen : null }
  if (!hasRuns || !isOpen) return [row]
  return [row, ...item.runs.map((run, index): RunRow => ({ kind: 'run', key: keyOfRun(item.recording, run), item, run, level: 2, position: index + 1, siblings: item.runs.length }))]
}

const keyOfRun = (recording: RecordingId, { number }: LibraryRun): string => `${recording}-run-${number}`

type SortValue = number | string | null

/** What is not known stands last, whichever way it is sorted; equals stay newest first. */
function sortItems(items: readonly LibraryItem[], { by, descending }: LibrarySorting, titles: LabTitles): LibraryItem[] {
  const keyed = items.map(item => ({ item, value: sortValue(item, by, titles) }))
  const way = descending ? -1 : 1
  keyed.sort((left, right) => {
    if (left.value === null || right.value === null) return Number(left.value === null) - Number(right.value === null) || newerFirst(left.item, right.item)
    return way * compareValues(left.value, right.value) || newerFirst(left.item, right.item)
  })
  return keyed.map(({ item }) => item)
}

const newerFirst = (left: LibraryItem, right: LibraryItem): number => right.startedAtUnixMs - left.startedAtUnixMs
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const compareValues = (left: number | string, right: number | string): number => (typeof left === 'number' && typeof right === 'number' ? left - right : collator.compare(String(left), String(right)))

function sortValue(item: LibraryItem, by: LibraryKey, titles: LabTitles): SortValue {
  const figures = sumRuns(item.runs)
  const words = (): ReturnType<typeof sayItem> => sayItem(item, { titles, isUnderDay: false })
  const values: Readonly<Record<LibraryKey, () => SortValue>> = {
    name: () => nameRecording(item, titles).name,
    started: () => item.startedAtUnixMs,
    duration: () => figures.wallNs,
    exit: () => words().exit,
    cores: () => figures.coresUsedPeak,
    pss: () => figures.peakPssBytes,
    processes: () => figures.processCount,
    threads: () => figures.threadCountPeak,
    size: () => item.sizeBytes
  }
  return values[by]()
}
