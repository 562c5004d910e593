// What a key means in the tree grid, by the ARIA practices for tree grids whose rows take the focus. Pure.
import type { TreeRow } from '../../state/tree/treeRows.ts'

export type TreeStep =
  | { readonly kind: 'go'; readonly index: number }
  | { readonly kind: 'open'; readonly row: TreeRow; readonly isOpen: boolean }
  | { readonly kind: 'hide'; readonly row: TreeRow }
  | { readonly kind: 'menu'; readonly row: TreeRow }

interface TreePlace {
  readonly rows: readonly TreeRow[]
  /** −1: no row is chosen. */
  readonly at: number
  readonly page: number
}

/** Null: not a key of the tree. */
export function stepRow(event: { readonly key: string; readonly shiftKey: boolean }, { rows, at, page }: TreePlace): TreeStep | null {
  const last = rows.length - 1
  const row = rows[at]
  const go = (index: number): TreeStep | null => (last < 0 ? null : { kind: 'go', index: Math.max(0, Math.min(last, index)) })
  switch (event.key) {
    case 'ArrowDown':
      return go(at + 1)
    case 'ArrowUp':
      return go(at - 1)
    case 'PageDown':
      return go(at + page)
    case 'PageUp':
      return go(at - page)
    case 'Home':
      return go(0)
    case 'End':
      return go(last)
    default:
      return row ? stepOnRow(event, row, { rows, at, page }) : null
  }
}

function stepOnRow({ key, shiftKey }: { readonly key: string; readonly shiftKey: boolean }, row: TreeRow, { rows, at }: TreePlace): TreeStep | null {
  switch (key) {
    case 'ArrowRight':
      if (row.isOpen === false) return { kind: 'open', row, isOpen: true }
      return row.isOpen ? { kind: 'go', index: at + 1 } : null
    case 'ArrowLeft': {
      if (row.isOpen) return { kind: 'open', row, isOpen: false }
      const parent = rows.findLastIndex((other, index) => index < at && other.level < row.level)
      return parent >= 0 ? { kind: 'go', index: parent } : null
    }
    case 'h':
    case 'H':
      return { kind: 'hide', row }
    case 'Enter':
    case 'ContextMenu':
      return { kind: 'menu', row }
    default:
      return key === 'F10' && shiftKey ? { kind: 'menu', row } : null
  }
}
