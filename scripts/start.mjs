// npm start [-- PROGRAM args… | -- --open RECORDING]: builds what is stale and opens the window; without any display it does the main job in
// the terminal.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { buildIfStale, ROOT } from './build.mjs'
import { readUsersFileLimit, withoutNpm } from './environment.mjs'
import { findNode } from './node.mjs'
import { chooseRuntime } from './runtime.mjs'

const words = process.argv.slice(2)
const cwd = process.env.INIT_CWD ?? process.cwd()
const recording = words[0] === '--open' && words[1] ? resolve(cwd, words[1]) : null
const program = recording === null ? words : []

if (!buildIfStale()) process.exit(1)
const choice = hasDisplay() ? windowCommand() : terminalCommand()
if (choice === null) process.exit(1)
process.exit(await run(choice))

function hasDisplay() {
  const { env, platform } = process
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY) || env.FORKSCOPE_HOST_HEADLESS === '1'
}

function windowCommand() {
  const runtime = chooseRuntime()
  // Behind `--` neither Electron nor Chromium takes the program's words for its own.
  return runtime && { command: runtime.command, words: [...runtime.words, ROOT, ...(recording === null ? [] : [`--open=${recording}`]), ...(program.length > 0 ? ['--', ...program] : [])] }
}

function terminalCommand() {
  console.error('There is no display: running in the terminal.')
  return { command: findNode(ROOT), words: [join(ROOT, 'out', 'main', 'cli.js'), ...terminalWords()] }
}

function terminalWords() {
  if (recording !== null) return ['show', recording]
  return program.length > 0 ? ['record', '--', ...program] : ['demo']
}

/** Runs it in the user's folder and environment; settles with what this process shall exit with. */
function run({ command, words }) {
  const limit = process.env.FORKSCOPE_SOFT_NOFILE ?? readUsersFileLimit()
  const env = { ...withoutNpm(process.env), ...(limit === null ? {} : { FORKSCOPE_SOFT_NOFILE: limit }) }
  const child = spawn(command, words, { stdio: 'inherit', env, cwd })
  process.on('SIGINT', () => {}) // the terminal sends it to the child as well, which leaves in order
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise(resolve => {
    child.on('error', error => {
      console.error(`${command} could not be started: ${error.message}.`)
      resolve(1)
    })
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}
