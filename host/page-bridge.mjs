// contextBridge between the preload's world and the page's: runs in both, as text (see contents.mjs). DOM events are
// synchronous across worlds, and Chromium clones a CustomEvent's detail when another world reads it: enough for
// synchronous calls, promises and callbacks with Electron's rules (copies, frozen, prototypes dropped).
// https://www.electronjs.org/docs/latest/api/context-bridge#parameter--error--return-type-support

/**
 * @param {string} secret names the events, so that the page cannot guess them
 * @param {'preload' | 'page'} side
 */
export function makeBridge(secret, side) {
  const { document, CustomEvent } = globalThis
  const other = side === 'preload' ? 'page' : 'preload'
  const functions = new Map() // by number: ours, that the other world may call
  const numbers = new Map()
  const promises = new Map() // by number: theirs, that have not settled
  let lastNumber = 0
  let lastReply = null
  /** Is told of files in the arguments of a call, which then waits for it. @type {((files: File[]) => Promise<void>) | null} */
  let meetFiles = null

  const tell = (kind, detail) => document.dispatchEvent(new CustomEvent(`${secret}:${other}:${kind}`, { detail }))
  const listen = (kind, listener) => document.addEventListener(`${secret}:${side}:${kind}`, event => listener(event.detail))
  const nameOf = value => Object.prototype.toString.call(value).slice(8, -1)
  const cloneable = /^(Date|RegExp|Map|Set|ArrayBuffer|Blob|File|ImageBitmap|DataView|.*Array)$/

  const wrapError = error => ({ name: error?.name ?? 'Error', message: String(error?.message ?? error) })
  const unwrapError = ({ name, message }) => Object.assign(new Error(message), name === 'Error' ? {} : { name })

  function wrapFunction(fn) {
    if (!numbers.has(fn)) {
      numbers.set(fn, ++lastNumber)
      functions.set(lastNumber, fn)
    }
    return { fn: numbers.get(fn) }
  }

  function wrapPromise(promise) {
    const number = ++lastNumber
    Promise.resolve(promise).then(
      value => tell('settle', { number, ok: wrap(value) }),
      error => tell('settle', { number, error: wrapError(error) })
    )
    return { promise: number }
  }

  function wrap(value) {
    if (typeof value === 'function') return wrapFunction(value)
    if (typeof value === 'symbol') return { value: undefined }
    if (value === null || typeof value !== 'object') return { value }
    if (typeof value.then === 'function') return wrapPromise(value)
    if (Array.isArray(value)) return { array: value.map(wrap) }
    if (value instanceof Error) return { error: wrapError(value) }
    if (cloneable.test(nameOf(value))) return { value } // copied by the event itself
    return { object: Object.keys(value).map(key => [key, wrap(value[key])]) }
  }

  function callOther(number, args) {
    lastReply = null
    tell('call', { number, args: args.map(wrap) })
    const reply = lastReply
    lastReply = null
    if (reply === null) throw new Error('contextBridge: the other world did not answer')
    if (reply.error) throw unwrapError(reply.error)
    return unwrap(reply.ok)
  }

  function unwrap(wrapped) {
    if ('value' in wrapped) return wrapped.value
    if ('array' in wrapped) return Object.freeze(wrapped.array.map(unwrap))
    if ('object' in wrapped) return Object.freeze(Object.fromEntries(wrapped.object.map(([key, value]) => [key, unwrap(value)])))
    if ('error' in wrapped) return unwrapError(wrapped.error)
    if ('fn' in wrapped) return (...args) => callOther(wrapped.fn, args)
    const settling = Promise.withResolvers()
    promises.set(wrapped.promise, settling)
    return settling.promise
  }

  listen('call', ({ number, args }) => {
    let reply
    try {
      const given = args.map(unwrap)
      const call = () => functions.get(number)(...given)
      const files = given.filter(value => value !== null && typeof value === 'object' && nameOf(value) === 'File')
      reply = { ok: wrap(meetFiles && files.length > 0 ? meetFiles(files).then(call) : call()) }
    } catch (error) {
      reply = { error: wrapError(error) }
    }
    tell('reply', reply)
  })
  listen('reply', reply => {
    lastReply = reply
  })
  listen('settle', ({ number, ok, error }) => {
    const settling = promises.get(number)
    promises.delete(number)
    if (error) settling?.reject(unwrapError(error))
    else settling?.resolve(unwrap(ok))
  })

  if (side === 'page') {
    listen('expose', ({ key, api }) => {
      Object.defineProperty(globalThis, key, { value: unwrap(api), enumerable: true, configurable: false, writable: false })
    })
    return null
  }
  const exposed = new Set()
  return {
    hostMeetFiles(meet) {
      meetFiles = meet
    },
    exposeInMainWorld(key, api) {
      if (exposed.has(key)) throw new Error(`Cannot bind an API on top of an existing property on the window object: ${key}`)
      exposed.add(key)
      tell('expose', { key, api: wrap(api) })
    }
  }
}
