// Writing a file so that it is either the old one or the new one, never half of one: written beside, then renamed over.
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import { makeFolder } from '../engine/index.ts'

export interface WritingOptions {
  /** Permissions of a new file; the system's usual ones otherwise. */
  readonly mode?: number
  /** Makes the folder if it is not there. */
  readonly makesFolder?: boolean
}

/** Throws `write-failed`; then the file that was there is untouched and nothing is left beside it. */
export function writeWhole(path: string, content: string | Uint8Array, { mode = 0o666, makesFolder = false }: WritingOptions = {}): void {
  const beside = `${followLink(path)}.${process.pid}.part`
  let isBegun = false
  try {
    if (makesFolder) makeFolder(dirname(path))
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const file = openSync(beside, 'w', mode)
    isBegun = true
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
      fsyncSync(file) // a rename may reach the disk before the bytes do
    } finally {
      closeSync(file)
    }
    renameSync(beside, followLink(path))
  } catch (error) {
    if (isBegun) rmSync(beside, { force: true })
    throw new FaultError({ kind: 'write-failed', path, reason: error instanceof Error ? error.message : String(error) }, { cause: error })
  }
}

/** A link stays a link: what it points to is replaced. */
function followLink(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path // a new file, the normal case
  }
}
