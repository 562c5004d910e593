// What the page may not do, tried in the real window: https://www.electronjs.org/docs/latest/tutorial/security
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callNames } from '../../src/shared/contract.ts'
import { type OpenProgram, openProgram, ROOT, runtimes } from './launch.ts'

describe.each(runtimes)('on $name', runtime => {
  let program: OpenProgram
  beforeAll(async () => {
    program = await openProgram(runtime, ROOT)
  })
  afterAll(() => program.close())

  const inPage = <Value>(code: string): Promise<Value> => program.page.evaluate<Value>(code)
  const caught = (code: string): Promise<string> => inPage(`Promise.try(() => ${code}).then(v => 'got ' + v, e => e.name + ': ' + e.message)`)
  const addressInMain = (): Promise<string | undefined> => program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())

  test('the page is the program\'s own', async () => {
    expect(await addressInMain()).toMatch(/^app:\/\/forkscope\/index\.html/)
  })

  test('the page has the bridge and nothing of Node or Electron', async () => {
    expect(await inPage('Object.keys(forkscope).sort()')).toEqual([...callNames, 'on', 'openDropped'].sort())
    expect(await inPage(`['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(name => name in globalThis)`)).toEqual([])
  })

  test('the page cannot have a file opened by its path', async () => {
    for (const file of [`'/etc/passwd'`, `{ name: 'passwd', path: '/etc/passwd' }`, `new File(['x'], '/etc/passwd')`]) {
      expect(await caught(`forkscope.openDropped(${file}).then(({ ok }) => ok)`), file).toMatch(/^(got false|TypeError|Error)/)
    }
  })

  test('the page cannot go elsewhere', async () => {
    await inPage(`{ location.href = 'https://example.com/'; 0 }`)
    await inPage(`new Promise(resolve => setTimeout(resolve, 0))`) // the navigation has been asked for by then
    expect(await addressInMain()).toMatch(/^app:\/\/forkscope\/index\.html/)
    expect(await inPage(`document.querySelector('#app') !== null`)).toBe(true)
  })

  test('the page cannot open a window', async () => {
    await inPage(`{ window.open('https://example.com/'); window.open('index.html'); 0 }`)
    await expect.poll(() => program.app.windows().length).toBe(1)
    expect(await program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('the page cannot reach the network', async () => {
    expect(await caught(`fetch('https://example.com/')`)).toMatch(/^TypeError/)
    expect(await caught(`new Promise((resolve, reject) => { const s = new WebSocket('wss://example.com/'); s.onopen = resolve; s.onerror = () => reject(new Error('refused')) })`)).toMatch(/refused|SecurityError/)
    expect(await caught(`new Promise((resolve, reject) => { const i = new Image(); i.onload = resolve; i.onerror = () => reject(new Error('refused')); i.src = 'https://example.com/a.png' })`)).toMatch(/refused/)
  })

  test.each([
    ['a script from elsewhere', `const s = document.createElement('script'); s.src = 'https://example.com/a.js'; document.body.append(s)`],
    ['a script in the page', `const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s)`],
    ['text as markup', `document.body.insertAdjacentHTML('beforeend', '<b>x</b>')`],
    ['text as a timer', `setTimeout('window.ran = true')`],
    ['text as a function', `window.ran = new Function('return true')()`]
  ])('%s is refused', async (_what, code) => {
    const directive = inPage<string>(`new Promise(resolve => {
      document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective), { once: true })
      setTimeout(() => { ${code} }) // from a task of the page: the debugger's own may use eval
    })`)
    expect(await directive).toMatch(/^(script-src|script-src-elem|require-trusted-types-for)$/)
    expect(await inPage('window.ran')).toBeUndefined()
  })

  test('the page gets no permission', async () => {
    expect(await inPage(`navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)`)).toBe('denied')
  })

  test('files beside the page are not served', async () => {
    expect(await inPage(`fetch('/../../package.json').then(response => response.status)`)).toBe(404)
    expect(await inPage(`fetch('/%2e%2e/main/index.js').then(response => response.status)`)).toBe(404)
  })

  test('arguments that are not of the contract are refused', async () => {
    const faultOf = (code: string): Promise<unknown> => inPage(`forkscope.${code}.then(reply => reply.ok ? 'ok' : reply.fault.kind)`)
    expect(await faultOf(`launch('rm -rf /')`)).toBe('bad-input')
    expect(await faultOf(`launch({ argv: ['true'], cwd: 'relative' })`)).toBe('bad-input')
    expect(await faultOf(`stop({ toString: 1 })`)).toBe('bad-input')
    expect(await faultOf(`stop('no such run')`)).toBe('run-unknown')
    expect(await faultOf(`showExported('/etc/passwd')`)).toBe('bad-input')
  })

  test('a page that is not our own is refused, even with our preload', async () => {
    const preload = join(ROOT, 'out', 'preload', 'index.cjs')
    const fault = await program.app.evaluate(async ({ BrowserWindow }, path) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload: path, sandbox: true, contextIsolation: true } })
      await stranger.loadURL('data:text/html,<title>stranger</title>')
      const answer: unknown = await stranger.webContents.executeJavaScript(`forkscope.readStart(null).then(reply => reply.ok ? 'ok' : reply.fault.kind)`)
      stranger.destroy()
      return answer
    }, preload)
    expect(fault).toBe('untrusted-sender')
  })
})
