// What every track is told and what it says: all share one time axis and one cursor, which their owner holds.
import type { ThemeName } from '../../../../shared/charts/theme.ts'
import type { PercentOf } from '../../../../shared/charts/percent.ts'
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import type { RunExtremes } from '../../../../shared/model/detail.ts'
import type { ProcessId } from '../../../../shared/model/run.ts'

/** What all tracks together are told. */
export interface TrackListProps {
  /** A plain object that grows; `revision` says when to look at it again. */
  readonly history: RunHistory
  /** Raised when something new is in `history`. Held still, the track stands still. */
  readonly revision: number
  /** What the time axis shows. */
  readonly view: TimeRange
  /** Where all tracks read their values; null: the newest. */
  readonly cursorNs: number | null
  /** The play head of a run that is over; null: there is none. */
  readonly headNs: number | null
  readonly hidden: ReadonlySet<ProcessId>
  readonly percentOf: PercentOf['percentOf']
  readonly theme: ThemeName
}

export interface TrackProps extends TrackListProps {
  /** Where the values at the cursor stand, which need not be on the screen. */
  readonly readFrom: RunHistory
  /** Of the whole tree, per pixel of a stretch that holds the view; null: means hide nothing, or nobody knows. */
  readonly extremes: StretchExtremes | null
}

export type StretchExtremes = TimeRange & RunExtremes

export interface TrackEmits {
  /** The user chose another stretch of time: wheel, brush, pan. */
  zoom: [range: TimeRange]
  /** Double click: show the whole run again. */
  reset: []
  /** The pointer is at this time; null: it has left. */
  cursor: [atNs: number | null]
  /** A moment was clicked. */
  place: [atNs: number]
  /** A process was clicked. */
  select: [process: ProcessId]
}
