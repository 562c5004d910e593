// Recordings to the trash of the system, from where the user can take them back.
import { shell as desktop } from 'electron'
import { FaultError } from '../../shared/fault.ts'
import type { Library } from '../engine/index.ts'

/**
 * False: it was not there any more. Throws `recording-in-use` (another program writes it) and `trash-failed`; `trashed`: how many
 * went before it.
 */
export async function trashRecording(path: string, library: Library, trashed: number): Promise<boolean> {
  const files = library.takeFiles(path)
  // The file itself goes first: if it cannot, nothing has gone.
  for (const file of files) {
    try {
      await desktop.trashItem(file)
    } catch (error) {
      throw new FaultError({ kind: 'trash-failed', path: file, reason: error instanceof Error ? error.message : String(error), trashed }, { cause: error })
    }
  }
  return files.length > 0
}
