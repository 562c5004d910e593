// The messages between the host and the preload's world of one page: frames of wire.mjs, as base64 over the debugging
// pipe. To the page by evaluating a call of its receiver, from the page by a binding that only that world sees.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { note } from './boot.mjs'
import { makeBridge } from './page-bridge.mjs'
import { runPreload } from './page-preload.mjs'
import { makeWire } from './wire.mjs'

const WORLD = 'electron-preload'
/** Names of this host alone: the page must not find them. */
const SEND = `send${randomBytes(9).toString('hex')}`
const RECEIVE = `receive${randomBytes(9).toString('hex')}`
const FILE = `file${randomBytes(9).toString('hex')}`
const SECRET = randomBytes(12).toString('hex')
/** Bytes of messages that go to the page in one turn. */
const TURN_BYTES = 4_000_000

const wire = makeWire()

export class Mail {
  /** @type {import('./devtools.mjs').Session | null} */
  #page = null
  /** Execution context of the preload's world in the present document; 0 while there is none. */
  #context = 0
  /** @type {Uint8Array[]} */
  #outbox = []
  #isPosting = false
  #isClosed = false
  #hear
  #greet

  /**
   * @param {(message: any) => void} hear what the page says
   * @param {() => void} greet called when a new document can be spoken to
   */
  constructor(hear, greet) {
    this.#hear = hear
    this.#greet = greet
  }

  /**
   * Joins the main frame of a page, before its first document.
   * @param {import('./devtools.mjs').Session} page
   * @param {{ frameId: string, preloadPath: string | undefined }} frame
   */
  async join(page, { frameId, preloadPath }) {
    this.#page = page
    page.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD || context.auxData?.frameId !== frameId) return
      this.#context = context.id
      this.#greet()
    })
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#context) this.#context = 0
    })
    page.on('Runtime.executionContextsCleared', () => {
      this.#context = 0
    })
    page.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === SEND && executionContextId === this.#context) this.#hear(wire.decode(Buffer.from(payload, 'base64')))
    })
    await Promise.all([
      page.send('Runtime.enable'),
      page.send('Runtime.addBinding', { name: SEND, executionContextName: WORLD }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: bridgeSource() }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { worldName: WORLD, source: preloadSource(preloadPath) })
    ])
  }

  /** Throws what cannot be cloned. Cloned now, as Electron does: later changes of the value do not count. @param {object} message */
  post(message) {
    if (this.#isClosed) return
    this.#outbox.push(wire.encode(message))
    void this.#flush()
  }

  /** Where a file lies that the page has handed to its preload; '' if it is on no disk. @param {number} file its number there */
  async readPath(file) {
    const { result } = await this.#page.send('Runtime.evaluate', { expression: `${FILE}(${file})`, contextId: this.#context })
    const { path } = await this.#page.send('DOM.getFileInfo', { objectId: result.objectId })
    return path
  }

  close() {
    this.#isClosed = true
    this.#outbox = []
  }

  /** What has gathered while the last turn was under way goes in one turn. */
  async #flush() {
    if (this.#isPosting || this.#context === 0) return
    this.#isPosting = true
    try {
      while (this.#outbox.length > 0 && this.#context !== 0) {
        const calls = this.#takeTurn().map(frame => `${RECEIVE}("${Buffer.from(frame.buffer).toString('base64')}")`)
        await this.#page.send('Runtime.evaluate', { expression: `${calls.join(';')};0`, contextId: this.#context, silent: true })
      }
    } catch (error) {
      note('messages lost with their document', error.message)
    } finally {
      this.#isPosting = false
    }
    if (this.#outbox.length > 0) void this.#flush() // for a document that came while the last one's turn failed
  }

  #takeTurn() {
    let count = 0
    for (let bytes = 0; count < this.#outbox.length && bytes < TURN_BYTES; count++) bytes += this.#outbox[count].length
    return this.#outbox.splice(0, count)
  }
}

const mainFrameOnly = source => `if (window.top === window) { ${source} }`

function bridgeSource() {
  return mainFrameOnly(`(${makeBridge.toString()})(${JSON.stringify(SECRET)}, 'page')`)
}

function preloadSource(path) {
  const { platform, arch, versions } = process
  const setup = { sendName: SEND, receiveName: RECEIVE, fileName: FILE, process: { type: 'renderer', sandboxed: true, contextIsolated: true, platform, arch, versions, env: {}, argv: [] } }
  const preload = path === undefined ? 'null' : `function (require, module, exports, process) {${readFileSync(path, 'utf8')}\n}`
  const bridge = `(${makeBridge.toString()})(${JSON.stringify(SECRET)}, 'preload')`
  return mainFrameOnly(`(${runPreload.toString()})(${JSON.stringify(setup)}, (${makeWire.toString()})(), ${bridge}, ${preload})`)
}
