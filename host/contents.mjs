// webContents: one page. Where it may go, what it tells main and main tells it.
import { EventEmitter } from 'node:events'
import { note } from './boot.mjs'
import { makeEvent } from './event.mjs'
import { answerCall, hearMessage } from './ipc.mjs'
import { Mail } from './mail.mjs'
import { acceleratorsOf, pressAccelerator } from './menus.mjs'
import { fromStandIn, toStandIn } from './protocol.mjs'
import { catchRequests } from './requests.mjs'
import { applyPermissions, session } from './session.mjs'
import { hearScheme, mediaOf } from './theme.mjs'

let lastId = 0

export class WebContents extends EventEmitter {
  id = ++lastId
  session = session.defaultSession
  mainFrame = { url: '', parent: null, top: null, frames: [], processId: 1, routingId: 1 }
  /** The target's id in Chromium, by which Playwright finds its window. @type {string | null} */
  hostTarget = null
  /** Settles when the page can be sent somewhere. */
  hostAttached = Promise.withResolvers()

  #frameId = ''
  #isDestroyed = false
  #isLoading = false
  /** Addresses that the application itself asked for: nobody is asked whether they may be gone to. */
  #expected = new Set()
  #openHandler = () => ({ action: 'allow' })
  #window
  #preloadPath
  #mail = new Mail(message => this.#hear(message), () => this.hostTellAccelerators())

  constructor(window, preloadPath) {
    super()
    this.#window = window
    this.#preloadPath = preloadPath
    this.mainFrame.top = this.mainFrame
    this.hostAttached.promise.catch(() => {}) // a window that was closed first: whoever asked for something hears it
  }

  send(channel, ...args) {
    this.#mail.post({ kind: 'message', channel, args })
  }
  setWindowOpenHandler(handler) {
    this.#openHandler = handler
  }
  getURL() {
    return this.mainFrame.url
  }
  isDestroyed() {
    return this.#isDestroyed
  }
  isLoading() {
    return this.#isLoading
  }
  close() {
    this.#window.close()
  }
  focus() {
    this.hostSend('Page.bringToFront').catch(error => note('focus', error.message))
  }
  reload() {
    this.#expected.add(toStandIn(this.getURL()))
    this.hostSend('Page.reload').catch(error => note('reload', error.message))
  }
  async executeJavaScript(code) {
    const { result, exceptionDetails } = await this.hostSend('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture: true })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  async loadURL(url) {
    const page = await this.hostAttached.promise
    const address = toStandIn(url)
    this.#expected.add(new URL(address).href)
    const loaded = new Promise(resolve => this.once('did-finish-load', resolve))
    const { errorText } = await page.send('Page.navigate', { url: address })
    if (errorText) throw new Error(`${errorText.replace('net::', '')} loading '${url}'`)
    await loaded
  }

  /** Takes over a target of Chromium. @param {import('./devtools.mjs').Session} page */
  async hostAttach(page, targetId) {
    this.hostTarget = targetId
    this.#listen(page)
    await page.send('Page.enable')
    this.#frameId = (await page.send('Page.getFrameTree')).frameTree.frame.id
    await Promise.all([
      this.#mail.join(page, { frameId: this.#frameId, preloadPath: this.#preloadPath }),
      catchRequests(page, request => this.#mayGo(request)),
      page.send('Emulation.setEmulatedMedia', mediaOf()),
      applyPermissions(page),
      page.send('Runtime.runIfWaitingForDebugger')
    ])
    this.hostAttached.resolve(page)
  }

  /** A command of the protocol to this page, once it is there. */
  async hostSend(method, parameters) {
    const page = await this.hostAttached.promise
    return page.send(method, parameters)
  }
  hostTellAccelerators() {
    this.#mail.post({ kind: 'accelerators', keys: acceleratorsOf() })
  }
  hostLeave() {
    this.#isDestroyed = true
    this.#mail.close()
    this.hostAttached.reject(new Error('the window was closed'))
    this.emit('destroyed', makeEvent())
  }

  /** @param {import('./devtools.mjs').Session} page */
  #listen(page) {
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== this.#frameId) return
      this.mainFrame.url = fromStandIn(frame.url)
      this.#isLoading = true
      this.emit('did-navigate', makeEvent(), this.mainFrame.url)
    })
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', makeEvent()))
    page.on('Page.loadEventFired', () => {
      this.#isLoading = false
      this.emit('did-finish-load', makeEvent())
    })
    page.on('Page.windowOpen', ({ url, windowName }) => {
      const { action } = this.#openHandler({ url: fromStandIn(url), frameName: windowName, features: '', disposition: 'foreground-tab' })
      if (action === 'allow') note('pop-ups are not to be had here', url)
    })
    page.on('Runtime.consoleAPICalled', ({ type, args }) => {
      this.emit('console-message', makeEvent({ level: type, message: args.map(arg => arg.value ?? arg.description).join(' ') }))
    })
    page.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
      console.error('[page]', exceptionDetails.exception?.description ?? exceptionDetails.text)
    })
    page.on('Inspector.targetCrashed', () => this.emit('render-process-gone', makeEvent(), { reason: 'crashed', exitCode: 1 }))
  }

  /** Whether a request may be made: the application is asked where the main frame would go to without being sent by it. */
  #mayGo({ url, resourceType, frameId }) {
    if (resourceType !== 'Document' || frameId !== this.#frameId) return true
    const isExpected = this.#expected.delete(url)
    const details = { url: fromStandIn(url), isMainFrame: true, isSameDocument: false }
    const event = makeEvent(details)
    if (!isExpected) this.emit('will-navigate', event, event.url)
    if (event.defaultPrevented) return false
    this.emit('did-start-navigation', makeEvent(details))
    return true
  }

  #hear(message) {
    if (message.kind === 'send') hearMessage(message, this)
    else if (message.kind === 'invoke') void answerCall(message, this).then(reply => this.#postReply(reply))
    else if (message.kind === 'file') void this.#tellPath(message.file)
    else if (message.kind === 'accelerator') pressAccelerator(message.chord, this.#window)
    else if (message.kind === 'scheme') hearScheme(message.isDark)
    else if (message.kind === 'focus') this.#window.hostFocus(message.isFocused)
    else if (message.kind === 'visible') this.#window.hostVisible(message.isVisible)
  }

  /** A file of which nobody can say where it lies has no path, as in Electron. */
  async #tellPath(file) {
    const path = await this.#mail.readPath(file).catch(error => {
      note('file', error.message)
      return ''
    })
    this.#mail.post({ kind: 'path', file, path })
  }

  /** A value that cannot be cloned becomes the caller's error. */
  #postReply(reply) {
    try {
      this.#mail.post(reply)
    } catch (error) {
      this.#mail.post({ ...reply, ok: null, error: String(error) })
    }
  }
}
