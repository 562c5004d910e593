// Which row the keyboard is on and which recordings are chosen, through clicks, keys and changes of the list. Pure.
import type { RecordingId } from '../../../../shared/model/recording.ts'
import type { LibraryRow, PlaceRow } from './libraryRows.ts'

export interface Selection {
  /** Key of the row that keys work on; null: none. */
  readonly active: string | null
  /** Key of the row where a stretch begins. */
  readonly anchor: string | null
  readonly chosen: ReadonlySet<RecordingId>
}
export const NOTHING_CHOSEN: Selection = { active: null, anchor: null, chosen: new Set() }

/** `only`: this and no other. `toggle`: this, too, or not any more. `stretch`: all from the anchor to here. `pass`: move the keyboard, choose nothing. */
export type Choosing = 'only' | 'toggle' | 'stretch' | 'pass'

export const isPlace = (row: LibraryRow | undefined): row is PlaceRow => row !== undefined && row.kind !== 'day'

export function chooseRow(selection: Selection, rows: readonly LibraryRow[], key: string, how: Choosing): Selection {
  const row = rows.find(each => each.key === key)
  if (!isPlace(row)) return selection
  const { recording } = row.item
  switch (how) {
    case 'only':
      return { active: key, anchor: key, chosen: new Set([recording]) }
    case 'pass':
      return { ...selection, active: key }
    case 'toggle': {
      const chosen = new Set(selection.chosen)
      if (!chosen.delete(recording)) chosen.add(recording)
      return { active: key, anchor: key, chosen }
    }
    case 'stretch': {
      const from = rows.findIndex(each => each.key === (selection.anchor ?? key))
      const to = rows.indexOf(row)
      const stretch = rows.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1)
      return { active: key, anchor: from < 0 ? key : selection.anchor, chosen: new Set(stretch.filter(isPlace).map(({ item }) => item.recording)) }
    }
  }
}

export function chooseAll(selection: Selection, rows: readonly LibraryRow[]): Selection {
  const places = rows.filter(isPlace)
  return { active: selection.active ?? places[0]?.key ?? null, anchor: places[0]?.key ?? null, chosen: new Set(places.map(({ item }) => item.recording)) }
}

/** After the list changed: what is not in it any more is not chosen, and the keyboard stays at its place, on what has moved up there; at first on the first. */
export function keepSelection(selection: Selection, rows: readonly LibraryRow[], former: readonly LibraryRow[]): Selection {
  const there = new Set(rows.map(({ key }) => key))
  const chosen = new Set(rows.filter(isPlace).map(({ item }) => item.recording).filter(recording => selection.chosen.has(recording)))
  if (selection.active !== null && there.has(selection.active)) return { ...selection, chosen }
  const at = former.findIndex(({ key }) => key === selection.active)
  const isLeft = (row: LibraryRow): row is PlaceRow => isPlace(row) && there.has(row.key)
  const gone = former[at]
  const folded = gone?.kind === 'run' ? rows.find((row): row is PlaceRow => row.key === gone.item.recording) : undefined
  const next = folded ?? former.slice(at + 1).find(isLeft) ?? former.slice(0, Math.max(0, at)).findLast(isLeft) ?? rows.find(isPlace)
  if (!next) return NOTHING_CHOSEN
  return { active: next.key, anchor: next.key, chosen: chosen.size > 0 ? chosen : new Set([next.item.recording]) }
}
