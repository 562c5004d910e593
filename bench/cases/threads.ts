// What following threads costs: 1,000 threads in 125 processes, all of them looked at at every tick. Awake is the hard
// case; asleep with 'every-tick' looks shows the price of the looks alone.
import { atMost, plain } from '../case.ts'
import type { Case, Figure, Kit } from '../case.ts'
import { compareOnFarm } from '../comparison.ts'
import type { Comparison, ComparisonSpec } from '../comparison.ts'
import { listThreadPaths } from '../meter.ts'
import { formatRatio, formatShare } from '../words.ts'

const PROCESSES = 125
const EACH = 8
const RATE_HZ = 10
const base = { rateHz: RATE_HZ, processCount: PROCESSES + 1, listPaths: listThreadPaths }
const awake: ComparisonSpec = { ...base, farm: ['threads', PROCESSES, EACH, RATE_HZ], looks: 'adaptive' }
const asleep: ComparisonSpec = { ...base, farm: ['threads', PROCESSES, EACH, 0], looks: 'every-tick' }

export const threads: Case = {
  name: 'threads',
  title: `Following ${PROCESSES * EACH} threads at ${RATE_HZ} Hz, every thread at every tick`,
  run: async kit => [...(await runFarm(kit, 'all awake', awake)), ...(await runFarm(kit, 'all asleep', asleep))]
}

async function runFarm(kit: Kit, name: string, spec: ComparisonSpec): Promise<Figure[]> {
  kit.say(`${name}, looks: ${spec.looks}`)
  const of: Comparison = await compareOnFarm(kit, spec)
  return [
    plain(`${name}: C floor (task/TID/schedstat, kept open, not parsed)`, formatShare(of.floorShare)),
    atMost(`${name}: engine`, formatShare(of.engineShare), { is: of.engineShare.median, most: 0.035, text: '3.5 %' }),
    plain(`${name}: engine ÷ floor`, formatRatio(of.engineOverFloor))
  ]
}
