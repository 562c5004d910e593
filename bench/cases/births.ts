// Whether every birth is found, and what finding nothing costs: short children under churn, counted by their own parent;
// then quiet looks while 4,000 foreign processes live.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hz } from '../../src/shared/units.ts'
import { atLeast, atMost, plain, specOf } from '../case.ts'
import type { Case, Figure, Kit } from '../case.ts'
import { derivePercentile } from '../figures.ts'
import { askPrices } from '../prices.ts'
import { openEngineSubject, openFarm } from '../subjects.ts'
import type { NodeSubject } from '../subjects.ts'
import { formatMicro, formatMilli } from '../words.ts'

const OTHERS = 4000
const RATE_HZ = 20
const BIRTHS_PER_SECOND = 600
/** Four ticks: a child that no tick could have seen proves nothing. */
const LIFE_MS = 200

export const births: Case = {
  name: 'births',
  title: 'Finding who was born',
  run: async kit => [...(await runQuiet(kit)), ...(await runChurn(kit, kit.isQuick ? 2000 : 21_000))]
}

async function runQuiet(kit: Kit): Promise<Figure[]> {
  kit.say(`quiet looks beside ${OTHERS} foreign processes`)
  const farm = await openFarm(kit.programs, ['idle', OTHERS, 0, 0])
  try {
    const { quietBirthNs, pacedBirthNs, scanNs } = await askPrices(kit.programs)
    return [
      atMost(`quiet tick, ${OTHERS} other processes`, formatMicro(quietBirthNs), { is: quietBirthNs, most: 5000, text: '5 µs' }),
      plain('the same at a pace of 100 Hz (median, wall)', formatMicro(pacedBirthNs)),
      plain('the scan that is its safety net', formatMilli(scanNs))
    ]
  } finally {
    await farm.close()
  }
}

async function runChurn(kit: Kit, count: number): Promise<Figure[]> {
  kit.say(`${count} children, ${BIRTHS_PER_SECOND} a second, each lives ${LIFE_MS} ms, ${RATE_HZ} Hz`)
  const list = join(kit.programs.folder, 'births')
  const farm = ['churn', count, BIRTHS_PER_SECOND, LIFE_MS, list]
  const engine = await openEngineSubject(kit.programs, specOf(kit, farm, { rateHz: hz(RATE_HZ) }))
  try {
    await waitForEnd(engine)
    const { bornPids, tickNs } = await engine.ask('record')
    return compareBirths(readFileSync(list, 'utf8').split('\n').filter(Boolean).map(Number), { found: bornPids, tickNs })
  } finally {
    await engine.close()
  }
}

/** PIDs come again during 20,000 births, so they are counted, not only looked up. */
function compareBirths(born: readonly number[], seen: { readonly found: readonly number[]; readonly tickNs: readonly number[] }): Figure[] {
  const left = new Map<number, number>()
  for (const pid of seen.found) left.set(pid, (left.get(pid) ?? 0) + 1)
  let foundCount = 0
  for (const pid of born) {
    const times = left.get(pid) ?? 0
    if (times > 0) foundCount++
    left.set(pid, times - 1)
  }
  const gaps = seen.tickNs.slice(1).map((tNs, index) => tNs - (seen.tickNs[index] ?? NaN))
  return [
    atLeast('births found under churn', `${foundCount} of ${born.length}`, { is: foundCount, least: born.length, text: 'all' }),
    plain('longest time between two ticks meanwhile', formatMilli(derivePercentile(gaps, 1)))
  ]
}

async function waitForEnd(engine: NodeSubject): Promise<void> {
  while (!(await engine.ask('progress')).hasEnded) await sleep(200)
}
