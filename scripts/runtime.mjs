// What opens the window: Electron where its binary is or can be had, else the stand-in host on an installed Chromium.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from '../host/chromium.mjs'
import { ROOT } from './build.mjs'
import { canInstall, installPackages } from './debian.mjs'
import { findNode } from './node.mjs'

/** @typedef {{ command: string, words: string[] }} Runtime what to run, and the words before the program's folder */

/**
 * Null: there is nothing to open a window with, and standard error says what would help.
 * FORKSCOPE_RUNTIME=host or =electron decides instead.
 * @returns {Runtime | null}
 */
export function chooseRuntime() {
  const wish = process.env.FORKSCOPE_RUNTIME
  const electron = wish === 'host' ? { missing: 'FORKSCOPE_RUNTIME=host' } : findElectron()
  if (electron.command !== undefined) return { command: electron.command, words: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }
  if (wish === 'electron') {
    console.error(`Electron cannot be used: ${electron.missing}.`)
    return null
  }
  const chromium = findChromium() ?? installChromium()
  if (chromium === null) {
    console.error(`Forkscope needs Electron (${electron.missing}) or Chromium for its window. This helps: ${helpfulCommand()}`)
    return null
  }
  console.error(`Using the stand-in host on ${chromium} instead of Electron (${electron.missing}).`)
  return { command: findNode(ROOT), words: [join(ROOT, 'host', 'run.mjs')] }
}

/** @returns {{ command: string, missing?: undefined } | { command?: undefined, missing: string }} */
function findElectron() {
  const refusal = whyNoSandbox()
  if (refusal !== null) return { missing: refusal }
  const found = electronBinary()
  if (found !== null) return { command: found }
  const folder = join(ROOT, 'node_modules', 'electron')
  if (!existsSync(folder)) return { missing: 'its package is not installed' }
  console.error('Looking for Electron (about 120 MB, downloaded once) …')
  // Writes path.txt last, so that a download that failed leaves nothing that looks like Electron.
  spawnSync(findNode(ROOT), ['--import', new URL('./patience.mjs', import.meta.url).href, join(folder, 'install.js')], { stdio: 'ignore' })
  const downloaded = electronBinary()
  return downloaded === null ? { missing: 'its binary could not be downloaded' } : { command: downloaded }
}

/** Path of Electron's executable, null while it is not there. Reads the same file as its own package does. */
export function electronBinary() {
  const folder = join(ROOT, 'node_modules', 'electron')
  try {
    const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

/** Electron aborts where it cannot have its sandbox (Ubuntu ≥ 24.04 keeps user namespaces for programs it knows). Null: it can. */
function whyNoSandbox() {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return null
  const isOff = [
    ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
    ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
    ['/proc/sys/user/max_user_namespaces', '0']
  ].some(([path, refusing]) => readWord(path) === refusing)
  return isOff ? 'this system gives it no sandbox' : null
}

function readWord(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null // a kernel without this switch
  }
}

function installChromium() {
  if (!canInstall()) return null
  installPackages(['chromium'])
  return findChromium()
}

function helpfulCommand() {
  if (process.platform === 'darwin') return 'brew install --cask chromium'
  if (process.platform === 'win32') return 'winget install Google.Chrome'
  const commands = { '/usr/bin/apt-get': 'sudo apt-get install chromium', '/usr/bin/dnf': 'sudo dnf install chromium', '/usr/bin/pacman': 'sudo pacman -S chromium', '/usr/bin/zypper': 'sudo zypper install chromium', '/sbin/apk': 'sudo apk add chromium' }
  return Object.entries(commands).find(([tool]) => existsSync(tool))?.[1] ?? 'install Chromium or Chrome with your package manager'
}
