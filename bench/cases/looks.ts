// What following a tree costs: mostly idle, every process at every tick, every process awake. The first rests on
// idleness, so the three are one case and printed together: none may be quoted alone.
import { atLeast, atMost, plain } from '../case.ts'
import type { Case, Figure, Kit } from '../case.ts'
import { compareOnFarm } from '../comparison.ts'
import type { Comparison, ComparisonSpec } from '../comparison.ts'
import { formatRatio, formatShare } from '../words.ts'

const COUNT = 1000
const RATE_HZ = 10
const base = { rateHz: RATE_HZ, processCount: COUNT + 1, listPaths: (pid: number) => [`/proc/${pid}/stat`] }
const mostlyIdle: ComparisonSpec = { ...base, farm: ['idle', COUNT, COUNT / 100, RATE_HZ], looks: 'adaptive' }
const everyTick: ComparisonSpec = { ...mostlyIdle, looks: 'every-tick' }
const allAwake: ComparisonSpec = { ...base, farm: ['idle', COUNT, COUNT, RATE_HZ], looks: 'adaptive' }

export const looks: Case = {
  name: 'looks',
  title: `Following ${COUNT} processes at ${RATE_HZ} Hz, everything on`,
  run: async kit => [
    ...(await runMostlyIdle(kit)),
    ...(await runEveryTick(kit)),
    ...(await runAllAwake(kit))
  ]
}

async function runMostlyIdle(kit: Kit): Promise<Figure[]> {
  kit.say('mostly idle: 1 % of the processes wake at each tick, default looks')
  const of = await compareOnFarm(kit, mostlyIdle)
  return [
    ...listGround('mostly idle', of),
    atMost('mostly idle: engine', formatShare(of.engineShare), { is: of.engineShare.median, most: 0.015, text: '1.5 %' }),
    plain('mostly idle: engine ÷ floor', formatRatio(of.engineOverFloor)),
    atLeast('mostly idle: pidusage ÷ engine', formatRatio(of.pidusageOverEngine), { is: of.pidusageOverEngine.median, least: 15, text: '15 ×' })
  ]
}

async function runEveryTick(kit: Kit): Promise<Figure[]> {
  kit.say('every tick: the same processes, each looked at at every tick')
  const of = await compareOnFarm(kit, everyTick)
  return [
    ...listGround('every tick', of),
    plain('every tick: engine', formatShare(of.engineShare)),
    atMost('every tick: engine ÷ floor', formatRatio(of.engineOverFloor), { is: of.engineOverFloor.median, most: 1.2, text: '1.2 ×' }),
    plain('every tick: pidusage ÷ engine', formatRatio(of.pidusageOverEngine))
  ]
}

async function runAllAwake(kit: Kit): Promise<Figure[]> {
  kit.say('all awake: every process wakes at every tick, default looks')
  const of = await compareOnFarm(kit, allAwake)
  return [
    ...listGround('all awake', of),
    plain('all awake: engine', formatShare(of.engineShare)),
    atMost('all awake: engine ÷ floor', formatRatio(of.engineOverFloor), { is: of.engineOverFloor.median, most: 1.2, text: '1.2 ×' }),
    atLeast('all awake: pidusage ÷ engine', formatRatio(of.pidusageOverEngine), { is: of.pidusageOverEngine.median, least: 4, text: '4 ×' })
  ]
}

const listGround = (name: string, of: Comparison): Figure[] => [
  plain(`${name}: C floor (stat, kept open, not parsed)`, formatShare(of.floorShare)),
  plain(`${name}: pidusage`, formatShare(of.pidusageShare)),
]
