// app: the life of the program, from ready to quit, with the order and the vetoes of Electron.
// https://www.electronjs.org/docs/latest/api/app
import { EventEmitter } from 'node:events'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { boot, readSwitch } from './boot.mjs'
import { makeEvent } from './event.mjs'
import { lockInstance, unlockInstance } from './instance.mjs'
import { openProtocols } from './protocol.mjs'

/** What must be closed before the program may leave: the windows. @type {Set<{ hostAskClose(): boolean, closed: Promise<void> }>} */
const closables = new Set()
/** What is done last, whatever happened. @type {(() => Promise<void>) | null} */
let putAway = null
const becameReady = Promise.withResolvers()
const ownPaths = new Map()
let isReady = false
let isQuitting = false
let isLeaving = false

class App extends EventEmitter {
  name = boot.description.productName ?? boot.description.name ?? 'Electron'
  isPackaged = false
  commandLine = {
    appendSwitch: (name, value) => boot.switches.push(value === undefined ? `--${name}` : `--${name}=${value}`),
    hasSwitch: name => readSwitch(name) !== undefined,
    getSwitchValue: name => readSwitch(name) ?? ''
  }

  whenReady() {
    return becameReady.promise
  }
  isReady() {
    return isReady
  }
  getName() {
    return this.name
  }
  setName(name) {
    this.name = name
  }
  getVersion() {
    return boot.description.version ?? '0.0.0'
  }
  getAppPath() {
    return boot.folder
  }
  getPath(name) {
    const path = ownPaths.get(name) ?? pathsOf(this)[name]?.()
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  setPath(name, path) {
    ownPaths.set(name, path)
  }
  /** Chromium here is sandboxed wherever it can be; see browser.mjs. */
  enableSandbox() {
    if (isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }
  disableHardwareAcceleration() {
    this.commandLine.appendSwitch('disable-gpu')
  }
  requestSingleInstanceLock(additionalData = null) {
    const message = { argv: process.argv, cwd: process.cwd(), additionalData }
    return lockInstance(this.getPath('userData'), message, second => {
      this.emit('second-instance', makeEvent(), second.argv, second.cwd, second.additionalData)
    })
  }
  releaseSingleInstanceLock() {
    unlockInstance()
  }
  quit() {
    void quit()
  }
  exit(code = 0) {
    void leave(code)
  }
}
export const app = new App()

/** A window: quitting asks it. Returns how to take it off the list. */
export function addClosable(closable) {
  closables.add(closable)
  return () => {
    closables.delete(closable)
    if (closables.size > 0 || isQuitting || isLeaving) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }
}

/** @param {() => Promise<void>} action */
export function atLast(action) {
  putAway = action
}

async function quit() {
  if (isQuitting || isLeaving) return
  if (isForbidden('before-quit')) return
  isQuitting = true
  for (const closable of [...closables]) {
    if (!closable.hostAskClose()) {
      isQuitting = false
      return
    }
  }
  await Promise.all([...closables].map(({ closed }) => closed))
  if (isForbidden('will-quit')) {
    isQuitting = false
    return
  }
  await leave(0)
}

function isForbidden(name) {
  const event = makeEvent()
  app.emit(name, event)
  return event.defaultPrevented
}

async function leave(code) {
  if (isLeaving) return
  isLeaving = true
  app.emit('quit', makeEvent(), code)
  await unlockInstance()
  await putAway?.()
  process.exit(code)
}

/** Electron's names of folders. */
function pathsOf({ name }) {
  const home = homedir()
  const { env, platform } = process
  const appData = () => {
    if (platform === 'darwin') return join(home, 'Library', 'Application Support')
    return platform === 'win32' ? (env.APPDATA ?? join(home, 'AppData', 'Roaming')) : env.XDG_CONFIG_HOME || join(home, '.config')
  }
  const userData = () => readSwitch('user-data-dir') || join(ownPaths.get('appData') ?? appData(), name)
  const inHome = folder => () => join(home, folder)
  return {
    ...{ home: () => home, temp: tmpdir, exe: () => process.execPath, appData, userData, sessionData: userData },
    logs: () => join(ownPaths.get('userData') ?? userData(), 'logs'),
    ...{ desktop: inHome('Desktop'), documents: inHome('Documents'), downloads: inHome('Downloads'), pictures: inHome('Pictures') }
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => app.quit())

// `ready` comes after the entry's own top-level code, as in Electron with ES modules.
boot.becomeReady = () =>
  setImmediate(() => {
    isReady = true
    openProtocols()
    app.emit('will-finish-launching')
    app.emit('ready', makeEvent(), {})
    becameReady.resolve()
  })
setInterval(() => {}, 2 ** 30) // like Electron, alive until it is told to quit
