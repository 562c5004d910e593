// Long readings on the main thread, in turns with everything else; who waits at the screen for a stretch goes first.
import { setImmediate, setTimeout } from 'node:timers/promises'

export interface Turns {
  /** Runs a reading to its end, a piece at a time. Null: `isWanted` said that nobody waits for it any more. */
  run<Value>(reading: Generator<undefined, Value>, options?: { readonly isUrgent?: boolean; readonly isWanted?: () => boolean }): Promise<Value | null>
}

/** An urgent reading is looked for again after this. */
const PATIENCE_MS = 10

export function openTurns(): Turns {
  let urgent = 0
  return {
    async run(reading, { isUrgent = false, isWanted = () => true } = {}) {
      urgent += isUrgent ? 1 : 0
      try {
        for (;;) {
          while (!isUrgent && urgent > 0) await setTimeout(PATIENCE_MS)
          const next = reading.next()
          if (next.done) return next.value
          await setImmediate()
          if (!isWanted()) return null
        }
      } finally {
        urgent -= isUrgent ? 1 : 0
      }
    }
  }
}
