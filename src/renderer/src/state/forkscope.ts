// Everything the page holds, put together once and handed down to the views.
import { type InjectionKey, type Ref, inject, ref, shallowRef, watch } from 'vue'
import type { OpenedRun, StartState } from '../../../shared/contract.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { type Bridge, ask } from '../bridge.ts'
import { type Attach, useAttach } from './attach/useAttach.ts'
import { type Exporting, useExporting } from './exporting.ts'
import { withoutMarks } from './lab/marks.ts'
import { type Lab, useLab } from './lab/useLab.ts'
import { parseRate } from './launch/launchForm.ts'
import { type Launch, useLaunch } from './launch/useLaunch.ts'
import { type Library, useLibrary } from './library/useLibrary.ts'
import { type LibraryList, useLibraryList } from './library/useLibraryList.ts'
import { type Notices, useNotices } from './notices.ts'
import { type TimeView, useTimeView } from './run/useTimeView.ts'
import { type Run, useRun } from './run/useRun.ts'
import { type SettingsState, useSettings } from './settings.ts'
import { type Tree, useTree } from './tree/useTree.ts'

export type ViewName = 'launch' | 'run' | 'lab' | 'library'
export type DrawerTab = 'output' | 'events' | 'warnings' | 'measuring'
/** What the first view starts with: a program to launch, or a process that runs already. */
export type StartWith = 'program' | 'process'
/** What stands over the view. */
export type Overlay = 'commands' | 'keys' | null
/** Where the keyboard is wanted; a new object is a new wish. */
export interface FocusWish {
  readonly place: 'command' | 'filter' | 'tree' | 'search' | 'running'
}

export interface Forkscope {
  readonly bridge: Bridge
  readonly start: Readonly<Ref<StartState | null>>
  readonly view: Ref<ViewName>
  readonly startWith: Ref<StartWith>
  readonly overlay: Ref<Overlay>
  readonly drawer: Ref<DrawerTab>
  readonly isExportOpen: Ref<boolean>
  readonly isLimitOpen: Ref<boolean>
  readonly focusWish: Ref<FocusWish | null>
  readonly notices: Notices
  readonly settings: SettingsState
  readonly run: Run
  readonly time: TimeView
  readonly tree: Tree
  readonly launch: Launch
  readonly attach: Attach
  readonly lab: Lab
  readonly library: Library
  readonly libraryList: LibraryList
  readonly exporting: Exporting
  /** Launches the program of the shown run once more; if that fails, the launch form says why. */
  readonly runAgain: () => Promise<void>
  /** Asks main what is known; takes up a run that already goes on. */
  begin(): Promise<void>
  /** Shows an experiment of the lab; null: its gallery. */
  readonly showLab: (experiment: string | null) => void
  /** Shows any run that main still has. */
  readonly showRun: (id: RunId) => Promise<void>
  /** Shows a run of a recording. */
  readonly showOpened: (opened: OpenedRun) => Promise<void>
}

export const forkscopeKey: InjectionKey<Forkscope> = Symbol('forkscope')

export function useForkscope(): Forkscope {
  const forkscope = inject(forkscopeKey)
  if (!forkscope) throw new Error('No Forkscope was provided above this component.')
  return forkscope
}

export function createForkscope(bridge: Bridge): Forkscope {
  const start = shallowRef<StartState | null>(null)
  const view = ref<ViewName>('launch')
  const notices = useNotices()
  const settings = useSettings(bridge, notices)
  const run = useRun(bridge, notices)
  const time = useTimeView(run)
  const tree = useTree(run, time)
  const lab = useLab(bridge, run, notices)
  const launch = useLaunch(bridge, run, notices, lab.isGoing)
  const startWith = ref<StartWith>('program')
  const showRun = async (id: RunId): Promise<void> => {
    if (run.shown.value?.history.header.run !== id) await run.takeUp(id)
    view.value = 'run'
  }
  const showOpened = ({ header }: OpenedRun): Promise<void> => showRun(header.run)
  const library = useLibrary({ bridge, notices, showOpened })
  const attach = useAttach({ bridge, notices, run, obstacle: () => launch.sayObstacle(), rateHz: () => parseRate(launch.fields.rate), showRun })
  const look = (): ReturnType<Parameters<typeof useExporting>[0]['look']> => ({ theme: settings.theme.value, percentOf: settings.settings.value.percentOf })
  // The lab shows its own runs where they belong; whoever wants more of one goes to the run view.
  watch(run.shown, () => {
    if (!lab.isGoing.value) view.value = 'run'
  })
  watch(view, () => {
    if (view.value !== 'launch') startWith.value = 'program'
  })
  return {
    ...{ bridge, start, view, notices, settings, run, time, tree, launch, attach, lab, library, startWith, showRun, showOpened },
    libraryList: useLibraryList(library, lab.catalogue),
    overlay: ref<Overlay>(null),
    drawer: ref<DrawerTab>('output'),
    isExportOpen: ref(false),
    isLimitOpen: ref(false),
    focusWish: shallowRef<FocusWish | null>(null),
    exporting: useExporting({ bridge, notices, run, time, tree, look }),
    runAgain: async () => {
      const spec = run.shown.value?.history.header.spec
      if (spec && !(await launch.start(withoutMarks(spec)))) view.value = 'launch'
    },
    showLab(experiment) {
      lab.open(experiment)
      view.value = 'lab'
    },
    async begin() {
      const reply = await ask(bridge.readStart(null))
      if (!reply.ok) {
        notices.complain(reply.fault)
        return
      }
      start.value = reply.value
      settings.begin(reply.value.settings)
      launch.begin(reply.value)
      await lab.begin()
      if (reply.value.liveRun === null) return
      view.value = lab.isGoing.value ? 'lab' : 'run'
      await run.takeUp(reply.value.liveRun)
    }
  }
}
