// The Node that runs Forkscope: the one its package brings, so that everybody has the same. bin/forkscope and
// host/electron say the same in the shell's words.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const NEEDED = 24

/**
 * Path of the executable. Falls back to the Node that runs this, where that is new enough; else ends the program with a
 * sentence.
 * @param {string} root
 */
export function findNode(root) {
  const folder = join(root, 'node_modules', 'node', 'bin')
  const own = ['node', 'node.exe'].map(name => join(folder, name)).find(path => existsSync(path))
  if (own !== undefined) return own
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath
  console.error(`Forkscope needs Node ${String(NEEDED)}, and this is ${process.version}. \`npm ci\` brings the right one (its install scripts must be allowed).`)
  process.exit(1)
}
