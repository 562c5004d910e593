// Where a Chromium or Chrome is on this machine. Asked by the host, and by the scripts that decide what can be run.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'brave-browser']
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(name => `/Applications/${name}.app/Contents/MacOS/${name}`)
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

/**
 * Path of the browser to use, null if there is none. FORKSCOPE_HOST_CHROMIUM goes first, and alone: who names a browser
 * wants that one or an error.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function findChromium(env = process.env) {
  if (env.FORKSCOPE_HOST_CHROMIUM) return canRun(env.FORKSCOPE_HOST_CHROMIUM) ? env.FORKSCOPE_HOST_CHROMIUM : null
  return placesOf(env).find(canRun) ?? null
}

/** @param {NodeJS.ProcessEnv} env */
function placesOf(env) {
  if (process.platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(root => root !== undefined)
    return WINDOWS.flatMap(path => roots.map(root => join(root, path)))
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder.startsWith('/'))
  const onPath = NAMES.flatMap(name => folders.map(folder => join(folder, name)))
  return process.platform === 'darwin' ? [...MAC, ...MAC.map(path => join(env.HOME ?? '/', path)), ...onPath] : onPath
}

/** @param {string} path */
function canRun(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
