// The engine beside the C floor and pidusage on one farm: all three look at the same processes at the same rate, in
// turns. The engine launched the farm, so everything is as in the program; the floor and pidusage get the PIDs.
import { setTimeout as sleep } from 'node:timers/promises'
import { hz } from '../src/shared/units.ts'
import type { Looks } from '../src/shared/model/run.ts'
import { specOf } from './case.ts'
import type { Kit } from './case.ts'
import { deriveRatios, deriveSpread } from './figures.ts'
import type { Spread } from './figures.ts'
import { listDescendants } from './meter.ts'
import { openEngineSubject, openFloor, openPidusage } from './subjects.ts'
import type { NodeSubject } from './subjects.ts'
import { takeTurns } from './turns.ts'

export interface ComparisonSpec {
  readonly farm: readonly (string | number)[]
  readonly looks: Looks
  readonly rateHz: number
  /** The farm's root included. */
  readonly processCount: number
  /** What the floor reads of each process. */
  readonly listPaths: (pid: number) => string[]
}

/** Shares are cores (1 = one core), at the rate asked for; ratios are taken per round. */
export interface Comparison {
  readonly floorShare: Spread
  readonly pidusageShare: Spread
  readonly engineShare: Spread
  readonly engineOverFloor: Spread
  readonly pidusageOverEngine: Spread
  readonly pidusageOverFloor: Spread
}

export async function compareOnFarm(kit: Kit, spec: ComparisonSpec): Promise<Comparison> {
  const { rateHz, looks } = spec
  const engine = await openEngineSubject(kit.programs, specOf(kit, spec.farm, { rateHz: hz(rateHz), looks }))
  const closers: { close(): Promise<void> }[] = [engine]
  try {
    const pids = await waitForTree(engine, spec.processCount)
    const floor = await openFloor(kit.programs, pids.flatMap(spec.listPaths), rateHz)
    closers.unshift(floor)
    const pidusage = await openPidusage(kit.programs, pids, rateHz)
    closers.unshift(pidusage)
    const turns = await takeTurns([floor, engine, pidusage], kit.turns)
    return compare(turns.map(list => list.map(turn => (turn.nsPerTick * rateHz) / 1e9)))
  } finally {
    for (const subject of closers) await subject.close()
  }
}

/** Resolves with the PIDs of the tree once it is complete and the engine knows all of it. Throws when that never comes. */
export async function waitForTree(engine: NodeSubject, processCount: number): Promise<number[]> {
  for (let tries = 0; tries < 300; tries++) {
    const { isComplete, known, rootPid, hasEnded } = await engine.ask('progress')
    if (hasEnded) throw new Error('the farm left by itself')
    if (isComplete && known >= processCount && rootPid !== null) return [rootPid, ...listDescendants(rootPid, null)]
    await sleep(100)
  }
  const { known } = await engine.ask('progress')
  throw new Error(`the engine knows ${known} of ${processCount} processes after 30 s`)
}

function compare([floor = [], engine = [], pidusage = []]: readonly number[][]): Comparison {
  return {
    floorShare: deriveSpread(floor),
    pidusageShare: deriveSpread(pidusage),
    engineShare: deriveSpread(engine),
    engineOverFloor: deriveRatios(engine, floor),
    pidusageOverEngine: deriveRatios(pidusage, engine),
    pidusageOverFloor: deriveRatios(pidusage, floor)
  }
}
