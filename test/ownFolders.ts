// Before all tests: a folder of its own for everything that tests and the programs they start write beside the checkout,
// gone with them. Nobody's home, library or /tmp is touched; who leaves something in it is named.
import { chmodSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { makePassingFolder } from '../src/main/engine/passingFolder.ts'

/** Caches and settings of ours and of what is started. XDG_DATA_HOME stays: interpreters are found there. */
const PLACES = { XDG_CACHE_HOME: 'cache', XDG_CONFIG_HOME: 'config', FORKSCOPE_LIBRARY: 'library' }
/** npm's cache of compiled code, and what browsers and hosts that a test kills cannot clear up. */
const EXPECTED = /^(node-compile-cache$|org\.chromium\.|forkscope-host-)/

/** Vitest calls this once per project before the first of their files, and what it returns once after the last. */
export default function ownFolders(): () => void {
  if (basename(tmpdir()).startsWith('forkscope-tests-')) return () => undefined // another project of this run was first
  const folder = makePassingFolder('tests')
  chmodSync(folder, 0o755) // a test becomes another user, who has to come through
  process.env.TMPDIR = folder
  for (const [name, place] of Object.entries(PLACES)) process.env[name] = join(folder, place)
  return () => {
    const left = readdirSync(folder).filter(name => !Object.values(PLACES).includes(name) && !EXPECTED.test(name))
    if (left.length > 0) console.warn(`Left behind by tests, now removed: ${left.join(', ')}`)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
