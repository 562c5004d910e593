// Our words on standard output and error, written with plain write(2). process.stdout and process.stderr are never touched:
// opening them makes a pipe non-blocking, also for the program that shares it, which then loses output (EAGAIN).
import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { FaultError } from '../../shared/fault.ts'
import { reasonOf } from './writing.ts'

export const STDOUT = 1
export const STDERR = 2

const RETRY_MS = 2

/**
 * Writes all of it, however slowly the other end reads. False: nobody reads it any more, which is the reader's good right
 * (`forkscope … | head`). Throws a FaultError `write-failed` for other reasons, e.g. a full disk.
 */
export const writeText = (descriptor: number, text: string): boolean => writeBytes(descriptor, text)

/** The same of bytes that may be no text. */
export function writeBytes(descriptor: number, content: string | Uint8Array): boolean {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EPIPE' || code === 'EBADF' || code === 'EIO') return false // reader gone, closed by the caller, terminal gone
      if (code !== 'EAGAIN') return lose(descriptor, error)
      // somebody else made it non-blocking: wait for room
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS)
    }
  }
  return true
}

/** Whoever wanted the result must hear that it is not whole; that there is no room for words can be told to nobody. */
function lose(descriptor: number, error: unknown): false {
  if (descriptor === STDERR) return false
  throw new FaultError({ kind: 'write-failed', path: 'standard output', reason: reasonOf(error) }, { cause: error })
}

export const isTerminal = (descriptor: number): boolean => isatty(descriptor)

const USUAL_COLUMNS = 100
const LEAST_COLUMNS = 50

/** Columns to lay text out in. Call after the program has ended: a terminal's size can only be had by opening its stream. */
export function readColumns(env: NodeJS.ProcessEnv): number {
  const told = isTerminal(STDERR) ? process.stderr.columns : Number(env.COLUMNS)
  return told > 0 ? Math.max(LEAST_COLUMNS, told) : USUAL_COLUMNS
}
