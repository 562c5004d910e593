// Everything the page holds, put together once and handed down to the views.
import { type InjectionKey, type Ref, inject, ref, shallowRef, watch } from 'vue'
import type { StartState } from '../../../shared/contract.ts'
import { type Bridge, ask } from '../bridge.ts'
import { type Exporting, useExporting } from './exporting.ts'
import { type Launch, useLaunch } from './launch/useLaunch.ts'
import { type Notices, useNotices } from './notices.ts'
import { type TimeView, useTimeView } from './run/useTimeView.ts'
import { type Run, useRun } from './run/useRun.ts'
import { type SettingsState, useSettings } from './settings.ts'
import { type Tree, useTree } from './tree/useTree.ts'

export type ViewName = 'launch' | 'run'
export type DrawerTab = 'output' | 'events' | 'warnings' | 'measuring'
/** What stands over the view. */
export type Overlay = 'commands' | 'keys' | null
/** Where the keyboard is wanted; a new object is a new wish. */
export interface FocusWish {
  readonly place: 'command' | 'filter' | 'tree'
}

export interface Forkscope {
  readonly bridge: Bridge
  readonly start: Readonly<Ref<StartState | null>>
  readonly view: Ref<ViewName>
  readonly overlay: Ref<Overlay>
  readonly drawer: Ref<DrawerTab>
  readonly isExportOpen: Ref<boolean>
  readonly focusWish: Ref<FocusWish | null>
  readonly notices: Notices
  readonly settings: SettingsState
  readonly run: Run
  readonly time: TimeView
  readonly tree: Tree
  readonly launch: Launch
  readonly exporting: Exporting
  /** Launches the program of the shown run once more; if that fails, the launch form says why. */
  readonly runAgain: () => Promise<void>
  /** Asks main what is known; takes up a run that already goes on. */
  begin(): Promise<void>
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
  const launch = useLaunch(bridge, run, notices)
  const look = (): ReturnType<Parameters<typeof useExporting>[0]['look']> => ({ theme: settings.theme.value, percentOf: settings.settings.value.percentOf })
  watch(run.shown, () => (view.value = 'run'))
  return {
    ...{ bridge, start, view, notices, settings, run, time, tree, launch },
    overlay: ref<Overlay>(null),
    drawer: ref<DrawerTab>('output'),
    isExportOpen: ref(false),
    focusWish: shallowRef<FocusWish | null>(null),
    exporting: useExporting({ bridge, notices, run, time, tree, look }),
    runAgain: async () => {
      const spec = run.shown.value?.history.header.spec
      if (spec && !(await launch.start(spec))) view.value = 'launch'
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
      if (reply.value.liveRun === null) return
      view.value = 'run'
      await run.takeUp(reply.value.liveRun)
    }
  }
}
