// BrowserWindow: a window of Chromium without tabs and address bar. The first window starts Chromium; pages that nobody
// here opened (pop-ups, Chromium's own "new window") are closed before they show anything.
import { EventEmitter } from 'node:events'
import { addClosable, app, atLast } from './app.mjs'
import { note } from './boot.mjs'
import { startBrowser } from './browser.mjs'
import { WebContents } from './contents.mjs'
import { makeEvent } from './event.mjs'
import { watchMenu } from './menus.mjs'
import { watchTheme } from './theme.mjs'

/** @type {BrowserWindow[]} */
const windows = []
/** Windows that wait for the target that Chromium makes for them, in order. @type {BrowserWindow[]} */
const waiting = []
/** @type {ReturnType<typeof startBrowser> | null} */
let running = null

const UNSUPPORTED = Object.entries({ nodeIntegration: true, contextIsolation: false, sandbox: false, webSecurity: false, webviewTag: true })

export class BrowserWindow extends EventEmitter {
  static getAllWindows() {
    return [...windows]
  }
  static getFocusedWindow() {
    return windows.find(window => window.isFocused()) ?? windows[0] ?? null
  }
  static fromWebContents(contents) {
    return windows.find(window => window.webContents === contents) ?? null
  }
  static fromId(id) {
    return windows.find(window => window.id === id) ?? null
  }

  /** For app.quit, which waits. */
  closed
  #settleClosed
  #state = 'normal'
  #isFocused = false
  #isVisible
  #isDestroyed = false
  #title
  #stop

  constructor(options = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const preferences = options.webPreferences ?? {}
    const wrong = UNSUPPORTED.find(([name, value]) => preferences[name] === value)
    if (wrong) throw new Error(`webPreferences.${wrong[0]}: ${String(wrong[1])} is not to be had here, and not wanted`)
    const { promise, resolve } = Promise.withResolvers()
    this.closed = promise
    this.#settleClosed = resolve
    this.#title = options.title ?? app.name
    this.#isVisible = options.show !== false
    this.webContents = new WebContents(this, preferences.preload)
    this.id = this.webContents.id
    windows.push(this)
    const leaveApp = addClosable(this)
    const leaveMenu = watchMenu(() => this.webContents.hostTellAccelerators())
    const leaveTheme = watchTheme(media => this.#tell('Emulation.setEmulatedMedia', media))
    this.#stop = () => [leaveMenu, leaveTheme, leaveApp].forEach(leave => leave())
    this.webContents.on('dom-ready', () => this.#meetPageTitle())
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', makeEvent()))
    app.emit('web-contents-created', makeEvent(), this.webContents)
    app.emit('browser-window-created', makeEvent(), this)
    void openTarget(this, { width: options.width ?? 800, height: options.height ?? 600 })
  }

  loadURL(url) {
    return this.webContents.loadURL(url)
  }
  show() {
    this.#isVisible = true
    this.emit('show', makeEvent())
  }
  focus() {
    this.webContents.focus()
  }
  isVisible() {
    return this.#isVisible
  }
  isFocused() {
    return this.#isFocused
  }
  isDestroyed() {
    return this.#isDestroyed
  }
  getTitle() {
    return this.#title
  }
  setTitle(title) {
    this.#title = title
    this.#tell('Runtime.evaluate', { expression: `document.title = ${JSON.stringify(title)}` })
  }
  minimize() {
    this.#become('minimized', 'minimize')
  }
  maximize() {
    this.#become('maximized', 'maximize')
  }
  restore() {
    this.#become('normal', 'restore')
  }
  setFullScreen(wanted) {
    this.#become(wanted ? 'fullscreen' : 'normal', wanted ? 'enter-full-screen' : 'leave-full-screen')
  }
  isMinimized() {
    return this.#state === 'minimized'
  }
  isMaximized() {
    return this.#state === 'maximized'
  }
  isFullScreen() {
    return this.#state === 'fullscreen'
  }
  close() {
    this.hostAskClose()
  }
  destroy() {
    void closeTarget(this.webContents.hostTarget)
    this.hostGone()
  }

  /** Closes unless a listener forbids it. @returns {boolean} whether it closes */
  hostAskClose() {
    if (this.#isDestroyed) return true
    const event = makeEvent()
    this.emit('close', event)
    if (event.defaultPrevented) return false
    void closeTarget(this.webContents.hostTarget).then(() => this.hostGone())
    return true
  }
  /** Its page is gone: closed by us, by the user, or with Chromium. */
  hostGone() {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    windows.splice(windows.indexOf(this), 1)
    this.webContents.hostLeave()
    this.emit('closed', makeEvent())
    this.#settleClosed()
    this.#stop()
  }
  /** The user closed it. Chromium does not ask before; who forbids it is heard and cannot be obeyed. */
  hostClosedByUser() {
    if (this.#isDestroyed) return
    this.emit('close', makeEvent())
    this.hostGone()
  }
  hostFocus(isFocused) {
    this.#isFocused = isFocused
    this.emit(isFocused ? 'focus' : 'blur', makeEvent())
  }
  /** The user minimized it, or brought it back: its page tells, since Chromium does not. */
  hostVisible(isVisible) {
    if (isVisible === !this.isMinimized()) return
    this.#state = isVisible ? 'normal' : 'minimized'
    this.emit(isVisible ? 'restore' : 'minimize', makeEvent())
  }

  /** The title that the page brings counts unless a listener prefers the window's own. */
  #meetPageTitle() {
    const event = makeEvent()
    this.emit('page-title-updated', event)
    if (event.defaultPrevented) this.setTitle(this.#title)
  }
  #become(state, eventName) {
    this.#state = state
    this.#tell('Browser.getWindowForTarget')
      .then(found => found && this.#tell('Browser.setWindowBounds', { windowId: found.windowId, bounds: { windowState: state } }))
      .then(() => this.emit(eventName, makeEvent()))
  }
  /** Tells the page's target; nobody listens any more once it has left. */
  #tell(method, parameters) {
    return this.webContents.hostSend(method, parameters).catch(error => note(method, error.message))
  }
}

export const webContents = {
  getAllWebContents: () => windows.map(window => window.webContents),
  fromId: id => windows.find(window => window.id === id)?.webContents,
  /** Playwright's way from a page to its window. */
  fromDevToolsTargetId: target => windows.find(window => window.webContents.hostTarget === target)?.webContents
}

async function openTarget(window, size) {
  waiting.push(window)
  try {
    if (running !== null) {
      const { devtools } = await running
      await devtools.root.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...size })
      return
    }
    running = startBrowser(size)
    const browser = await running
    await attachToPages(browser)
  } catch (error) {
    console.error(`The window could not be opened: ${error.message}.`)
    app.exit(1)
  }
}

async function attachToPages(browser) {
  const { root, openSession, closed } = browser.devtools
  const bySession = new Map()
  root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const page = openSession(sessionId)
    const window = targetInfo.openerId === undefined ? waiting.shift() : undefined
    if (!window) {
      refusePage(page, targetInfo)
      return
    }
    bySession.set(sessionId, window)
    window.webContents.hostAttach(page, targetInfo.targetId).catch(error => note('attach', error.message))
  })
  root.on('Target.detachedFromTarget', ({ sessionId }) => bySession.get(sessionId)?.hostClosedByUser())
  atLast(browser.close)
  void closed.then(() => {
    running = null
    for (const window of new Set(bySession.values())) window.hostClosedByUser()
  })
  await root.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: [{ type: 'page' }] })
}

/** A pop-up (its opener's application has been asked, see contents.mjs) or a window by a key of Chromium's own. */
function refusePage(page, { targetId }) {
  void closeTarget(targetId)
  page.send('Runtime.runIfWaitingForDebugger').catch(() => {}) // closed before it ran
}

async function closeTarget(targetId) {
  const browser = await running
  if (targetId !== null) await browser?.devtools.root.send('Target.closeTarget', { targetId }).catch(() => {}) // gone already
}
