// Files of the user's choice: asked about before anything runs, since a run is not to be lost for a typo, and written after.
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { FaultError } from '../../shared/fault.ts'

/** Throws a FaultError `write-failed`. */
export function writeFile(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content)
  } catch (error) {
    throw new FaultError({ kind: 'write-failed', path, reason: reasonOf(error) }, { cause: error })
  }
}

/** `field`: the option that names the file. Throws a FaultError `bad-input`. */
export function checkWritable(field: string, path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK)
  } catch (error) {
    throw new FaultError({ kind: 'bad-input', field, reason: `“${path}” cannot be written: ${reasonOf(error)}. Nothing was started.` }, { cause: error })
  }
}

/** What the system refused, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return reasons[code ?? ''] ?? message
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'nothing can be written on that disk',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of the path is a file'
}
