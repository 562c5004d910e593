// A folder that may have to be made. mkdir's own `recursive` tries for ever where a parent is there and yet holds nothing: below
// a link that leads nowhere, or under /proc.
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes it, and what is missing above it. Throws what the system says; EEXIST: there is something else of that name. */
export function makeFolder(path: string, mode = 0o777): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  try {
    mkdirSync(path, mode)
  } catch (error) {
    const isParentMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && !statSync(dirname(path), { throwIfNoEntry: false })
    if (!isParentMissing || dirname(path) === path) throw error
    makeFolder(dirname(path), mode)
    mkdirSync(path, mode)
  }
}
