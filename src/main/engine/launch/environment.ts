// The environment of a workload: the user's own, without what starting this program put in between.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Environment = Readonly<Record<string, string>>

/** Set by bin/forkscope: the soft limit of open files before Node raised it. */
export const SOFT_LIMIT_VARIABLE = 'FORKSCOPE_SOFT_NOFILE'

/**
 * The user's environment: `own` (ours) without our own variables and, if npm started us, without npm's additions
 * (npm_… variables, its node_modules/.bin folders at the head of PATH); then the additions asked for.
 */
export function workloadEnvironment(own: NodeJS.ProcessEnv, additions: Environment): Environment {
  const isByNpm = own.npm_package_name === 'forkscope'
  const entries = Object.entries(own).filter(([name]) => !isOurs(name) && !(isByNpm && isNpms(name)))
  const environment = Object.fromEntries(entries) as Record<string, string>
  if (isByNpm && environment.PATH !== undefined) environment.PATH = withoutNpmFolders(environment.PATH)
  return { ...environment, ...additions }
}

const isOurs = (name: string): boolean => name.startsWith('FORKSCOPE_') || name.startsWith('ELECTRON_') || name === 'CHROME_DESKTOP'

const isNpms = (name: string): boolean => name.startsWith('npm_') || name === 'INIT_CWD' || name === 'NODE' || name === 'COLOR'

/** npm puts node_modules/.bin of the package and of every folder above it first, then its own node-gyp-bin. */
function withoutNpmFolders(path: string): string {
  const folders = path.split(delimiter)
  let first = 0
  while (/[\\/]node_modules[\\/](\.bin|.*node-gyp-bin)$/.test(folders[first] ?? '')) first++
  return folders.slice(first).join(delimiter)
}

/** The user's own node on the PATH, or null. Never this program's, unless it is on the user's PATH. */
export function findNode(environment: Environment): string | null {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map(folder => join(folder, name)).find(file => existsSync(file)) ?? null
}
