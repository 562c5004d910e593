// Numbers of signals to names, by the system's own table.
import { constants } from 'node:os'

const names = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]))

/** 'SIGKILL' for 9; 'signal 34' for a number without a name (real-time signals). */
export function signalName(number: number): string {
  return names.get(number) ?? `signal ${String(number)}`
}
