// What can be done with the chosen recordings, as a menu.
import type { LibraryItem } from '../../../../shared/model/recording.ts'
import type { MenuEntry } from '../common/menu.ts'

/** Of one recording all; of several what makes sense for all of them at once. */
export function listLibraryMenu(chosen: readonly LibraryItem[]): MenuEntry[] {
  const [first] = chosen
  const isReadable = first !== undefined && first.runs.length > 0
  const isPinned = chosen.every(item => item.isPinned)
  const ofOne: MenuEntry[] = [
    { kind: 'item', id: 'open', title: 'Open', isDisabled: !isReadable },
    { kind: 'item', id: 'rename', title: 'Rename', isDisabled: !isReadable },
    { kind: 'item', id: 'note', title: 'Edit the note', isDisabled: !isReadable },
    { kind: 'item', id: 'copy', title: 'Copy the command', isDisabled: !isReadable },
    { kind: 'item', id: 'show', title: 'Show in the file manager' }
  ]
  return [
    ...(chosen.length === 1 ? ofOne : []),
    { kind: 'item', id: 'pin', title: isPinned ? 'Unpin' : 'Pin', isDisabled: chosen.every(({ runs }) => runs.length === 0) },
    { kind: 'line', id: 'line-2' },
    { kind: 'item', id: 'trash', title: chosen.length > 1 ? `Move ${chosen.length} to the trash` : 'Move to the trash', isDangerous: true, isDisabled: chosen.every(({ isBeingWritten }) => isBeingWritten) }
  ]
}
