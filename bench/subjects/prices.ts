// Single looks of the sampler, priced: finding nothing new, and reading all cores. Says its Prices once.
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { ProcReader } from '../../src/main/engine/procfs/reader.ts'
import { BirthFinder } from '../../src/main/engine/sampling/births.ts'
import { CoreReader } from '../../src/main/engine/sampling/coreReader.ts'
import { deriveSpread } from '../figures.ts'
import type { Prices } from '../prices.ts'

const reader = new ProcReader()
const births = new BirthFinder(reader)
const cores = new CoreReader(reader, '/proc', 1e7)
births.begin(0)

// Time stands still for the finder, so that its safety net (a scan every two seconds) stays out of the quiet look.
const takeBirths = (): unknown => births.take(0)
const readCores = (): unknown => cores.read(() => undefined)
const scan = (): unknown => {
  births.begin(0)
  return births
}
const prices: Prices = {
  quietBirthNs: priceHot(takeBirths, 50_000),
  pacedBirthNs: await pricePaced(takeBirths),
  scanNs: priceHot(scan, 100),
  coresNs: priceHot(readCores, 20_000),
  pacedCoresNs: await pricePaced(readCores),
  osCpusNs: priceHot(cpus, 2000)
}
process.send?.(prices)
process.disconnect()

/** CPU ns of one call, the median of seven loops; the first loop, in which the code gets compiled, is left out. */
function priceHot(call: () => unknown, times: number): number {
  const loops = Array.from({ length: 8 }, () => {
    const before = process.cpuUsage()
    for (let i = 0; i < times / 8; i++) call()
    const { user, system } = process.cpuUsage(before)
    return ((user + system) * 1000) / (times / 8)
  })
  return deriveSpread(loops.slice(1)).median
}

async function pricePaced(call: () => unknown): Promise<number> {
  const took: number[] = []
  for (let i = 0; i < 300; i++) {
    await sleep(10)
    const before = performance.now()
    call()
    took.push((performance.now() - before) * 1e6)
  }
  return deriveSpread(took).median
}
