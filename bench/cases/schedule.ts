// Whether the sampler keeps its times when nobody leaves it a core: 100 Hz while every core computes for another.
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { hz } from '../../src/shared/units.ts'
import { atMost, plain, specOf } from '../case.ts'
import type { Case, Figure, Kit } from '../case.ts'
import { waitForTree } from '../comparison.ts'
import { derivePercentile, derivePunctuality } from '../figures.ts'
import { openEngineSubject } from '../subjects.ts'
import { formatMilli } from '../words.ts'

const RATE_HZ = 100
const PERIOD_NS = 1e9 / RATE_HZ

export const schedule: Case = {
  name: 'schedule',
  title: `A schedule of ${PERIOD_NS / 1e6} ms while a process computes on each core`,
  run: async kit => listFigures(await recordTicks(kit))
}

async function recordTicks(kit: Kit): Promise<number[]> {
  kit.say(`${availableParallelism()} computing processes, ${RATE_HZ} Hz`)
  const engine = await openEngineSubject(kit.programs, specOf(kit, ['busy', availableParallelism()], { rateHz: hz(RATE_HZ) }))
  try {
    await waitForTree(engine, availableParallelism() + 1)
    const { ticks } = await engine.ask('progress')
    await sleep(kit.isQuick ? 5000 : 30_000)
    return (await engine.ask('record')).tickNs.slice(ticks)
  } finally {
    await engine.close()
  }
}

function listFigures(tickNs: readonly number[]): Figure[] {
  const { lateNs, missed, driftNs } = derivePunctuality(tickNs, PERIOD_NS)
  const late = (share: number): number => derivePercentile(lateNs, share)
  return [
    atMost('lateness, half of the ticks', formatMilli(late(0.5)), { is: late(0.5), most: 0.2e6, text: '0.2 ms' }),
    plain('lateness, 99 of 100 ticks', formatMilli(late(0.99))),
    plain('lateness, the latest', formatMilli(late(1))),
    plain('ticks missed', `${missed} of ${tickNs.length + missed}`),
    atMost('drift over the run', formatMilli(driftNs), { is: Math.abs(driftNs), most: 0.1e6, text: '0.1 ms' })
  ]
}
