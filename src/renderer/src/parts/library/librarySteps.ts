// What a key means in the list of recordings, by the ARIA practices for tree grids in which several rows can be chosen. Pure.
import type { LibraryChoice } from '../../state/library/libraryChoices.ts'
import type { LibraryRow, PlaceRow } from '../../state/library/libraryRows.ts'
import { type Choosing, isPlace } from '../../state/library/librarySelection.ts'

export type LibraryAction = LibraryChoice | 'menu'
export type LibraryStep =
  | { readonly kind: 'choose'; readonly key: string; readonly how: Choosing }
  | { readonly kind: 'choose-all' }
  | { readonly kind: 'unfold'; readonly row: PlaceRow; readonly isOpen: boolean }
  | { readonly kind: 'act'; readonly row: PlaceRow; readonly action: LibraryAction }

export interface LibraryStroke {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}
interface ListPlace {
  readonly rows: readonly LibraryRow[]
  /** Key of the row the keyboard is on; null: none yet. */
  readonly active: string | null
  /** Whole rows on the screen. */
  readonly page: number
}

const actions: Readonly<Record<string, LibraryAction>> = { Enter: 'open', F2: 'rename', p: 'pin', P: 'pin', n: 'note', N: 'note', Delete: 'trash', ContextMenu: 'menu' }

/** Null: not a key of the list. */
export function stepLibrary(stroke: LibraryStroke, { rows, active, page }: ListPlace): LibraryStep | null {
  const places = rows.filter(isPlace)
  const at = places.findIndex(({ key }) => key === active)
  const isHeld = stroke.ctrlKey || stroke.metaKey
  if (stroke.altKey) return null
  const goal = goalOf(stroke.key, { at, last: places.length - 1, page })
  if (goal !== null) return stepTo(places[goal], isHeld ? 'pass' : stroke.shiftKey ? 'stretch' : 'only')
  if (isHeld && stroke.key.toLowerCase() === 'a') return { kind: 'choose-all' }
  const row = places[at]
  if (!row) return null
  if (stroke.key === ' ') return stepTo(row, 'toggle')
  if (stroke.metaKey && stroke.key === 'Backspace') return { kind: 'act', row, action: 'trash' } // how a Mac deletes
  if (isHeld) return stroke.key.toLowerCase() === 'c' ? { kind: 'act', row, action: 'copy' } : null
  return stroke.key === 'F10' && stroke.shiftKey ? { kind: 'act', row, action: 'menu' } : stepOnRow(stroke.key, row, places)
}

/** Index among the rows that can be chosen. */
function goalOf(key: string, { at, last, page }: { at: number; last: number; page: number }): number | null {
  const goals: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last }
  const goal = goals[key]
  return goal === undefined ? null : Math.max(0, Math.min(last, goal))
}

const stepTo = (row: PlaceRow | undefined, how: Choosing): LibraryStep | null => (row ? { kind: 'choose', key: row.key, how } : null)

function stepOnRow(key: string, row: PlaceRow, places: readonly PlaceRow[]): LibraryStep | null {
  const isOpen = row.kind === 'recording' ? row.isOpen : null
  if (key === 'ArrowRight') {
    if (isOpen === false) return { kind: 'unfold', row, isOpen: true }
    return isOpen ? stepTo(places[places.indexOf(row) + 1], 'only') : null
  }
  if (key === 'ArrowLeft') {
    if (isOpen) return { kind: 'unfold', row, isOpen: false }
    return row.kind === 'run' ? stepTo(places.find(other => other.kind === 'recording' && other.item.recording === row.item.recording), 'only') : null
  }
  const action = actions[key]
  return action ? { kind: 'act', row, action } : null
}
