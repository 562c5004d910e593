// Builds out/ when it does not belong to the present sources: the one place that knows when that is. Used by start, test
// and bin/forkscope (which runs this file). All messages go to standard error: standard output is the program's.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode } from './node.mjs'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
const INPUTS = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.node.json', 'tsconfig.preload.json', 'tsconfig.web.json']
// A section that is missing from the configuration is silently not built: look at what came out, too.
const OUTPUTS = ['main/index.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html']
const STAMP = join(ROOT, 'out', '.built-from')
/** Holds the PID of whoever builds now. */
const TURN = join(ROOT, 'out', '.building')

/** Whether there are sources to build from: an installed package has only out/. */
export const isCheckout = () => existsSync(join(ROOT, 'src')) && existsSync(join(ROOT, 'electron.vite.config.ts'))

/**
 * Builds if needed. False: it could not be built, and standard error says why.
 * @returns {boolean}
 */
export function buildIfStale() {
  if (!isCheckout()) return hasOutputs()
  if (isFresh(fingerprint())) return true
  return inTurn(() => {
    const inputs = fingerprint() // before building: what changes meanwhile makes it stale again
    if (isFresh(inputs)) return true // somebody else has built it meanwhile
    console.error('Building Forkscope …')
    if (!build()) return false
    writeFileSync(STAMP, inputs)
    return true
  })
}

const isFresh = inputs => hasOutputs() && readStamp() === inputs

/** One builder at a time: each begins by emptying out/, from which the other may be about to run. */
function inTurn(work) {
  mkdirSync(join(ROOT, 'out'), { recursive: true })
  while (!takeTurn()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  try {
    return work()
  } finally {
    rmSync(TURN, { force: true })
  }
}

function takeTurn() {
  try {
    writeFileSync(TURN, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (isAbandoned()) rmSync(TURN, { force: true })
    return false
  }
}

/** Its builder was killed while it built, or before it could say who it is; or somebody else has its number by now. */
function isAbandoned() {
  try {
    const pid = Number(readFileSync(TURN, 'utf8'))
    const ageMs = Date.now() - statSync(TURN).mtimeMs
    return pid > 0 ? !isAlive(pid) || ageMs > 300_000 : ageMs > 5000
  } catch {
    return false // it is done
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function build() {
  const tool = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  if (!existsSync(tool)) {
    console.error('The build tools are not installed: run `npm ci` first.')
    return false
  }
  const built = spawnSync(findNode(ROOT), [tool, 'build'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
  const isBuilt = built.status === 0 && hasOutputs()
  if (!isBuilt) console.error(`${built.stdout ?? ''}${built.stderr ?? ''}${built.error?.message ?? ''}\nThe build failed; what it said is above.`)
  return isBuilt
}

const hasOutputs = () => OUTPUTS.every(path => existsSync(join(ROOT, 'out', path)))

function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8')
  } catch {
    return null
  }
}

/** Path, size and time of every input: also an older or a removed file makes a difference. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const path of INPUTS.flatMap(input => filesUnder(join(ROOT, input))).sort()) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path}\0${String(size)}\0${String(mtimeMs)}\n`)
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !buildIfStale()) process.exit(1)
