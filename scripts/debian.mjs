// Packages of Debian and its kin: what is missing, and installing it where that needs no question (root).
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** @param {readonly string[]} packages @returns {string[]} those that are not installed; all of them where nobody can tell */
export function missingPackages(packages) {
  return packages.filter(name => {
    const asked = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' })
    return asked.status !== 0 || asked.stdout !== 'installed'
  })
}

/** Whether packages can be installed here without asking anybody. */
export const canInstall = () => existsSync('/etc/debian_version') && process.getuid?.() === 0

/**
 * Installs what is missing, with one line on standard error that says so.
 * @param {readonly string[]} packages
 * @returns {string[]} what is still missing
 */
export function installPackages(packages) {
  const missing = missingPackages(packages)
  if (missing.length === 0) return []
  console.error(`Installing ${missing.join(', ')} …`)
  aptGet('update')
  if (aptGet('install', '-y', '--no-install-recommends', ...missing)) return []
  for (const name of missing) aptGet('install', '-y', '--no-install-recommends', name) // one that is not to be had must not keep the others away
  return missingPackages(missing)
}

function aptGet(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const ran = spawnSync('apt-get', ['-qq', '-o', 'Acquire::Retries=2', ...words], { env, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', timeout: 600_000 })
  return ran.status === 0
}
