// CPU time and memory of given processes, by pidusage: /proc on Linux, ps on macOS and the BSDs, PowerShell on Windows.
import pidusage from 'pidusage'
import { NS_PER_MS } from '../../../shared/units.ts'

export interface Usage {
  /** Cumulative CPU time since the process began. */
  readonly counterNs: number
  /** NaN for one that has no memory any more. */
  readonly rssBytes: number
  /** Since the process began; steps of up to a second. */
  readonly ageNs: number
}

/** pidusage keeps what it opened for so long after it was last asked; 0 would make it ask itself for ever on Linux. */
const KEEP_MS = 10_000

/** Those that could be read; a process that has left is not among them. */
export async function readUsage(pids: readonly number[]): Promise<ReadonlyMap<number, Usage>> {
  if (pids.length === 0) return new Map()
  const stats = await pidusage([...pids], { maxage: KEEP_MS }).catch(() => null) // it rejects when not one of them is left
  const found = new Map<number, Usage>()
  for (const [pid, stat] of Object.entries<pidusage.Status | null | undefined>(stats ?? {})) {
    if (!stat) continue // left between two looks
    found.set(Number(pid), {
      counterNs: stat.ctime * NS_PER_MS,
      rssBytes: stat.memory > 0 ? stat.memory : NaN,
      ageNs: stat.elapsed * NS_PER_MS
    })
  }
  return found
}
