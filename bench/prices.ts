// Prices of single looks, asked of a process of its own (bench/subjects/prices.ts) that says them once and leaves.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Programs } from './native.ts'

/** ns of CPU time for each call in a loop; `paced…`: median wall ns of single calls with pauses between, caches cold. */
export interface Prices {
  readonly quietBirthNs: number
  readonly pacedBirthNs: number
  readonly scanNs: number
  readonly coresNs: number
  readonly pacedCoresNs: number
  readonly osCpusNs: number
}

export async function askPrices({ leash }: Programs): Promise<Prices> {
  const script = join(import.meta.dirname, 'subjects', 'prices.ts')
  const child = spawn(leash, [process.execPath, script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [prices] = (await once(child, 'message')) as [Prices]
  return prices
}
