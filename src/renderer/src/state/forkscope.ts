// Everything the page holds, put together once and handed down to the views.
import { type InjectionKey, type Ref, inject, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { OpenedRun, StartState } from '../../../shared/contract.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { type Bridge, ask } from '../bridge.ts'
import { countOf } from '../../../shared/derive/sentence.ts'
import { type Attach, useAttach } from './attach/useAttach.ts'
import { type Exporting, useExporting } from './exporting.ts'
import { withoutMarks } from './lab/marks.ts'
import { type Lab, useLab } from './lab/useLab.ts'
import { parseRate } from './launch/launchForm.ts'
import { type Launch, useLaunch } from './launch/useLaunch.ts'
import { type Library, useLibrary } from './library/useLibrary.ts'
import { type LibraryList, useLibraryList } from './library/useLibraryList.ts'
import { type Notices, useNotices } from './notices.ts'
import { type Dropping, useDropping } from './dropping.ts'
import { type Detail, useDetail } from './run/useDetail.ts'
import { type Playback, usePlayback } from './run/usePlayback.ts'
import { type TimeView, useTimeView } from './run/useTimeView.ts'
import { type Session, useSession } from './run/useSession.ts'
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
  readonly session: Session
  readonly time: TimeView
  readonly detail: Detail
  readonly playback: Playback
  readonly dropping: Dropping
  readonly tree: Tree
  readonly launch: Launch
  readonly attach: Attach
  readonly lab: Lab
  readonly library: Library
  readonly libraryList: LibraryList
  readonly exporting: Exporting
  /** Puts the command of the shown run into the launch form, to be looked at: nothing is started. */
  readonly runAgain: () => void
  /** Shows a run that was read from a recording; what cannot be read of it is said. */
  readonly showOpened: (opened: OpenedRun) => Promise<void>
  /** Asks main what is known; takes up a run that already goes on. */
  begin(): Promise<void>
  /** Shows an experiment of the lab; null: its gallery. */
  readonly showLab: (experiment: string | null) => void
  /** Shows any run that main still has. */
  readonly showRun: (id: RunId) => Promise<void>
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
  const session = useSession(bridge)
  const time = useTimeView(run)
  const detail = useDetail({ bridge, notices, run, time })
  const playback = usePlayback({ run, time, detail })
  const tree = useTree({ run, time, detail })
  const lab = useLab(bridge, run, notices)
  const launch = useLaunch(bridge, run, notices, lab.isGoing)
  const startWith = ref<StartWith>('program')
  const showRun = async (id: RunId): Promise<void> => {
    if (run.shown.value?.history.header.run !== id) await run.takeUp(id)
    view.value = 'run'
  }
  const look = (): ReturnType<Parameters<typeof useExporting>[0]['look']> => ({ theme: settings.theme.value, percentOf: settings.settings.value.percentOf })
  // The lab shows its own runs where they belong; whoever wants more of one goes to the run view.
  watch(run.shown, () => {
    if (!lab.isGoing.value) view.value = 'run'
  })
  const drawer = ref<DrawerTab>('output')
  const showOpened = async (opened: OpenedRun): Promise<void> => {
    if (!(await run.showOpened(opened))) return
    view.value = 'run'
  }
  // Of a long recording more may come to light while it is read.
  watch(() => (run.pulse.dependOnFigures(), run.shown.value?.damage ?? []), damage => {
    if (damage.length > 0) notices.warn(sayDamage(damage), { title: 'Show what', run: () => (drawer.value = 'warnings') })
  })
  const library = useLibrary({ bridge, notices, showOpened })
  const attach = useAttach({ bridge, notices, run, obstacle: () => launch.sayObstacle(), rateHz: () => parseRate(launch.fields.rate), showRun })
  onScopeDispose(bridge.on('runOpened', opened => void showOpened(opened)))
  watch(view, () => {
    if (view.value !== 'launch') startWith.value = 'program'
  })
  return {
    ...{ bridge, start, view, notices, settings, run, session, time, detail, playback, tree, launch, attach, lab, drawer, library, startWith, showRun, showOpened },
    dropping: useDropping(bridge, notices, showOpened),
    libraryList: useLibraryList(library, lab.catalogue),
    overlay: ref<Overlay>(null),
    isExportOpen: ref(false),
    isLimitOpen: ref(false),
    focusWish: shallowRef<FocusWish | null>(null),
    exporting: useExporting({ bridge, notices, run, time, tree, look }),
    runAgain() {
      const held = run.shown.value
      if (!held) return
      launch.fill(withoutMarks(held.history.header.spec), held.recorded ? 'recording' : 'run')
      view.value = 'launch'
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
      session.begin(reply.value.runs)
      await lab.begin()
      const { liveRun, runs } = reply.value
      if (liveRun === null) return
      view.value = lab.isGoing.value ? 'lab' : 'run'
      await run.takeUp(liveRun)
      for (const { header, end } of runs) if (end === null && header.run !== liveRun) void run.takeAside(header.run)
    }
  }
}

const sayDamage = (damage: readonly string[]): string =>
  damage.length === 1 ? `Not all of the recording could be read. ${damage[0] ?? ''}` : `Not all of the recording could be read: ${countOf(damage.length, 'part is', 'parts are')} damaged. What could be read is shown.`
