// What a benchmark is: a name to ask for it by, and figures with the goal they are held against. Nothing here fails
// because of a time: a missed goal is printed as missed.
import { RATE_DEFAULT } from '../src/shared/units.ts'
import type { RunSpec } from '../src/shared/model/run.ts'
import type { Programs } from './native.ts'
import type { TurnOptions } from './turns.ts'

export interface Kit {
  readonly programs: Programs
  readonly turns: TurnOptions
  /** Fewer rounds, shorter turns: to see that it works, not to quote. */
  readonly isQuick: boolean
  /** What goes on, for the one who waits. */
  say(line: string): void
}

/** One line of the result. */
export interface Figure {
  readonly what: string
  readonly value: string
  /** Null: no goal was set. */
  readonly goal: string | null
  readonly isReached: boolean | null
}

export interface Case {
  readonly name: string
  readonly title: string
  run(kit: Kit): Promise<Figure[]>
}

/** A spec that launches a farm, the program's own defaults otherwise. */
export function specOf(kit: Kit, farm: readonly (string | number)[], options: Partial<RunSpec>): RunSpec {
  const defaults = { throughShell: false, kind: 'spawn', cwd: '/', envAdditions: {}, rateHz: RATE_DEFAULT, sampler: 'auto', looks: 'adaptive' } as const
  return { ...defaults, argv: [kit.programs.farm, ...farm.map(String)], ...options }
}

export const plain = (what: string, value: string): Figure => ({ what, value, goal: null, isReached: null })
export const atMost = (what: string, value: string, goal: { readonly is: number; readonly most: number; readonly text: string }): Figure => ({
  what,
  value,
  goal: `≤ ${goal.text}`,
  isReached: goal.is <= goal.most
})
export const atLeast = (what: string, value: string, goal: { readonly is: number; readonly least: number; readonly text: string }): Figure => ({
  what,
  value,
  goal: `≥ ${goal.text}`,
  isReached: goal.is >= goal.least
})
