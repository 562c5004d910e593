// What each core of the machine was busy with, cumulative, by Node's os.cpus(); 10 ms steps on Linux.
import os from 'node:os'
import { NS_PER_MS } from '../../../shared/units.ts'

/** Busy ns per core in the system's order: with cores offline, later ones carry too low a number (Node does not tell which). */
export function readCoreTimes(): number[] {
  return os.cpus().map(({ times }) => (times.user + times.nice + times.sys + times.irq) * NS_PER_MS)
}
