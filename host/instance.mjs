// One instance per user-data folder: a lock file there names the first one's process and its socket. The answer must come
// at once, so it is read from the file; the second one's words go over the socket.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** @type {{ file: string, socket: string, server: import('node:net').Server } | null} */
let held = null
/** The words of a second instance on their way to the first. */
let told = Promise.resolve()

/**
 * True: this is the first one, and `onSecond` hears of the others. False: another one lives, and was told `message`.
 * @param {string} folder
 * @param {object} message
 * @param {(message: any) => void} onSecond
 */
export function lockInstance(folder, message, onSecond) {
  if (held) return true
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'host.lock')
  const socket = placeSocket(folder)
  const claim = JSON.stringify({ pid: process.pid, socket })
  const first = claimFile(file, claim) ?? (removeStale(file), claimFile(file, claim))
  if (first !== claim) {
    if (first !== null) told = tell(JSON.parse(first).socket, message) // null: one comes and goes as we look
    return false
  }
  const server = createServer(client => hear(client, onSecond)).listen(socket).unref()
  held = { file, socket, server }
  return true
}

/** Gives the lock back; resolves when a second instance's words have arrived. */
export async function unlockInstance() {
  if (held) {
    held.server.close()
    rmSync(held.file, { force: true })
    removeSocket(held.socket)
    held = null
  }
  await told
}

/** Writes the claim if nobody has one; returns the claim that holds, null for one whose process is gone. */
function claimFile(file, claim) {
  try {
    writeFileSync(file, claim, { flag: 'wx', mode: 0o600 })
    return claim
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const other = readClaim(file)
  return other !== null && isAlive(other.pid) ? JSON.stringify(other) : null
}

function readClaim(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null // half written, or just given back
  }
}

function removeStale(file) {
  const other = readClaim(file)
  if (other) removeSocket(other.socket)
  rmSync(file, { force: true })
}

/** Beside the lock, unless that is too long a path for a socket (sun_path holds 108 bytes). */
function placeSocket(folder) {
  if (process.platform === 'win32') return `\\\\.\\pipe\\forkscope-${String(process.pid)}`
  const beside = join(folder, 'host.socket')
  return Buffer.byteLength(beside) < 100 ? beside : join(tmpdir(), `forkscope-${randomUUID()}.socket`)
}

function removeSocket(socket) {
  if (process.platform !== 'win32') rmSync(socket, { force: true })
}

function tell(socket, message) {
  return new Promise(resolve => {
    const client = connect(socket, () => client.end(JSON.stringify(message)))
    client.on('error', resolve).on('close', resolve) // it left meanwhile: nobody to tell
  })
}

function hear(client, onSecond) {
  let text = ''
  client.setEncoding('utf8').on('data', part => (text += part))
  client.on('error', () => {}).on('end', () => onSecond(JSON.parse(text)))
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
