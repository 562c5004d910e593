// The user's own environment, as it was before npm and Node: what Forkscope launches shall run as it would without us.
import { readFileSync, readlinkSync } from 'node:fs'
import { basename, delimiter } from 'node:path'

/** @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} without what `npm start` added */
export function withoutNpm(env) {
  if (env.npm_lifecycle_event === undefined) return env
  const added = name => /^npm_/i.test(name) || ['INIT_CWD', 'NODE', 'COLOR'].includes(name)
  const cleaned = Object.fromEntries(Object.entries(env).filter(([name]) => !added(name)))
  const folders = (env.PATH ?? '').split(delimiter)
  const firstOwn = folders.findIndex(folder => !/node_modules[/\\]\.bin$|node-gyp-bin$/.test(folder)) // npm puts its own in front
  return { ...cleaned, PATH: folders.slice(Math.max(0, firstOwn)).join(delimiter), ...(env.INIT_CWD ? { PWD: env.INIT_CWD } : {}) }
}

/**
 * The user's soft limit of open files. Node raises its own, and what it starts inherits that: the answer is with the
 * nearest ancestor that is neither Node nor the shell that npm put between. Null where that cannot be read.
 * @returns {string | null}
 */
export function readUsersFileLimit() {
  try {
    let pid = process.ppid
    while (isOurs(pid)) pid = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))[1])
    return /^Max open files\s+(\S+)/m.exec(readFileSync(`/proc/${String(pid)}/limits`, 'utf8'))[1]
  } catch {
    return null // not Linux, or another user's process
  }
}

function isOurs(pid) {
  if (basename(readlinkSync(`/proc/${String(pid)}/exe`)) === 'node') return true
  const [, option, script] = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0')
  return option === '-c' && script !== undefined && script.startsWith(process.env.npm_lifecycle_script ?? '\0')
}
