// How the library is looked at: search, order, what is unfolded, what is chosen. Kept while other views are shown.
import { type ComputedRef, type Ref, type ShallowRef, computed, ref, shallowRef, watch } from 'vue'
import type { Catalogue } from '../../../../shared/model/outcome.ts'
import type { LibraryItem, RecordingId } from '../../../../shared/model/recording.ts'
import type { LibraryChoice } from './libraryChoices.ts'
import { type LibraryRow, type LibrarySorting, NEWEST_FIRST, type PlaceRow, listRows } from './libraryRows.ts'
import { fitsSearch, listTexts } from './librarySearch.ts'
import { type Choosing, NOTHING_CHOSEN, type Selection, chooseAll, chooseRow, isPlace, keepSelection } from './librarySelection.ts'
import { type LibraryKey, libraryColumns } from './libraryWords.ts'
import { type LabTitles, listTitles } from './labTitles.ts'
import type { Library } from './useLibrary.ts'

export interface LibraryList {
  readonly search: Ref<string>
  /** What the palette wants done with what is chosen; a new object is a new wish. */
  readonly wish: ShallowRef<{ readonly choice: LibraryChoice } | null>
  readonly sorting: Readonly<Ref<LibrarySorting>>
  readonly titles: ComputedRef<LabTitles>
  readonly rows: ComputedRef<readonly LibraryRow[]>
  readonly selection: Readonly<Ref<Selection>>
  /** The row the keyboard is on. */
  readonly active: ComputedRef<PlaceRow | null>
  /** In the order of the list. */
  readonly chosen: ComputedRef<readonly LibraryItem[]>
  /** By this column; the same one again turns it round. */
  sortBy(key: LibraryKey): void
  setOpen(recording: RecordingId, isOpen: boolean): void
  choose(key: string, how: Choosing): void
  chooseAll(): void
  /** The day may have changed since. */
  lookAtClock(): void
}

export function useLibraryList(library: Library, catalogue: Readonly<Ref<Catalogue | null>>): LibraryList {
  const search = ref('')
  const sorting = shallowRef<LibrarySorting>(NEWEST_FIRST)
  const open = shallowRef<ReadonlySet<RecordingId>>(new Set())
  const selection = shallowRef<Selection>(NOTHING_CHOSEN)
  const nowUnixMs = ref(Date.now())
  const titles = computed(() => listTitles(catalogue.value?.experiments ?? []))
  const searched = computed(() => (library.state.value?.items ?? []).map(item => ({ item, texts: listTexts(item, titles.value) })))
  const fitting = computed(() => searched.value.filter(({ texts }) => fitsSearch(search.value, texts)).map(({ item }) => item))
  const rows = computed(() => listRows({ items: fitting.value, sorting: sorting.value, open: open.value, titles: titles.value, nowUnixMs: nowUnixMs.value }))
  const places = computed(() => rows.value.filter(isPlace))
  watch(rows, (now, before) => (selection.value = keepSelection(selection.value, now, before)))
  watch(library.state, () => (nowUnixMs.value = Date.now()), { flush: 'sync' })

  return {
    ...{ search, wish: shallowRef(null), sorting, titles, rows, selection },
    active: computed(() => places.value.find(({ key }) => key === selection.value.active) ?? null),
    chosen: computed(() => places.value.filter(({ kind, item }) => kind === 'recording' && selection.value.chosen.has(item.recording)).map(({ item }) => item)),
    sortBy(key) {
      const { by, descending } = sorting.value
      const isText = libraryColumns.some(column => column.key === key && !column.isFigure && key !== 'started')
      sorting.value = { by: key, descending: by === key ? !descending : !isText }
    },
    setOpen(recording, isOpen) {
      const next = new Set(open.value)
      if (isOpen) next.add(recording)
      else next.delete(recording)
      open.value = next
    },
    choose: (key, how) => (selection.value = chooseRow(selection.value, rows.value, key, how)),
    chooseAll: () => (selection.value = chooseAll(selection.value, rows.value)),
    lookAtClock: () => (nowUnixMs.value = Date.now())
  }
}
