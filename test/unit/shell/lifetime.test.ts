// From a start to the end: runs that a command line asked for, second starts, and that nothing outlives the window.
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endWithEngine } from '../../../src/main/shell/ending.ts'
import { hearFiles, onSecondStart, openNamed, startTyped } from '../../../src/main/shell/starting.ts'
import { showTitle } from '../../../src/main/shell/title.ts'
import type { OpenedRun } from '../../../src/shared/contract.ts'
import type { MainWindow } from '../../../src/main/shell/window.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { recordingId } from '../../../src/shared/model/recording.ts'
import type { RunSpec } from '../../../src/shared/model/run.ts'
import { app, messages } from './electronPair.ts'
import { type FakeRun, fakeEngine, fakeRun, specOf } from './fakes.ts'

vi.mock('electron', () => import('./electronPair.ts'))

/** As many turns as promises need to settle that wait for nothing else. */
const settle = (): Promise<void> => new Promise(resolve => void setImmediate(resolve))
const quitting = (): { preventDefault: () => void; isPrevented: boolean } => ({
  isPrevented: false,
  preventDefault() {
    this.isPrevented = true
  }
})

let isShown: boolean
let window: MainWindow
let started: RunSpec[]
let announced: string[]
const starter = () => ({
  window,
  openFile: async (path: string) => {
    if (path.includes('torn')) throw new FaultError({ kind: 'recording-damaged', path, reason: 'it is not a database' })
    return { header: fakeRun(path).header, recording: recordingId('recording-1'), number: 1, name: null, damage: [], runCount: 1 }
  },
  announce: ({ header }: OpenedRun) => void announced.push(header.run),
  startRun: async (spec: RunSpec): Promise<FakeRun> => {
    const live = fakeRun('r', spec)
    await fakeEngine().launch(spec, { stdio: 'stream' })
    started.push(spec)
    return live
  }
})

beforeEach(() => {
  app.removeAllListeners()
  app.quit.mockReset()
  messages.length = 0
  isShown = true
  started = []
  announced = []
  const win = Object.assign(new EventEmitter(), { isDestroyed: () => false })
  window = { window: win, isShown: () => isShown, send: () => undefined } as unknown as MainWindow
})

afterEach(() => void vi.restoreAllMocks())

describe('the end', () => {
  beforeEach(() => void vi.spyOn(process, 'on').mockReturnThis()) // signals stay those of the test runner

  it('keeps the lab from starting anything more before the engine ends what goes on', async () => {
    const engine = fakeEngine()
    const order: string[] = []
    vi.spyOn(engine, 'close').mockImplementation(async () => void order.push('engine'))
    endWithEngine(Promise.resolve(engine), () => order.push('lab'))
    app.emit('before-quit', quitting())
    await settle()
    expect(order).toEqual(['lab', 'engine'])
  })

  it('waits once for the engine to end everything, however often one asks to quit', async () => {
    const engine = fakeEngine()
    const close = Promise.withResolvers<undefined>()
    const closing = vi.spyOn(engine, 'close').mockReturnValue(close.promise)
    endWithEngine(Promise.resolve(engine))
    const [first, second, last] = [quitting(), quitting(), quitting()]
    app.emit('before-quit', first)
    app.emit('before-quit', second)
    await settle()
    expect([first.isPrevented, second.isPrevented]).toEqual([true, true])
    expect(app.quit).not.toHaveBeenCalled()
    close.resolve(undefined)
    await settle()
    expect(closing).toHaveBeenCalledOnce()
    expect(app.quit).toHaveBeenCalledOnce()
    app.emit('before-quit', last)
    expect(last.isPrevented).toBe(false)
  })

  it('comes also when the engine never opened', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    endWithEngine(Promise.reject(new Error('no machine')))
    app.emit('before-quit', quitting())
    await settle()
    expect(app.quit).toHaveBeenCalledOnce()
  })

  it('comes with the last window, on every system', () => {
    endWithEngine(Promise.resolve(fakeEngine()))
    app.emit('window-all-closed')
    expect(app.quit).toHaveBeenCalledOnce()
  })
})

describe('a run that the command line asks for', () => {
  it('is started, or nothing is', async () => {
    await startTyped({ argv: ['forkscope'], cwd: '/' }, starter())
    expect(started).toEqual([])
    await startTyped({ argv: ['forkscope', '--', 'sleep', '5'], cwd: '/' }, starter())
    expect(started.map(({ argv }) => argv)).toEqual([['sleep', '5']])
    expect(messages).toEqual([])
  })

  it('and cannot be started is explained once there is a window to do it in', async () => {
    isShown = false
    await startTyped({ argv: ['forkscope', '--', 'missing'], cwd: '/' }, starter())
    expect(messages).toEqual([])
    window.window.emit('show')
    expect(messages).toEqual(['“missing” was not found. Looked in: /bin. Check the spelling, or give the full path.'])
  })
})

describe('a recording', () => {
  it('that the command line names is shown, and nothing is started', async () => {
    await startTyped({ argv: ['forkscope', 'runs/a.fscope'], cwd: '/home' }, starter())
    expect([announced, started, messages]).toEqual([['/home/runs/a.fscope'], [], []])
  })

  it('that cannot be read is explained', async () => {
    await openNamed('/torn.fscope', starter())
    expect([announced, messages]).toEqual([[], ['“/torn.fscope” cannot be read as a recording: it is not a database. It was not changed.']])
  })

  it('that the system hands over before anybody listens is kept until then', () => {
    const files = hearFiles()
    const first = quitting()
    app.emit('open-file', first, '/early.fscope')
    const heard: string[] = []
    files.listen(path => heard.push(path))
    app.emit('open-file', quitting(), '/late.fscope')
    expect([heard, first.isPrevented]).toEqual([['/early.fscope', '/late.fscope'], true])
  })
})

describe('a second start', () => {
  it('is heard, and not believed when it makes no sense', async () => {
    const listener = vi.fn()
    onSecondStart(listener)
    app.emit('second-instance', {}, ['chromium', 'rearranged this'], '/', { argv: ['f', '--', 'ls'], cwd: '/home' })
    app.emit('second-instance', {}, [], '/', { argv: 'rm -rf', cwd: '/home' })
    app.emit('second-instance', {}, [], '/', undefined)
    await settle()
    expect(listener.mock.calls).toEqual([[{ argv: ['f', '--', 'ls'], cwd: '/home' }]])
  })
})

describe('the title', () => {
  it('tells the end of the run it shows, not of one before', async () => {
    let title = ''
    const win = { isDestroyed: () => false, getTitle: () => title, setTitle: (text: string) => void (title = text) } as unknown as MainWindow['window']
    const [first, second] = [fakeRun('1', specOf('first')), fakeRun('2', specOf('second'))]
    showTitle(first, win)
    showTitle(second, win)
    first.finish()
    await settle()
    expect(title).toBe('second – running – Forkscope')
    second.finish()
    await settle()
    expect(title).toBe('second – ended – Forkscope')
  })
})
