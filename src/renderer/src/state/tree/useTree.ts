// The tree as the user arranged it: order, search, folds, which process is chosen and which are hidden from the charts.
import { type ComputedRef, type Ref, computed, ref, shallowRef, watch } from 'vue'
import { type TreeNode, deriveTree } from '../../../../shared/derive/tree.ts'
import type { ProcessId } from '../../../../shared/model/run.ts'
import type { Detail } from '../run/useDetail.ts'
import type { TimeView } from '../run/useTimeView.ts'
import type { Run } from '../run/useRun.ts'
import { BY_BIRTH, type SortKey, type Sorting, type TreeRow, layoutTree, processKey } from './treeRows.ts'

export interface Tree {
  /** All processes at the newest moment on the screen, by ProcessId. */
  readonly nodesNow: ComputedRef<readonly TreeNode[]>
  readonly rows: ComputedRef<readonly TreeRow[]>
  readonly sorting: Readonly<Ref<Sorting>>
  readonly search: Ref<string>
  readonly hidden: Readonly<Ref<ReadonlySet<ProcessId>>>
  readonly selectedKey: Readonly<Ref<string | null>>
  sortBy(key: SortKey): void
  setOpen(row: TreeRow, isOpen: boolean): void
  toggleHidden(process: ProcessId): void
  showAllProcesses(): void
  select(key: string | null): void
  selectProcess(process: ProcessId): void
}

/** Columns of figures begin with the greatest. */
const startsDescending: ReadonlySet<SortKey> = new Set(['threads', 'coresNow', 'cpuNs', 'subtree', 'rssBytes', 'pssBytes', 'endedNs', 'exit'])

export function useTree({ run, time, detail }: { run: Run; time: TimeView; detail: Detail }): Tree {
  const sorting = shallowRef<Sorting>(BY_BIRTH)
  const search = ref('')
  const hidden = shallowRef<ReadonlySet<ProcessId>>(new Set())
  const folded = shallowRef<ReadonlySet<ProcessId>>(new Set())
  const unfoldedThreads = shallowRef<ReadonlySet<ProcessId>>(new Set())
  const selectedKey = ref<string | null>(null)

  const nodesNow = computed<readonly TreeNode[]>(() => {
    run.pulse.dependOnFigures()
    return run.shown.value ? deriveTree(run.shown.value.history, time.shownNowNs.value) : []
  })
  const rows = computed<readonly TreeRow[]>(() => {
    run.pulse.dependOnFigures()
    const history = detail.historyAt(time.readAtNs.value)
    if (!history) return []
    const arrangement = { sorting: sorting.value, search: search.value, folded: folded.value, unfoldedThreads: unfoldedThreads.value }
    const isNow = time.cursorNs.value === null && time.headNs.value === null
    const nodes = isNow ? nodesNow.value : deriveTree(history, time.readAtNs.value)
    return layoutTree(history, { nodes, atNs: time.readAtNs.value, ...arrangement })
  })

  watch(run.shown, () => {
    hidden.value = new Set()
    folded.value = new Set()
    unfoldedThreads.value = new Set()
    selectedKey.value = null
    search.value = ''
  }, { flush: 'sync' })

  return {
    ...{ nodesNow, rows, sorting, search, hidden, selectedKey },
    sortBy(by) {
      const isSame = sorting.value.by === by
      sorting.value = { by, descending: isSame ? !sorting.value.descending : startsDescending.has(by) }
    },
    setOpen(row, isOpen) {
      if (row.isOpen === null || row.isOpen === isOpen) return
      const isLeaf = row.kind === 'process' && row.node.children.length === 0
      const set = row.kind === 'threads' || isLeaf ? unfoldedThreads : folded
      set.value = withToggled(set.value, row.node.process)
    },
    toggleHidden: process => (hidden.value = withToggled(hidden.value, process)),
    showAllProcesses: () => (hidden.value = new Set()),
    select: key => (selectedKey.value = key),
    selectProcess: process => (selectedKey.value = processKey(process))
  }
}

function withToggled<Element>(set: ReadonlySet<Element>, element: Element): ReadonlySet<Element> {
  const next = new Set(set)
  if (!next.delete(element)) next.add(element)
  return next
}
