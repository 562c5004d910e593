// The one Chromium behind all windows: started with the first window, with a profile that is thrown away, and gone with
// the host. As an ordinary user it keeps its sandbox; root cannot have it.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { boot, note, readSwitch } from './boot.mjs'
import { findChromium } from './chromium.mjs'
import { openDevTools } from './devtools.mjs'

const PROFILE = 'forkscope-host-'
/** An empty first page in the colour that the system prefers, so that a dark desktop sees no white flash. */
export const FIRST_PAGE = 'data:text/html,<meta name=color-scheme content="light dark"><title></title>'

/** Nothing is asked of the network, of the user, or of a keyring. */
const QUIET = [
  ...['--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update'],
  ...['--disable-default-apps', '--disable-extensions', '--disable-sync', '--disable-search-engine-choice-screen'],
  ...['--password-store=basic', '--use-mock-keychain', '--disable-features=Translate,MediaRouter,OptimizationHints'],
  '--block-new-web-contents', // pop-ups: the application is told of them, and they are not made
  '--test-type' // without it a bar warns of --no-sandbox above every page
]

/** @typedef {{ devtools: ReturnType<typeof openDevTools>, version: string, close(): Promise<void>, left: Promise<void> }} Browser */

/**
 * Starts Chromium; `size` in CSS pixels is that of the first window.
 * @param {{ width: number, height: number }} size
 * @returns {Promise<Browser>}
 */
export async function startBrowser(size) {
  const executable = findChromium()
  if (executable === null) throw new Error('no Chromium or Chrome was found; FORKSCOPE_HOST_CHROMIUM names one')
  const profile = makeProfile()
  const child = spawn(executable, argumentsFor(profile, size), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32' // Ctrl+C in the terminal is for the host, which closes its windows in order
  })
  forwardErrors(child.stderr)
  const devtools = openDevTools(/** @type {any} */ (child.stdio[3]), /** @type {any} */ (child.stdio[4]))
  const left = new Promise(resolve => child.once('exit', resolve)).then(() => removeProfile(profile))
  const failed = new Promise((_, reject) => child.once('error', reject))
  const { product } = await Promise.race([devtools.root.send('Browser.getVersion'), failed])
  const close = async () => {
    await devtools.root.send('Browser.close').catch(() => {}) // it may have left already
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
    await left
    clearTimeout(timer)
  }
  return { devtools, version: product.split('/').at(-1), close, left }
}

function argumentsFor(profile, { width, height }) {
  const isRoot = process.getuid?.() === 0
  const given = boot.switches.filter(word => !/^--(inspect|user-data-dir|no-sandbox)/.test(word))
  return [
    ...QUIET,
    ...(isRoot || readSwitch('no-sandbox') !== undefined ? ['--no-sandbox'] : []),
    ...(process.env.FORKSCOPE_HOST_HEADLESS === '1' ? ['--headless=new', '--hide-scrollbars'] : []),
    // Requests of the application's own scheme are answered before a name is looked up; nothing else has a name.
    ...(process.env.ELECTRON_RENDERER_URL ? [] : ['--host-resolver-rules=MAP * ~NOTFOUND']),
    `--user-data-dir=${profile}`,
    `--window-size=${String(width)},${String(height)}`,
    '--remote-debugging-pipe',
    ...given,
    `--app=${FIRST_PAGE}`
  ]
}

/** The line that Playwright waits for goes through; the rest is Chromium's chatter. */
function forwardErrors(stream) {
  createInterface({ input: stream }).on('line', line => {
    if (line.startsWith('DevTools listening on') || /Unable to open X display|Missing X server/.test(line)) console.error(line)
    else note(line)
  })
}

/** A folder named after this process; those whose process is gone (a host killed by SIGKILL cannot clear up) are removed. */
function makeProfile() {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PROFILE) ? Number(name.slice(PROFILE.length).split('-')[0]) : NaN
    if (Number.isInteger(pid) && !isAlive(pid)) removeProfile(join(tmpdir(), name))
  }
  return mkdtempSync(join(tmpdir(), `${PROFILE}${String(process.pid)}-`))
}

function removeProfile(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  } catch (error) {
    note('profile stays', folder, error) // someone else's, or a straggler of Chromium still writes: the next host tries again
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM' // another user's host
  }
}
