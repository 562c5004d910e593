// webContents: one page. Runs the preload in a world of its own, carries messages both ways over the debugging pipe,
// answers the page's requests, and asks the application before it goes elsewhere.
import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { note } from './boot.mjs'
import { makeEvent } from './event.mjs'
import { answerCall, hearMessage } from './ipc.mjs'
import { acceleratorsOf, pressAccelerator } from './menus.mjs'
import { makeBridge } from './page-bridge.mjs'
import { runPreload } from './page-preload.mjs'
import { answerRequest, fromStandIn, isStandIn, toStandIn } from './protocol.mjs'
import { applyPermissions, session } from './session.mjs'
import { hearScheme, mediaOf } from './theme.mjs'
import { makeWire } from './wire.mjs'

const WORLD = 'electron-preload'
/** Names of this host alone: the page must not find them. */
const SEND = `send${randomBytes(9).toString('hex')}`
const RECEIVE = `receive${randomBytes(9).toString('hex')}`
const SECRET = randomBytes(12).toString('hex')
/** Bytes of messages that go to the page in one turn. */
const TURN_BYTES = 4_000_000

const wire = makeWire()
let lastId = 0

export class WebContents extends EventEmitter {
  id = ++lastId
  session = session.defaultSession
  mainFrame = { url: '', parent: null, top: null, frames: [], processId: 1, routingId: 1 }
  /** The target's id in Chromium, by which Playwright finds its window. @type {string | null} */
  hostTarget = null
  /** Settles when the page can be sent somewhere. */
  hostAttached = Promise.withResolvers()

  /** @type {import('./devtools.mjs').Session | null} */
  #page = null
  #frameId = ''
  /** Execution context of the preload's world in the present document; 0 while there is none. */
  #context = 0
  #outbox = []
  #isPosting = false
  #isDestroyed = false
  #isLoading = false
  /** Addresses that the application itself asked for: nobody is asked whether they may be gone to. */
  #expected = new Set()
  #openHandler = () => ({ action: 'allow' })
  #window
  #preloadPath

  constructor(window, preloadPath) {
    super()
    this.#window = window
    this.#preloadPath = preloadPath
    this.mainFrame.top = this.mainFrame
  }

  send(channel, ...args) {
    this.#post({ kind: 'message', channel, args })
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
    void this.#page?.send('Page.bringToFront').catch(() => {})
  }
  reload() {
    this.#expected.add(toStandIn(this.getURL()))
    void this.#page?.send('Page.reload').catch(() => {})
  }
  async executeJavaScript(code) {
    const page = await this.hostAttached.promise
    const { result, exceptionDetails } = await page.send('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture: true })
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
    this.#page = page
    this.#listen(page)
    await page.send('Page.enable')
    this.#frameId = (await page.send('Page.getFrameTree')).frameTree.frame.id
    await Promise.all([
      page.send('Runtime.enable'),
      page.send('Runtime.addBinding', { name: SEND, executionContextName: WORLD }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: bridgeSource() }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { worldName: WORLD, source: preloadSource(this.#preloadPath) }),
      page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      page.send('Emulation.setEmulatedMedia', mediaOf()),
      page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: [{ type: 'worker' }] }),
      applyPermissions(page),
      page.send('Runtime.runIfWaitingForDebugger')
    ])
    this.hostAttached.resolve(page)
  }

  /** For the host's own windows and dialogs. */
  hostSend(method, parameters) {
    return this.hostAttached.promise.then(page => page.send(method, parameters))
  }
  hostTellAccelerators() {
    this.#post({ kind: 'accelerators', keys: acceleratorsOf() })
  }
  hostLeave() {
    this.#isDestroyed = true
    this.#outbox = []
    this.hostAttached.promise.catch(() => {})
    this.hostAttached.reject(new Error('the window was closed'))
    this.emit('destroyed', makeEvent())
  }

  /** @param {import('./devtools.mjs').Session} page */
  #listen(page) {
    page.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD || context.auxData?.frameId !== this.#frameId) return
      this.#context = context.id
      this.hostTellAccelerators()
    })
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#context) this.#context = 0
    })
    page.on('Runtime.executionContextsCleared', () => {
      this.#context = 0
    })
    page.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === SEND && executionContextId === this.#context) this.#receive(payload)
    })
    page.on('Runtime.consoleAPICalled', ({ type, args }) => {
      this.emit('console-message', makeEvent({ level: type, message: args.map(arg => arg.value ?? arg.description).join(' ') }))
    })
    page.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
      console.error('[page]', exceptionDetails.exception?.description ?? exceptionDetails.text)
    })
    page.on('Fetch.requestPaused', request => void this.#route(page, request))
    page.on('Target.attachedToTarget', ({ sessionId }) => void this.#attachWorker(sessionId))
    page.on('Inspector.targetCrashed', () => this.emit('render-process-gone', makeEvent(), { reason: 'crashed', exitCode: 1 }))
    this.#listenToNavigation(page)
  }

  #listenToNavigation(page) {
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== this.#frameId) return
      this.mainFrame.url = fromStandIn(frame.url)
      this.#isLoading = true
      this.emit('did-navigate', makeEvent(), this.mainFrame.url)
    })
    page.on('Page.windowOpen', ({ url, windowName }) => {
      const { action } = this.#openHandler({ url: fromStandIn(url), frameName: windowName, features: '', disposition: 'foreground-tab' })
      if (action === 'allow') note('pop-ups are not to be had here', url)
    })
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', makeEvent()))
    page.on('Page.loadEventFired', () => {
      this.#isLoading = false
      this.emit('did-finish-load', makeEvent())
    })
  }

  /** A worker's own requests are answered like its page's. */
  async #attachWorker(sessionId) {
    const worker = this.#window.hostOpenSession(sessionId)
    worker.on('Fetch.requestPaused', request => void this.#route(worker, request))
    await worker.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }).catch(() => {}) // a kind of worker without requests
    await worker.send('Runtime.runIfWaitingForDebugger').catch(() => {})
  }

  async #route(from, { requestId, request, resourceType, frameId }) {
    const { url } = request
    const refuse = errorReason => from.send('Fetch.failRequest', { requestId, errorReason })
    try {
      if (resourceType === 'Document' && frameId === this.#frameId && !this.#mayGo(url)) await refuse('Aborted')
      else if (isFromDevServer(url)) await from.send('Fetch.continueRequest', { requestId })
      else if (isStandIn(url)) await from.send('Fetch.fulfillRequest', { requestId, ...(await answerRequest(request)) })
      else await refuse('BlockedByClient')
    } catch (error) {
      note('request', url, error) // the page left while it was answered
    }
  }

  /** Whether the main frame may go there; the application is asked about what it did not ask for itself. */
  #mayGo(url) {
    const isExpected = this.#expected.delete(url)
    const details = { url: fromStandIn(url), isMainFrame: true, isSameDocument: false }
    const event = makeEvent(details)
    if (!isExpected) this.emit('will-navigate', event, event.url)
    if (event.defaultPrevented) return false
    this.emit('did-start-navigation', makeEvent(details))
    return true
  }

  #receive(base64) {
    const message = wire.decode(Buffer.from(base64, 'base64'))
    if (message.kind === 'send') hearMessage(message, this)
    else if (message.kind === 'invoke') void answerCall(message, this).then(reply => this.#postReply(reply))
    else if (message.kind === 'accelerator') pressAccelerator(message.chord, this.#window)
    else if (message.kind === 'scheme') hearScheme(message.isDark)
    else if (message.kind === 'focus') this.#window.hostFocus(message.isFocused)
    else if (message.kind === 'visible') this.#window.hostVisible(message.isVisible)
  }

  #postReply(reply) {
    try {
      this.#post(reply)
    } catch (error) {
      this.#post({ ...reply, ok: null, error: String(error) })
    }
  }

  #post(message) {
    if (this.#isDestroyed) return
    this.#outbox.push(wire.encode(message)) // cloned now, as Electron does: later changes of the value do not count
    void this.#flush()
  }

  async #flush() {
    if (this.#isPosting || this.#context === 0) return
    this.#isPosting = true
    try {
      while (this.#outbox.length > 0 && this.#context !== 0) {
        let count = 0
        for (let bytes = 0; count < this.#outbox.length && bytes < TURN_BYTES; count++) bytes += this.#outbox[count].length
        const calls = this.#outbox.splice(0, count).map(frame => `${RECEIVE}("${Buffer.from(frame.buffer).toString('base64')}")`)
        await this.#page.send('Runtime.evaluate', { expression: `${calls.join(';')};0`, contextId: this.#context, silent: true })
      }
    } catch (error) {
      note('messages lost with their document', error)
    } finally {
      this.#isPosting = false
    }
  }
}

const mainFrameOnly = source => `if (window.top === window) { ${source} }`

function bridgeSource() {
  return mainFrameOnly(`(${makeBridge.toString()})(${JSON.stringify(SECRET)}, 'page')`)
}

function preloadSource(path) {
  const setup = { sendName: SEND, receiveName: RECEIVE, process: { type: 'renderer', sandboxed: true, contextIsolated: true, platform: process.platform, arch: process.arch, versions: process.versions, env: {}, argv: [] } }
  const preload = path === undefined ? 'null' : `function (require, module, exports, process) {${readFileSync(path, 'utf8')}\n}`
  const bridge = `(${makeBridge.toString()})(${JSON.stringify(SECRET)}, 'preload')`
  return mainFrameOnly(`(${runPreload.toString()})(${JSON.stringify(setup)}, (${makeWire.toString()})(), ${bridge}, ${preload})`)
}

/** In development the page comes from a server on this machine. */
function isFromDevServer(url) {
  const server = process.env.ELECTRON_RENDERER_URL
  return server !== undefined && URL.parse(url)?.origin === URL.parse(server)?.origin
}
