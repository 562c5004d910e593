// What is going on, on one line of a terminal that is written over and gone at the end; in a pipe nothing is said.
import { isTerminal, readColumns, STDERR, writeText } from './streams.ts'
import { cutText } from './wrapping.ts'

export interface Progress {
  /** At most twice a second; `lay` is asked only when something is shown. */
  show(lay: () => string): void
  /** Clears the line. */
  end(): void
}

const EVERY_MS = 500
/** To the line's beginning, and clear it: understood by every terminal that is not dumb. */
const CLEAR = '\r\u001b[K'

export function openProgress({ isQuiet = false } = {}): Progress {
  if (isQuiet || !isTerminal(STDERR) || process.env.TERM === 'dumb') return { show: () => undefined, end: () => undefined }
  let shownMs = -Infinity
  return {
    show: lay => {
      if (performance.now() - shownMs < EVERY_MS) return
      shownMs = performance.now()
      writeText(STDERR, CLEAR + cutText(lay(), readColumns(process.env) - 1))
    },
    end: () => {
      if (shownMs > -Infinity) writeText(STDERR, CLEAR)
    }
  }
}
