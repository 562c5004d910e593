// What each request of the page does: adapts the engine, asks the system. Arguments have passed the guard.
import { app, dialog, nativeTheme, shell as desktop } from 'electron'
import { homedir } from 'node:os'
import { basename } from 'node:path'
import type { StartState } from '../../shared/contract.ts'
import { FaultError } from '../../shared/fault.ts'
import type { RunId, RunSpec } from '../../shared/model/run.ts'
import type { Engine, KeptRun, LiveRun } from '../engine/index.ts'
import { sayRuntime } from './about.ts'
import type { AttachCalls } from './attaching.ts'
import type { Delivery } from './delivery.ts'
import { exportCompared, type Exporters, exportRun } from './exporting.ts'
import type { Handlers } from './ipc.ts'
import type { Kept } from './kept.ts'
import type { LabDesk } from './lab.ts'
import type { LibraryDesk } from './library.ts'
import type { MainWindow } from './window.ts'
import { type Finding, readyWorkloads } from './workloads.ts'

export interface Parts {
  /** Settles soon after the window stands: reading the machine takes a moment. */
  readonly engine: Promise<Engine>
  readonly window: MainWindow
  readonly delivery: Delivery
  readonly kept: Kept
  readonly exporters: Exporters
  readonly finding: Finding
  /** Launches and lets the page follow. */
  readonly startRun: (spec: RunSpec) => Promise<LiveRun>
  /** Settles when the run that the command line asked for has begun or failed; never rejects. */
  readonly begun: Promise<void>
  readonly labDesk: LabDesk
  readonly libraryDesk: LibraryDesk
  readonly attachCalls: AttachCalls
}

export function answerCalls(parts: Parts): Handlers {
  const { engine, window, delivery, kept, exporters, startRun, labDesk, libraryDesk, attachCalls } = parts
  const exported = new Set<string>()
  const find = async (run: RunId): Promise<LiveRun> => findLive(await engine, run)
  const findKept = async (run: RunId): Promise<KeptRun> => (await (await engine).findKept(run)) ?? sayUnknown(run)
  const findSoon = async (run: RunId): Promise<KeptRun> => (await (await engine).findSoon(run)) ?? sayUnknown(run)
  return {
    readStart: () => readStart(parts),
    launch: async spec => (await startRun(spec)).header,
    readRun: async ({ run, fromBatch }) => delivery.catchUp(fromBatch === 0 ? await findSoon(run) : await findKept(run), fromBatch),
    readDetail: async spec => (await engine).readDetail(spec),
    async stop(run) {
      const live = await find(run)
      live.stop()
      return null
    },
    async kill(run) {
      const live = await find(run)
      live.kill()
      return null
    },
    async signal({ run, process, subtree, signal }) {
      const live = await find(run)
      return { reached: live.signal(process, { subtree, signal }) }
    },
    async exportRun(spec) {
      const path = await exportRun(await findKept(spec.run), spec, { exporters, kept, window: window.window })
      if (path !== null) exported.add(path)
      return path
    },
    async exportCompared(spec) {
      const path = await exportCompared(await labDesk.readResults(spec.execution), spec, { exporters, kept, window: window.window })
      if (path !== null) exported.add(path)
      return path
    },
    chooseFolder: current => chooseFolder(current, window),
    showExported(path) {
      if (!exported.has(path)) throw new FaultError({ kind: 'bad-input', field: basename(path), reason: 'was not exported by this window.' })
      desktop.showItemInFolder(path)
      return null
    },
    saveSettings(settings) {
      const isNewLimit = settings.libraryLimitBytes !== kept.settings.libraryLimitBytes
      kept.saveSettings(settings)
      if (isNewLimit) void libraryDesk.applyLimit()
      nativeTheme.themeSource = settings.theme
      return settings
    },
    forgetRecents() {
      kept.forgetRecents()
      return null
    },
    ...labDesk.calls,
    ...libraryDesk.calls,
    ...attachCalls
  }
}

async function readStart({ engine, kept, delivery, finding, begun }: Parts): Promise<StartState> {
  const { machine, runs } = await engine
  await begun
  delivery.attach()
  return {
    version: app.getVersion(),
    runtime: sayRuntime(process.versions),
    platform: process.platform,
    homeFolder: homedir(),
    machine,
    recents: kept.recents,
    workloads: readyWorkloads(finding),
    settings: kept.settings,
    liveRun: runs.at(-1)?.header.run ?? null,
    runs: runs.map(({ header, end }) => ({ header, end }))
  }
}

/** Who is to be stopped or signalled must be alive: a run that was read from a recording is not. */
function findLive(engine: Engine, run: RunId): LiveRun {
  const live = engine.find(run)
  if (live) return live
  if (engine.placeOf(run)) throw new FaultError({ kind: 'run-not-live' })
  return sayUnknown(run)
}

function sayUnknown(run: RunId): never {
  throw new FaultError({ kind: 'run-unknown', run })
}

async function chooseFolder(current: string, { window }: MainWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { title: 'Working folder', defaultPath: current || homedir(), properties: ['openDirectory', 'createDirectory'] })
  return canceled ? null : (filePaths[0] ?? null)
}
