// A folder for what lives as long as one run, one reading or one pass of the tests. Its name says whose it is: a program that
// was killed clears nothing up, so the next one does.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Younger ones stay even if their process seems gone: one in another container cannot be seen from here. */
const OLD_AFTER_MS = 3_600_000

/** `forkscope-PURPOSE-PID-…` below `root`, which the caller removes. Those of the same purpose whose process has gone are removed here. */
export function makePassingFolder(purpose: 'marks' | 'upgrade' | 'tests', root = tmpdir()): string {
  const start = `forkscope-${purpose}-`
  const made = mkdtempSync(join(root, `${start}${String(process.pid)}-`))
  const oldMs = changedMs(made) - OLD_AFTER_MS // by the clock of the file system
  for (const name of readdirSync(root).filter(each => each.startsWith(start))) {
    const pid = Number(name.slice(start.length).split('-')[0])
    if (!(pid > 0 && isAlive(pid)) && changedMs(join(root, name)) < oldMs) removeIfOurs(join(root, name))
  }
  return made
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // somebody else's process
  }
}

const changedMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? NaN

function removeIfOurs(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // another user's
  }
}
