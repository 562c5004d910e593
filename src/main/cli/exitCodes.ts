// What this program exits with: the workload's own code, and the customs of shells for what never ran.
import { constants } from 'node:os'
import type { Fault } from '../../shared/fault.ts'
import type { Exit } from '../../shared/model/run.ts'

export const EXIT_FAILURE = 1
export const EXIT_USAGE = 2
const EXIT_NOT_EXECUTABLE = 126
const EXIT_NOT_FOUND = 127
const EXIT_SIGNAL = 128

/** The program's code; 128 + n for signal n, as a shell would say it. */
export function exitCodeOf({ code, signal }: Exit): number {
  if (code !== null) return code
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1]
  return number === undefined ? EXIT_FAILURE : EXIT_SIGNAL + number
}

export function exitCodeOfFault(fault: Fault): number {
  switch (fault.kind) {
    case 'command-not-found':
    case 'node-not-found':
      return EXIT_NOT_FOUND
    case 'not-executable':
    case 'permission-denied':
    case 'is-a-folder':
    case 'interpreter-missing':
      return EXIT_NOT_EXECUTABLE
    case 'bad-input':
    case 'command-empty':
      return EXIT_USAGE
    default:
      return EXIT_FAILURE
  }
}
