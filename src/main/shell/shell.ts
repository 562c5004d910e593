// The desktop program around the engine: its window, what it answers, how it ends.
import { app, nativeTheme } from 'electron'
import { join } from 'node:path'
import type { RunSpec } from '../../shared/model/run.ts'
import type { Engine, Lab, Library, LiveRun } from '../engine/index.ts'
import { showAbout } from './about.ts'
import { answerAttaching } from './attaching.ts'
import { answerCalls } from './calls.ts'
import { type Clock, openDelivery } from './delivery.ts'
import { endWithEngine } from './ending.ts'
import type { Exporters } from './exporting.ts'
import { handleCalls, handleDropped } from './ipc.ts'
import { openKept } from './kept.ts'
import { openLabDesk } from './lab.ts'
import { openLibraryDesk } from './library.ts'
import { showMenu } from './menu.ts'
import { servePage } from './protocol.ts'
import type { SecondStart } from './startArguments.ts'
import { type hearFiles, onSecondStart, openNamed, startTyped } from './starting.ts'
import { denyPermissions } from './switches.ts'
import { showTitle } from './title.ts'
import { bringForward, joinDelivery, loadPage, openWindow } from './window.ts'
import type { Finding } from './workloads.ts'

export interface ShellOptions {
  /** Resolves when the machine has been read. */
  readonly engine: Promise<Engine>
  readonly lab: Promise<Lab>
  readonly library: Library
  readonly exporters: Exporters
  readonly finding: Finding
  /** Folder of the built programs, out/. */
  readonly bundles: string
  readonly devServer: string | null
  /** Files that the system hands over. */
  readonly files: ReturnType<typeof hearFiles>
  /** Command line and folder of this start. */
  readonly start: SecondStart
}

/** To be called once the program is ready. Resolves when the page has been loaded. */
export async function openShell({ engine, lab, library, exporters, finding, bundles, devServer, files, start }: ShellOptions): Promise<void> {
  denyPermissions()
  servePage(join(bundles, 'renderer'))
  const kept = openKept(join(app.getPath('userData'), 'forkscope.json'))
  nativeTheme.themeSource = kept.settings.theme
  const window = openWindow(bundles)
  const delivery = openDelivery(window, systemClock)
  const follow = (live: LiveRun): void => {
    delivery.follow(live)
    libraryDesk.follow(live)
    showTitle(live, window.window)
  }
  const libraryDesk = openLibraryDesk({ engine, library, kept, page: window })
  const desk = openLabDesk({ lab, page: window, follow })
  joinDelivery(window, [delivery, desk, libraryDesk])
  endWithEngine(engine, () => desk.close())

  const startRun = async (spec: RunSpec): Promise<LiveRun> => {
    const live = await (await engine).launch(spec, { stdio: 'stream' })
    kept.addRecent(spec)
    follow(live)
    return live
  }
  const opener = { openFile: libraryDesk.openFile, announce: delivery.announce, window }
  const begun = startTyped(start, { startRun, ...opener })
  onSecondStart(second => {
    bringForward(window)
    void startTyped(second, { startRun, ...opener })
  })
  files.listen(path => {
    bringForward(window)
    void openNamed(path, opener)
  })
  handleCalls(answerCalls({ engine, window, delivery, kept, exporters, finding, startRun, begun, labDesk: desk, libraryDesk, attachCalls: answerAttaching({ engine, follow }) }), devServer)
  handleDropped(libraryDesk.openFile, devServer)
  showMenu({ choose: command => window.send('commandChosen', command), showAbout: () => void showAbout(window.window) }, app.isPackaged)
  await loadPage(window, devServer)
}

const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => void setTimeout(callback, ms)
}
