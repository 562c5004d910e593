// Choosing a running process and following it: the list as it is refreshed, what is searched and chosen, what was refused.
import { type ComputedRef, type Ref, computed, ref, shallowRef, watch } from 'vue'
import { deriveCoresNow, keyOfRunning } from '../../../../shared/derive/running.ts'
import { sayFault } from '../../../../shared/fault.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import type { RunningList, RunningProcess } from '../../../../shared/model/running.ts'
import { hz } from '../../../../shared/units.ts'
import { type Bridge, ask } from '../../bridge.ts'
import type { Notices } from '../notices.ts'
import type { Run } from '../run/useRun.ts'
import { holdRows, layoutRows, type RunningColumn, type RunningRow, type RunningSorting } from './runningRows.ts'
import { type Refresh, useRefresh } from './useRefresh.ts'

export interface Attach extends Refresh {
  /** Null: not read yet. */
  readonly list: Readonly<Ref<RunningList | null>>
  readonly rows: ComputedRef<readonly RunningRow[]>
  readonly search: Ref<string>
  readonly asTree: Ref<boolean>
  readonly sorting: Readonly<Ref<RunningSorting>>
  readonly chosen: ComputedRef<RunningRow | null>
  /** A pointer is over the rows: they stand still. */
  readonly isAimed: Ref<boolean>
  readonly isAttaching: Readonly<Ref<boolean>>
  /** Why there is no list, or none that is new. */
  readonly listProblem: Readonly<Ref<string | null>>
  /** Why what was chosen is not followed. */
  readonly problem: Readonly<Ref<string | null>>
  choose(key: string | null): void
  sortBy(column: RunningColumn): void
  /** Follows once more the process of the shown run, which lives on. */
  again(): Promise<void>
  /** Follows what is chosen; a run that follows it already is shown instead. */
  submit(): Promise<void>
}

export interface AttachTools {
  readonly bridge: Bridge
  readonly notices: Notices
  readonly run: Run
  /** Null: nothing stands in the way. Else why nothing can be followed just now, in words. */
  readonly obstacle: () => string | null
  /** Samples per second; null: what was typed is no rate. */
  readonly rateHz: () => number | null
  readonly showRun: (run: RunId) => Promise<void>
}

export function useAttach({ bridge, notices, run, obstacle, rateHz, showRun }: AttachTools): Attach {
  const list = shallowRef<RunningList | null>(null)
  const coresNow = shallowRef<ReadonlyMap<string, number>>(new Map())
  const search = ref('')
  const asTree = ref(false)
  const sorting = shallowRef<RunningSorting>({ by: 'coresNow', descending: true })
  const chosenKey = ref<string | null>(null)
  const chosenProcess = shallowRef<RunningProcess | null>(null)
  const isAimed = ref(false)
  const isAttaching = ref(false)
  const listProblem = shallowRef<string | null>(null)
  const problem = shallowRef<string | null>(null)
  /** The rows as they stood when somebody began to aim at one; null: they are free to move. */
  const stood = shallowRef<readonly RunningRow[] | null>(null)

  const fresh = computed(() => layoutRows({ processes: list.value?.processes ?? [], coresNow: coresNow.value, search: search.value, asTree: asTree.value, sorting: sorting.value }))
  const living = computed(() => new Set(list.value?.processes.map(keyOfRunning)))
  const rows = computed(() => (stood.value && !asTree.value ? holdRows(stood.value, fresh.value, living.value) : fresh.value))
  const chosen = computed<RunningRow | null>(() => {
    const row = rows.value.find(({ key }) => key === chosenKey.value)
    if (row || !chosenProcess.value) return row ?? null
    return { key: keyOfRunning(chosenProcess.value), process: chosenProcess.value, coresNow: null, level: 1, isGone: !living.value.has(keyOfRunning(chosenProcess.value)), isMatch: true }
  })

  const hold = (): void => {
    const isWanted = isAimed.value || chosenKey.value !== null
    if (!isWanted) stood.value = null
    else stood.value ??= fresh.value
  }
  const rearrange = (): void => {
    stood.value = null
    hold()
  }
  const choose = (key: string | null): void => {
    chosenKey.value = key
    chosenProcess.value = rows.value.find(row => row.key === key)?.process ?? null
    problem.value = null
    hold()
  }
  watch(isAimed, hold)
  watch([asTree, sorting], rearrange)
  /** Who searches means the one that fits best. */
  const chooseBest = (): void => choose(search.value.trim() === '' ? null : (rows.value.find(({ isMatch }) => isMatch)?.key ?? null))
  const onSearch = (): void => {
    stood.value = null
    chooseBest()
  }
  watch(search, onSearch, { flush: 'sync' })

  const refresh = useRefresh(async () => {
    const reply = await ask(bridge.listProcesses(null))
    listProblem.value = reply.ok ? null : sayFault(reply.fault)
    if (!reply.ok) return
    coresNow.value = deriveCoresNow(list.value, reply.value)
    list.value = reply.value
    if (chosenKey.value === null) chooseBest() // nobody fitted until now
  })

  const attach = async ({ pid, startTicks }: RunningProcess): Promise<void> => {
    const rate = rateHz()
    if (rate === null) return // the field says so
    isAttaching.value = true
    const fault = await run.attach({ pid, startTicks, rateHz: hz(rate), looks: 'adaptive' })
    isAttaching.value = false
    if (fault) problem.value = sayFault(fault)
    else choose(null)
  }
  return {
    ...{ list, rows, search, asTree, sorting, chosen, isAimed, isAttaching, listProblem, problem, choose, ...refresh },
    sortBy(column) {
      const { by, descending } = sorting.value
      asTree.value = false
      sorting.value = { by: column, descending: by === column ? !descending : startsDescending.has(column) }
    },
    async again() {
      const { header, processes } = run.shown.value?.history ?? {}
      const root = processes?.[0]
      if (!header || !root) return
      const hindrance = obstacle()
      const fault = hindrance === null ? await run.attach({ pid: root.pid, startTicks: root.startTicks, rateHz: header.spec.rateHz, looks: header.spec.looks }) : null
      if (hindrance !== null) notices.say(hindrance)
      if (fault) notices.complain(fault)
    },
    async submit() {
      const row = chosen.value
      if (!row || row.isGone || isAttaching.value) return
      if (row.process.followedBy !== null) return showRun(row.process.followedBy)
      problem.value = obstacle()
      if (problem.value === null) await attach(row.process)
    }
  }
}

/** Of these the large ones are what one looks for. */
const startsDescending: ReadonlySet<RunningColumn> = new Set(['coresNow', 'rss', 'threads', 'below'])
