// Files of the user's choice: asked about before anything runs, since a run is not to be lost for a typo, and written after.
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs'
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
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK)
  } catch (error) {
    throw new FaultError({ kind: 'bad-input', field, reason: `“${path}” cannot be written: ${reasonOf(error)}. Nothing was started.` }, { cause: error })
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'its folder does not exist'
  return code === 'EACCES' ? 'you may not write there' : message
}
