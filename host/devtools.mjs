// Chromium's debugging pipe: JSON messages that end in NUL, each way on a descriptor of its own. When one side leaves,
// the pipe closes and the other leaves too: a host that was killed leaves no browser behind.
// https://chromedevtools.github.io/devtools-protocol/
import { EventEmitter } from 'node:events'

const NUL = 0

/**
 * One conversation with a target of Chromium ('' = the browser itself). Emits the protocol's events by their names.
 * @typedef {EventEmitter & { readonly id: string, send(method: string, parameters?: object): Promise<any> }} Session
 */

/**
 * @param {import('node:stream').Writable} toChromium
 * @param {import('node:stream').Readable} fromChromium
 * @returns {{ readonly root: Session, openSession(id: string): Session, readonly closed: Promise<void> }}
 */
export function openDevTools(toChromium, fromChromium) {
  /** @type {Map<number, { resolve(value: any): void, reject(error: Error): void, method: string }>} */
  const waiting = new Map()
  /** @type {Map<string, Session>} */
  const sessions = new Map()
  const closed = Promise.withResolvers()
  let lastId = 0
  let isOpen = true

  const openSession = id => {
    const session = Object.assign(new EventEmitter(), {
      id,
      send(method, params = {}) {
        if (!isOpen) return Promise.reject(new Error(`${method}: Chromium has left`))
        const answer = Promise.withResolvers()
        waiting.set(++lastId, { ...answer, method })
        toChromium.write(`${JSON.stringify({ id: lastId, method, params, ...(id === '' ? {} : { sessionId: id }) })}\0`)
        return answer.promise
      }
    })
    sessions.set(id, session)
    return session
  }

  const receive = message => {
    if (message.id === undefined) {
      sessions.get(message.sessionId ?? '')?.emit(message.method, message.params)
      if (message.method === 'Target.detachedFromTarget') sessions.delete(message.params.sessionId)
      return
    }
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) asked?.reject(new Error(`${asked.method}: ${message.error.message}`))
    else asked?.resolve(message.result)
  }

  const close = () => {
    if (!isOpen) return
    isOpen = false
    for (const { reject, method } of waiting.values()) reject(new Error(`${method}: Chromium has left`))
    waiting.clear()
    closed.resolve()
  }

  readMessages(fromChromium, receive)
  fromChromium.on('close', close).on('error', close)
  toChromium.on('error', close) // EPIPE: it left while we wrote
  return { root: openSession(''), openSession, closed: closed.promise }
}

/** Cuts the stream at its NULs. A message may come in many pieces: they are joined once, when its end is there. */
function readMessages(stream, receive) {
  /** @type {Buffer[]} */
  let pieces = []
  stream.on('data', chunk => {
    let from = 0
    for (let end = chunk.indexOf(NUL); end >= 0; end = chunk.indexOf(NUL, from)) {
      pieces.push(chunk.subarray(from, end))
      receive(JSON.parse(Buffer.concat(pieces).toString('utf8')))
      pieces = []
      from = end + 1
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from))
  })
}
