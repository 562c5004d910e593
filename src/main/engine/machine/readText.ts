// Reading one small file of /proc or /sys, where "is not there" and "may not be read" are ordinary answers.
import { readFileSync } from 'node:fs'

/** The file's text without the trailing newline; null when it cannot be read. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trimEnd()
  } catch {
    return null // a kernel without this file, another system, another user's: all of them mean "not told here"
  }
}
