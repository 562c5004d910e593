// Shell and preload joined by an in-memory pair: every call of the contract answers, nothing foreign gets in, faults
// cross as data.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bridge, type CallName, type Calls, callNames, eventNames } from '../src/shared/contract.ts'
import { recordingId } from '../src/shared/model/recording.ts'
import { processId, runId } from '../src/shared/model/run.ts'
import { hz, ns } from '../src/shared/units.ts'
import { answerAttaching } from '../src/main/shell/attaching.ts'
import { answerCalls } from '../src/main/shell/calls.ts'
import { openDelivery } from '../src/main/shell/delivery.ts'
import { handleCalls, handleDropped } from '../src/main/shell/ipc.ts'
import { openKept } from '../src/main/shell/kept.ts'
import { openLabDesk } from '../src/main/shell/lab.ts'
import { openLibraryDesk } from '../src/main/shell/library.ts'
import { openLibrary } from '../src/main/engine/index.ts'
import type { MainWindow } from '../src/main/shell/window.ts'
import { dialogs, filePaths, inPage, mainFrame, nativeTheme, sendToPage, sending, shownInFolder, trash } from './unit/shell/electronPair.ts'
import { writeRecording } from './unit/recording/written.ts'
import { experiment, fakeEngine, fakeLab, python, specOf } from './unit/shell/fakes.ts'

vi.mock('electron', () => import('./unit/shell/electronPair.ts'))

const folder = mkdtempSync(join(tmpdir(), 'forkscope-contract-'))
const engine = fakeEngine()
const kept = openKept(join(folder, 'forkscope.json'))
const titles: string[] = []
const window = { window: { setTitle: (title: string) => void titles.push(title) }, isShown: () => true, send: sendToPage } as unknown as MainWindow
const delivery = openDelivery(window, { now: () => performance.now(), after: (ms, callback) => void setTimeout(callback, ms) })
const exporters = { exportFile: async () => new TextEncoder().encode('<svg/>'), exportCompared: async () => new TextEncoder().encode('<svg/>') }
const lab = fakeLab(join(folder, 'lab'))
const desk = openLabDesk({ lab: Promise.resolve(lab), page: window, follow: live => delivery.follow(live) })
const library = openLibrary(join(folder, 'library'))
const libraryDesk = openLibraryDesk({ engine: Promise.resolve(engine), library, kept, page: window })
const recordingFile = join(library.folder, 'work.fscope')
let bridge: Bridge

const exportSpec: Parameters<Calls['exportRun']>[0] = {
  ...{ run: runId('run-1'), what: { kind: 'chart', chart: 'cores', format: 'svg' }, fromNs: null, toNs: ns(5e9), hidden: [] },
  ...{ theme: 'dark', percentOf: 'core', width: 900, scale: 2 }
}

beforeAll(async () => {
  handleCalls(
    answerCalls({
      ...{ engine: Promise.resolve(engine), window, delivery, kept, exporters, begun: Promise.resolve(), labDesk: desk, libraryDesk },
      attachCalls: answerAttaching({ engine: Promise.resolve(engine), follow: live => delivery.follow(live) }),
      finding: { folder: '/starters', canRun: command => command === 'node', ownNode: null },
      startRun: async spec => {
        const live = await engine.launch(spec, { stdio: 'stream' })
        kept.addRecent(spec)
        delivery.follow(live)
        return live
      }
    }),
    null
  )
  handleDropped(path => libraryDesk.openFile(path), null)
  mkdirSync(library.folder)
  writeRecording(recordingFile, { processes: 2, busy: 1, rateHz: 5, seconds: 2 })
  mkdirSync(join(folder, 'lab', experiment.name), { recursive: true })
  writeFileSync(join(folder, 'lab', experiment.name, 'threads.py'), 'import threading\n')
  await import('../src/preload/index.ts')
  bridge = inPage.forkscope as Bridge
})
beforeEach(() => {
  sending.senderFrame = mainFrame
  dialogs.folder = dialogs.file = null
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A good argument for each call, in an order that makes sense. */
const goodArguments: { [Name in CallName]: Parameters<Calls[Name]>[0] } = {
  readStart: null,
  launch: specOf('sleep', '1'),
  readRun: { run: runId('run-1'), fromBatch: 0 },
  readDetail: { run: runId('run-1'), fromNs: ns(0), toNs: ns(1e9), pixels: 1000 },
  signal: { run: runId('run-1'), process: processId(0), subtree: true, signal: 'SIGTERM' },
  stop: runId('run-1'),
  kill: runId('run-1'),
  exportRun: exportSpec,
  chooseFolder: '/tmp',
  showExported: join(folder, 'chart.svg'),
  saveSettings: { theme: 'dark', percentOf: 'machine', libraryLimitBytes: 4e9 },
  forgetRecents: null,
  readLab: null,
  findInterpreters: null,
  readProgram: { experiment: experiment.name, variant: 'threads' },
  runExperiment: { experiment: experiment.name, variants: ['threads'], parameters: { workers: 2 }, python: python.path, node: null, repeats: 1 },
  exportCompared: { execution: 1, curves: 'used', format: 'png', theme: 'dark', percentOf: 'core', width: 1200, scale: 2 },
  stopExperiment: null,
  readLibrary: null,
  openRecording: { recording: recordingId('recording-1'), number: 1 },
  chooseRecording: null,
  renameRecording: { recording: recordingId('recording-1'), name: 'Before the fix' },
  annotateRecording: { recording: recordingId('recording-1'), note: 'One lock.' },
  pinRecording: { recording: recordingId('recording-1'), isPinned: true },
  showRecording: recordingId('recording-1'),
  trashRecordings: [recordingId('recording-1')],
  listProcesses: null,
  attach: { pid: 4711, startTicks: 47110, rateHz: hz(20), looks: 'adaptive' },
  detach: runId('run-2')
}
const call = (name: CallName, argument: unknown): Promise<unknown> => (bridge[name] as (argument: unknown) => Promise<unknown>)(argument)

describe('the bridge', () => {
  it('has the calls of the contract, a subscription, and nothing else', () => {
    expect(Object.keys(bridge).sort()).toEqual([...callNames, 'on', 'openDropped'].sort())
  })

  it('answers every call', async () => {
    dialogs.folder = '/home'
    dialogs.file = join(folder, 'chart.svg')
    const replies: Partial<Record<CallName, unknown>> = {}
    for (const name of Object.keys(goodArguments) as CallName[]) {
      if (name === 'chooseRecording') dialogs.folder = null
      if (name === 'exportRun') engine.launched[0]?.sample(50)
      replies[name] = await call(name, goodArguments[name])
    }
    expect(replies).toMatchObject({
      readStart: { ok: true, value: { version: '0.1.0', recents: [], settings: { theme: 'system' }, liveRun: null } },
      launch: { ok: true, value: { run: 'run-1', spec: { argv: ['sleep', '1'] } } },
      readRun: { ok: true, value: { first: 0, batchCount: 0, batches: [], output: [], end: null } },
      readDetail: { ok: true, value: null },
      signal: { ok: true, value: { reached: 3 } },
      stop: { ok: true, value: null },
      kill: { ok: true, value: null },
      exportRun: { ok: true, value: join(folder, 'chart.svg') },
      chooseFolder: { ok: true, value: '/home' },
      showExported: { ok: true, value: null },
      saveSettings: { ok: true, value: { theme: 'dark', percentOf: 'machine' } },
      forgetRecents: { ok: true, value: null },
      readLab: { ok: true, value: { catalogue: { experiments: [experiment], damaged: [{ name: 'torn' }] }, progress: null } },
      findInterpreters: { ok: true, value: [python] },
      readProgram: { ok: true, value: { path: join(folder, 'lab', experiment.name, 'threads.py'), text: 'import threading\n' } },
      exportCompared: { ok: true, value: join(folder, 'chart.svg') },
      runExperiment: { ok: true, value: { execution: 1, phase: 'running', order: { parameters: { workers: 2 } }, plan: [{ variant: 'threads', round: 0, state: 'waiting' }] } },
      stopExperiment: { ok: true, value: null },
      readLibrary: { ok: true, value: { folder: library.folder, items: [{ recording: 'recording-1', path: recordingFile, name: null, isPinned: false, isBeingWritten: false, damage: [], runs: [{ number: 1, processCount: 2 }] }] } },
      openRecording: { ok: true, value: { recording: 'recording-1', number: 1, name: null, damage: [], runCount: 1, header: { spec: { argv: ['python3', 'work.py'] } } } },
      chooseRecording: { ok: true, value: null },
      renameRecording: { ok: true, value: { recording: 'recording-1', name: 'Before the fix', note: null } },
      annotateRecording: { ok: true, value: { name: 'Before the fix', note: 'One lock.' } },
      pinRecording: { ok: true, value: { isPinned: true } },
      showRecording: { ok: true, value: null },
      trashRecordings: { ok: true, value: { trashed: 1 } },
      listProcesses: { ok: true, value: { ownUid: 1000, processes: [{ pid: 4711, name: 'server' }] } },
      attach: { ok: true, value: { run: 'run-2', spec: { kind: 'attach' } } },
      detach: { ok: true, value: null }
    })
    expect(lab.isStopped).toBe(true)
    expect(engine.launched[0]?.asked).toEqual(['SIGTERM to the subtree', 'stop', 'kill'])
    expect(engine.launched[1]?.asked).toEqual(['detach'])
    expect(readFileSync(join(folder, 'chart.svg'), 'utf8')).toBe('<svg/>')
    expect(shownInFolder).toEqual([join(folder, 'chart.svg'), recordingFile])
    expect(trash.files).toEqual([recordingFile])
    expect(nativeTheme.themeSource).toBe('dark')
    expect(openKept(join(folder, 'forkscope.json'))).toMatchObject({ settings: { percentOf: 'machine' }, recents: [], exportFolder: folder })
  })

  it('says of a ready workload why it cannot run here', async () => {
    const reply = await bridge.readStart(null)
    if (!reply.ok) expect.fail('no reply')
    expect(reply.value.workloads.map(({ missing }) => missing !== null)).toEqual([true, true, false, false])
    expect(reply.value.liveRun).toBe('run-2')
  })

  it('replies null when the user thinks better of it', async () => {
    expect(await bridge.exportRun(exportSpec)).toEqual({ ok: true, value: null })
    expect(await bridge.chooseFolder('')).toEqual({ ok: true, value: null })
  })

  it('carries faults of the engine as data', async () => {
    expect(await bridge.launch(specOf('missing'))).toEqual({ ok: false, fault: { kind: 'command-not-found', command: 'missing', searched: '/bin' } })
    expect(await bridge.stop(runId('gone'))).toEqual({ ok: false, fault: { kind: 'run-unknown', run: 'gone' } })
    expect(await bridge.signal({ ...goodArguments.signal, process: processId(1) })).toEqual({ ok: false, fault: { kind: 'process-gone', pid: 99 } })
  })

  it('leaves only what was attached to: a launched run would end', async () => {
    expect(await bridge.detach(runId('run-1'))).toMatchObject({ ok: false, fault: { kind: 'bad-input', field: 'run' } })
    expect(await bridge.detach(runId('gone'))).toEqual({ ok: false, fault: { kind: 'run-unknown', run: 'gone' } })
    expect(engine.launched[0]?.asked).not.toContain('detach')
  })

  it('reads no program that the lab does not name', async () => {
    expect(await bridge.readProgram({ experiment: '..', variant: 'threads' })).toMatchObject({ ok: false, fault: { kind: 'bad-input', field: 'experiment' } })
    expect(await bridge.readProgram({ experiment: experiment.name, variant: '../../threads' })).toMatchObject({ ok: false, fault: { kind: 'bad-input', field: 'variant' } })
  })

  it('shows no file that was not exported here', async () => {
    expect(await bridge.showExported('/etc/passwd')).toMatchObject({ ok: false, fault: { kind: 'bad-input' } })
    expect(shownInFolder).toHaveLength(2)
  })

  it('opens what was dropped, and the page names no path', async () => {
    const dropped = join(folder, 'elsewhere.fscope')
    writeRecording(dropped, { processes: 2, busy: 1, rateHz: 5, seconds: 2 })
    filePaths.set('elsewhere.fscope', dropped)
    const reply = await bridge.openDropped(new File([], 'elsewhere.fscope'))
    if (!reply.ok) expect.fail('not opened')
    expect(reply.value).toMatchObject({ number: 1, runCount: 1, damage: [] })
    const { run } = reply.value.header
    expect(await bridge.readRun({ run, fromBatch: 0 })).toMatchObject({ ok: true, value: { first: 0, batchCount: 1, batches: [{ run, past: {} }], isLive: false, end: { run, exit: { code: 0 } } } })
    dialogs.file = join(folder, 'again.svg')
    expect(await bridge.exportRun({ ...exportSpec, run })).toEqual({ ok: true, value: dialogs.file })
    expect(await bridge.openDropped(new File([], 'made by a script'))).toEqual({ ok: false, fault: { kind: 'drop-unreadable', name: 'made by a script' } })
  })

  it('stops and signals nobody for a run that was read back', async () => {
    dialogs.folder = join(folder, 'elsewhere.fscope')
    const reply = await bridge.chooseRecording(null)
    if (!reply.ok || !reply.value) expect.fail('not opened')
    const { run } = reply.value.header
    const refused = { ok: false, fault: { kind: 'run-not-live' } }
    expect(await bridge.stop(run)).toEqual(refused)
    expect(await bridge.kill(run)).toEqual(refused)
    expect(await bridge.signal({ ...goodArguments.signal, run })).toEqual(refused)
  })

  it('says that a file could not be written, and where', async () => {
    dialogs.file = join(folder, 'missing', 'chart.svg')
    expect(await bridge.exportRun(exportSpec)).toMatchObject({ ok: false, fault: { kind: 'write-failed', path: dialogs.file } })
  })

  it('has nothing to export before the first sample', async () => {
    const reply = await bridge.launch(specOf('true'))
    if (!reply.ok) expect.fail('not launched')
    expect(await bridge.exportRun({ ...exportSpec, run: reply.value.run })).toEqual({ ok: false, fault: { kind: 'nothing-to-export' } })
  })

  it('tells a bug by its message alone', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const find = vi.spyOn(engine, 'find').mockImplementation(() => expect.fail('broken'))
    expect(await bridge.stop(runId('run-1'))).toEqual({ ok: false, fault: { kind: 'bug', message: 'broken' } })
    expect(said).toHaveBeenCalledOnce()
    find.mockRestore()
    said.mockRestore()
  })
})

describe('whoever else asks', () => {
  it.each([
    ['a frame inside the page', { url: 'app://forkscope/index.html' }],
    ['a frame that has gone', null],
    ['a page from elsewhere', 'https://example.org/'],
    ['a file', 'file:///index.html'],
    ['another host of our scheme', 'app://elsewhere/index.html']
  ])('%s is refused, whatever it asks for', async (_who, frame) => {
    const launchedBefore = engine.launched.length
    const ownAddress = mainFrame.url
    if (typeof frame === 'string') mainFrame.url = frame
    else sending.senderFrame = frame
    for (const name of callNames) expect(await call(name, goodArguments[name])).toEqual({ ok: false, fault: { kind: 'untrusted-sender' } })
    mainFrame.url = ownAddress
    expect(engine.launched).toHaveLength(launchedBefore)
  })
})

describe('what the page may not say', () => {
  it.each(callNames)('%s refuses an argument of another kind', async name => {
    for (const wrong of [undefined, 0, [7], { unknown: 1 }, 'x'.repeat(5000)]) {
      expect(await call(name, wrong)).toMatchObject({ ok: false, fault: { kind: 'bad-input' } })
    }
  })
})

describe('events', () => {
  it('reach their listeners without the event object, until these are removed', () => {
    for (const name of eventNames) {
      const listener = vi.fn()
      const stopListening = bridge.on(name, listener)
      sendToPage(name, { text: 'first' })
      stopListening()
      sendToPage(name, { text: 'second' })
      expect(listener.mock.calls).toEqual([[{ text: 'first' }]])
    }
  })

  it('of another name cannot be listened to', () => {
    const listen = bridge.on as (name: string, listener: () => void) => () => void
    expect(() => listen('ipc-message', () => undefined)).toThrow(TypeError)
  })
})
