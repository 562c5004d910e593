// What a key, a menu, a button or the palette does to the chosen recordings; some of it asks first, or needs a field.
import { type ComputedRef, type Ref, type ShallowRef, computed, ref, shallowRef, watch } from 'vue'
import type { LibraryItem, RecordingId } from '../../../../shared/model/recording.ts'
import { isLibraryChoice, type LibraryChoice } from '../../state/library/libraryChoices.ts'
import type { PlaceRow } from '../../state/library/libraryRows.ts'
import type { Library } from '../../state/library/useLibrary.ts'
import type { LibraryList } from '../../state/library/useLibraryList.ts'
import type { Notices } from '../../state/notices.ts'
import { copyText } from '../common/copyText.ts'
import type { LibraryAction } from './librarySteps.ts'

export interface LibraryActs {
  readonly act: (choice: LibraryChoice, row: PlaceRow) => void
  readonly actInList: (row: PlaceRow, action: LibraryAction, at: Spot) => void
  /** Whose name is being typed. */
  readonly renaming: Readonly<Ref<RecordingId | null>>
  readonly rename: (recording: RecordingId, name: string | null) => void
  readonly leaveName: () => void
  /** Where the menu is open. */
  readonly menu: Readonly<Ref<Spot | null>>
  readonly chooseInMenu: (id: string) => void
  readonly closeMenu: () => void
  /** What is asked about before it goes to the trash; empty: nothing is asked. */
  readonly trashing: Readonly<ShallowRef<readonly LibraryItem[]>>
  /** How many were chosen with them, but are being written. */
  readonly staying: ComputedRef<number>
  readonly trash: () => void
  readonly closeTrash: () => void
}

interface Spot {
  readonly x: number
  readonly y: number
}

export interface ActTools {
  readonly library: Library
  readonly list: LibraryList
  readonly notices: Notices
  /** What stands beside the list; null: several are chosen, or none. */
  readonly detail: Readonly<Ref<{ focusNote(): void; commandText(): string | null } | null>>
  readonly focusList: () => void
}

export function useLibraryActs({ library, list, notices, detail, focusList }: ActTools): LibraryActs {
  const { active, chosen } = list
  const renaming = ref<RecordingId | null>(null)
  const menu = ref<Spot | null>(null)
  const trashing = shallowRef<readonly LibraryItem[]>([])

  const open = (row: PlaceRow): void => {
    const run = row.kind === 'run' ? row.run : row.item.runs[0]
    if (run) void library.open(row.item.recording, run.number)
  }
  /** The name of a run's recording stands further up. */
  const startRenaming = ({ item }: PlaceRow): void => {
    if (item.runs.length === 0) return
    list.choose(item.recording, 'only')
    renaming.value = item.recording
  }
  /** All of them the same way: pinned, unless all are. */
  const pin = (items: readonly LibraryItem[]): void => {
    const readable = items.filter(({ runs }) => runs.length > 0)
    void library.pin(readable.map(({ recording }) => recording), !readable.every(({ isPinned }) => isPinned))
  }
  const copyCommand = (): void => {
    const text = detail.value?.commandText() ?? null
    if (text === null) return
    notices.say(copyText(text) ? 'The command was copied.' : 'The command could not be copied. Select it beside the list, and copy it from there.')
  }
  const askTrash = (): void => {
    trashing.value = chosen.value.filter(({ isBeingWritten }) => !isBeingWritten)
    if (trashing.value.length === 0 && chosen.value.length > 0) notices.say('It is being written: it can go to the trash when its run has ended.')
  }

  const act = (choice: LibraryChoice, row: PlaceRow): void => {
    if (row.item.runs.length === 0 && chosen.value.length <= 1 && choice !== 'show' && choice !== 'trash') {
      notices.say('It cannot be read: it can be shown in the file manager, or moved to the trash.')
      return
    }
    const acts: Readonly<Record<LibraryChoice, () => void>> = {
      open: () => open(row),
      rename: () => startRenaming(row),
      note: () => detail.value?.focusNote(),
      pin: () => pin(chosen.value.includes(row.item) ? chosen.value : [row.item]),
      copy: copyCommand,
      show: () => void library.show(row.item.recording),
      trash: askTrash
    }
    acts[choice]()
  }
  watch(list.wish, wish => {
    if (wish && active.value) act(wish.choice, active.value)
  })

  const leaveName = (): void => {
    renaming.value = null
    focusList()
  }
  return {
    ...{ act, renaming, leaveName, menu, trashing },
    actInList(row, action, at) {
      if (action === 'menu') menu.value = at
      else act(action, row)
    },
    rename(recording, name) {
      leaveName()
      void library.rename(recording, name)
    },
    chooseInMenu(id) {
      menu.value = null
      focusList()
      if (isLibraryChoice(id) && active.value) act(id, active.value)
    },
    closeMenu() {
      menu.value = null
      focusList()
    },
    staying: computed(() => chosen.value.length - trashing.value.length),
    trash: () => void library.trash(trashing.value.map(({ recording }) => recording)),
    closeTrash() {
      trashing.value = []
      focusList()
    }
  }
}
