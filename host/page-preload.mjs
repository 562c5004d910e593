// What a sandboxed preload finds in its own world of the page: ipcRenderer, contextBridge, webUtils and a `require` that knows
// only electron. Runs in the page, as text (see contents.mjs).

/**
 * @param {{ sendName: string, receiveName: string, fileName: string, process: object }} setup names of the functions that join page and host
 * @param {ReturnType<typeof import('./wire.mjs').makeWire>} wire
 * @param {{ exposeInMainWorld(key: string, api: object): void, hostMeetFiles(meet: (files: File[]) => Promise<void>): void }} bridge
 * @param {((require: Function, module: object, exports: object, process: object) => void) | null} preload
 */
export function runPreload(setup, wire, bridge, preload) {
  const contextBridge = { exposeInMainWorld: bridge.exposeInMainWorld }
  const listeners = new Map()
  const waiting = new Map()
  const sendFrame = globalThis[setup.sendName]
  let lastCall = 0
  let accelerators = []

  const post = message => sendFrame(wire.encode(message).toBase64())
  const listenersOf = channel => listeners.get(channel) ?? []

  const ipcRenderer = {
    on(channel, listener) {
      listeners.set(channel, [...listenersOf(channel), listener])
      return ipcRenderer
    },
    once(channel, listener) {
      const once = (...args) => {
        ipcRenderer.off(channel, once)
        listener(...args)
      }
      return ipcRenderer.on(channel, once)
    },
    off(channel, listener) {
      listeners.set(channel, listenersOf(channel).filter(known => known !== listener))
      return ipcRenderer
    },
    removeAllListeners(channel) {
      listeners.delete(channel)
      return ipcRenderer
    },
    send: (channel, ...args) => post({ kind: 'send', channel, args }),
    invoke(channel, ...args) {
      const call = ++lastCall
      const settling = Promise.withResolvers()
      post({ kind: 'invoke', call, channel, args }) // throws what cannot be cloned before anything waits
      waiting.set(call, { ...settling, channel })
      return settling.promise
    }
  }
  ipcRenderer.addListener = ipcRenderer.on
  ipcRenderer.removeListener = ipcRenderer.off

  // Where a file lies only the debugger can tell, and not at once: a call with files waits until it is known of them.
  const paths = new WeakMap()
  const metFiles = new Map()
  let lastFile = 0
  bridge.hostMeetFiles(files =>
    Promise.all(
      files.map(file => {
        const met = Promise.withResolvers()
        metFiles.set(++lastFile, { file, met })
        post({ kind: 'file', file: lastFile })
        return met.promise
      })
    )
  )
  globalThis[setup.fileName] = number => metFiles.get(number).file
  const webUtils = { getPathForFile: file => paths.get(file) ?? '' }

  const receivers = {
    message: ({ channel, args }) => listenersOf(channel).forEach(listener => listener({ sender: ipcRenderer, ports: [] }, ...args)),
    reply({ call, ok, error }) {
      const settling = waiting.get(call)
      waiting.delete(call)
      if (error === null) settling?.resolve(ok)
      else settling?.reject(new Error(`Error invoking remote method '${settling.channel}': ${error}`))
    },
    path({ file: number, path }) {
      const { file, met } = metFiles.get(number)
      metFiles.delete(number)
      paths.set(file, path)
      met.resolve()
    },
    accelerators({ keys }) {
      accelerators = keys
    }
  }
  globalThis[setup.receiveName] = base64 => {
    const message = wire.decode(globalThis.Uint8Array.fromBase64(base64))
    receivers[message.kind](message)
  }

  // A menu's key: the page hears it first and may keep it, as in Electron on Linux and Windows; then the menu has it, and
  // Chromium does nothing of its own with it. Unmodified keys belong to a control that has the focus.
  const controls = 'input,textarea,select,button,a[href],summary,[contenteditable],[role=button]'
  const chordOf = event => {
    const isShifted = event.shiftKey && (event.key.length > 1 || /[a-z ]/i.test(event.key)) // for a sign like + it tells the layout only
    const modifiers = [event.ctrlKey && 'ctrl', event.altKey && 'alt', isShifted && 'shift', event.metaKey && 'meta']
    return [...modifiers.filter(Boolean), event.key.toLowerCase()].join('+')
  }
  const onKeyAtLast = event => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey)
    const chord = chordOf(event)
    if (event.defaultPrevented || !accelerators.includes(chord)) return
    if (isPlain && event.target instanceof globalThis.Element && event.target.closest(controls)) return
    event.preventDefault()
    post({ kind: 'accelerator', chord })
  }
  // Added while the key is on its way, it comes after all listeners that the page has on its window.
  globalThis.addEventListener('keydown', () => globalThis.addEventListener('keydown', onKeyAtLast, { once: true }), { capture: true })

  const scheme = globalThis.matchMedia('(prefers-color-scheme: dark)')
  const postScheme = () => post({ kind: 'scheme', isDark: scheme.matches })
  scheme.addEventListener('change', postScheme)
  postScheme()

  const postFocus = () => post({ kind: 'focus', isFocused: globalThis.document.hasFocus() })
  globalThis.addEventListener('focus', postFocus)
  globalThis.addEventListener('blur', postFocus)

  const postVisible = () => post({ kind: 'visible', isVisible: !globalThis.document.hidden })
  globalThis.document.addEventListener('visibilitychange', postVisible)

  const require = name => {
    if (['electron', 'electron/renderer', 'electron/common'].includes(name)) return { ipcRenderer, contextBridge, webUtils }
    throw new Error(`module not found: ${name}`) // what a sandboxed preload gets
  }
  const module = { exports: {} }
  preload?.call(module.exports, require, module, module.exports, setup.process)
}
