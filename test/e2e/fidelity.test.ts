// The stand-in host against Electron's documented behaviour, by a small program that uses it as Forkscope does. Where
// Electron's binary is, the same sentences are checked on Electron itself.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenProgram, openProgram, runtimes } from './launch.ts'

const FOLDER = join(import.meta.dirname, 'fixtures/fidelity')

interface Seen {
  earlyWindow: string
  wasReadyAtImport: boolean
  willNavigate: string[]
  opened: string[]
  chosen: string[]
  updated: number
  second: string[]
  events: string[]
}

describe.each(runtimes)('on $name', runtime => {
  let program: OpenProgram
  beforeAll(async () => {
    program = await openProgram(runtime, FOLDER)
  })
  afterAll(() => program.close())

  /** Code in the page, as text: it is the page's world, not this one's. */
  const inPage = <Value>(code: string): Promise<Value> => program.page.evaluate<Value>(code)
  const seen = (): Promise<Seen> => program.app.evaluate<Seen>('globalThis.seen')
  const caught = (code: string): Promise<string> => inPage(`Promise.try(() => ${code}).then(() => 'nothing thrown', e => e.name + ': ' + e.message)`)

  test('the entry runs before ready, and no window can be made that early', async () => {
    const { earlyWindow, wasReadyAtImport } = await seen()
    expect(wasReadyAtImport).toBe(false)
    expect(earlyWindow).toMatch(/before app is ready/)
  })

  test('package.json gives name and version', async () => {
    expect(await program.app.evaluate(({ app }) => [app.getName(), app.getVersion(), app.isPackaged])).toEqual(['fidelity', '1.2.3', false])
  })

  test('--user-data-dir decides where settings go', async () => {
    expect(await program.app.evaluate(({ app }) => app.getPath('userData'))).toBe(program.userData)
  })

  describe('the page', () => {
    test('comes from the protocol handler, with its security policy', async () => {
      expect(await inPage('[window.moduleRan, window.inlineRan]')).toEqual([true, undefined])
    })
    test('has a module worker that draws and may ask for files', async () => {
      expect(await inPage('window.workerSaid')).toEqual([5, 255, 200])
    })
    test('knows nothing of the preload but its bridge', async () => {
      expect(await inPage('[typeof secretOfPreload, typeof require, typeof process]')).toEqual(['undefined', 'undefined', 'undefined'])
    })
    test('cannot leave by a link', async () => {
      await inPage(`document.getElementById('away').click()`)
      await expect.poll(async () => (await seen()).willNavigate).toEqual(['https://example.com/'])
      expect(await inPage('location.pathname')).toBe('/index.html')
    })
    test('cannot open a window', async () => {
      await inPage(`document.getElementById('popup').click()`)
      await expect.poll(async () => (await seen()).opened).toEqual(['https://example.com/popup'])
      await expect.poll(() => program.app.windows().length).toBe(1)
      expect(await program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    })
    test('cannot fetch from the network', async () => {
      expect(await caught(`fetch('https://example.com/')`)).toMatch(/^TypeError/)
    })
  })

  describe('the sandboxed preload', () => {
    test('cannot require Node modules', async () => {
      expect(await inPage('bridge.required')).toMatch(/module not found: node:fs/)
    })
  })

  describe('the context bridge', () => {
    test('is frozen, deeply', async () => {
      expect(await inPage('[Object.isFrozen(bridge), Object.isFrozen(bridge.nested.deep[1]), bridge.nested.deep[1].two]')).toEqual([true, true, 2])
    })
    test('returns at once, throws at once', async () => {
      expect(await inPage('bridge.double(21)')).toBe(42)
      expect(await caught('bridge.throwNow()')).toMatch(/boom/)
    })
    test('passes promises and rejections', async () => {
      expect(await inPage(`bridge.later('x')`)).toEqual({ got: 'x' })
      expect(await caught('bridge.rejectLater()')).toMatch(/nope/)
    })
    test('drops prototypes', async () => {
      expect(await inPage('(o => [o.own, typeof o.method, Object.getPrototypeOf(o) === Object.prototype])(bridge.makeObject())')).toEqual([1, 'undefined', true])
    })
    test('copies typed arrays, maps and dates', async () => {
      expect(await inPage('bridge.sum(Float32Array.of(1, 2, 3.5))')).toBe(6.5)
      expect(await inPage(`(m => [m instanceof Map, m.get('key') instanceof Date])(bridge.makeMap())`)).toEqual([true, true])
    })
    test('calls back into the page, which may answer', async () => {
      expect(await inPage('new Promise(resolve => bridge.callBack(x => resolve([x.from, x.bytes instanceof Uint8Array, x.bytes[2]])))')).toEqual(['preload', true, 3])
      expect(await inPage('bridge.addOne(x => x * 2)')).toBe(41)
    })
  })

  describe('messages', () => {
    test('are structured clones, there and back', async () => {
      const code = `(async () => {
        const sent = { n: NaN, z: -0, u: undefined, b: 12n, d: new Date(7), m: new Map([[1, new Set(['a'])]]), r: /x/gi,
          f: Float64Array.of(1.5), a: new ArrayBuffer(3), e: new RangeError('error'), deep: [{ $: 'dollar' }] }
        const { kinds, back: [got], url } = await bridge.clone(sent, [1])
        return [kinds, url, Number.isNaN(got.n), Object.is(got.z, -0), 'u' in got, got.b === 12n, got.d.getTime(), got.m.get(1).has('a'),
          got.r.flags, got.f[0], got.a.byteLength, got.e instanceof Error, got.deep[0].$]
      })()`
      const kinds = ['[object Object]', '[object Array]']
      expect(await inPage(code)).toEqual([kinds, 'app://fidelity/index.html', true, true, true, true, 7, true, 'gi', 1.5, 3, true, 'dollar'])
    })
    test('take the whole buffer under a view with them', async () => {
      expect(await inPage('bridge.readView()')).toEqual(['Float32Array', 40, 4000])
    })
    test('refuse functions', async () => {
      expect(await caught('bridge.sendFunction()')).toMatch(/could not be cloned/)
      expect(await caught('bridge.callUnclonable()')).toMatch(/could not be cloned/)
    })
    test('bring an error as text with the name of the call', async () => {
      expect(await caught('bridge.callBoom()')).toMatch(/Error invoking remote method 'boom': Error: from main/)
      expect(await caught('bridge.callMissing()')).toMatch(/No handler registered for 'not-there'/)
    })
    test('of main reach the page in order', async () => {
      await inPage('window.told = []; bridge.onTold((...args) => window.told.push(args)); 0')
      await program.app.evaluate(({ BrowserWindow }) => {
        for (let i = 0; i < 100; i++) BrowserWindow.getAllWindows()[0]?.webContents.send('told', i, { even: i % 2 === 0 })
      })
      await expect.poll(() => inPage('window.told.length')).toBe(100)
      expect(await inPage('window.told.every(([i, o], at) => i === at && o.even === (at % 2 === 0))')).toBe(true)
    })
  })

  test('the theme that is set reaches the page, and listeners', async () => {
    await program.app.evaluate(({ nativeTheme }) => (nativeTheme.themeSource = 'dark'))
    await expect.poll(() => inPage(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(true)
    await program.app.evaluate(({ nativeTheme }) => (nativeTheme.themeSource = 'light'))
    await expect.poll(() => inPage(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(false)
    expect((await seen()).updated).toBeGreaterThanOrEqual(1) // twice where the system is light: to dark and back
  })

  test('a second instance gives up and tells the first one its words', async () => {
    const second = spawn(runtime.executable, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${program.userData}`, FOLDER, 'file.fscope'], { stdio: 'ignore' })
    expect(await once(second, 'exit')).toEqual([0, null])
    await expect.poll(async () => (await seen()).second).toEqual(['file.fscope'])
  })

  test('a second window opens and closes by itself', async () => {
    const opened = program.app.waitForEvent('window')
    await program.app.evaluate(`openWindow('app://fidelity/index.html')`)
    const page = await opened
    await expect.poll(() => page.title()).toBe('fidelity')
    await program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().at(-1)?.close())
    await expect.poll(async () => (await seen()).events).toEqual(['closed'])
    expect(await program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('a listener of before-quit can forbid to quit', async () => {
    const isStillThere = await program.app.evaluate(({ app, BrowserWindow }) => {
      app.once('before-quit', event => event.preventDefault())
      app.quit()
      return BrowserWindow.getAllWindows().length === 1
    })
    expect(isStillThere).toBe(true)
    expect(program.app.process().exitCode).toBeNull()
  })

  test.runIf(runtime.name === 'host')("a menu's key works where the page does not want it", async () => {
    await program.page.focus('#field')
    await program.page.keyboard.press('Space')
    await program.page.keyboard.press('Control+Shift+E')
    await expect.poll(async () => (await seen()).chosen).toEqual(['choose'])
    await inPage('document.activeElement.blur()')
    await program.page.keyboard.press('Space')
    await expect.poll(async () => (await seen()).chosen).toEqual(['choose', 'space'])
  })
})
