// What two looks at everybody say about the time between them. One look alone says nothing about now.
import { cores, type CoreRatio, NS_PER_SECOND } from '../units.ts'
import type { RunningList, RunningProcess } from '../model/running.ts'

/** Names one process for as long as the machine is up: its number alone is used again. */
export const keyOfRunning = ({ pid, startTicks }: Pick<RunningProcess, 'pid' | 'startTicks'>): string => `${String(pid)}:${String(startTicks)}`

/** A look from longer ago does not speak of now. */
const NOW_NS = 4 * NS_PER_SECOND

/** Cores used between the two looks, by key. Who was not there before is absent; CPU time moves in steps of 10 ms. */
export function deriveCoresNow(before: RunningList | null, after: RunningList): ReadonlyMap<string, CoreRatio> {
  const former = new Map(before?.processes.map(process => [keyOfRunning(process), process]))
  const ratios = new Map<string, CoreRatio>()
  for (const process of after.processes) {
    const earlier = former.get(keyOfRunning(process))
    const wallNs = earlier ? process.readNs - earlier.readNs : NaN
    if (earlier && wallNs > 0 && wallNs < NOW_NS) ratios.set(keyOfRunning(process), cores((process.cpuNs - earlier.cpuNs) / wallNs))
  }
  return ratios
}
