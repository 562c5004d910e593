// What the programs found out by themselves, as figures with units: names end in their unit (firstLineUs, grownMiB). A hazard
// says besides whether it happened (`symptom`) and what was there (`seen`); lab/README.md.
import type { VariantRun } from '../model/outcome.ts'
import { type Spread, spreadOf } from './experimentFigures.ts'

export interface Finding {
  /** In words: 'first line' of firstLineUs. */
  readonly name: string
  /** Over the runs; in ns, bytes, or as counted. */
  readonly value: Spread
  readonly unit: 'ns' | 'bytes' | 'count'
}

const units: readonly (readonly [suffix: RegExp, unit: Finding['unit'], factor: number])[] = [
  [/Seconds$|^seconds$/, 'ns', 1e9],
  [/Ms$/, 'ns', 1e6],
  [/Us$/, 'ns', 1e3],
  [/Ns$/, 'ns', 1],
  [/KiB$/, 'bytes', 1024],
  [/MiB$/, 'bytes', 1024 * 1024],
  [/Bytes$/, 'bytes', 1]
]

/** Its numbers, in the order in which the first run tells them; lists and what lies deeper are left out. */
export function deriveFindings(runs: readonly VariantRun[]): Finding[] {
  const names = Object.entries(runs[0]?.findings ?? {}).flatMap(([name, value]) => (typeof value === 'number' ? [name] : []))
  return names.flatMap(name => {
    const [suffix, unit, factor] = units.find(([ending]) => ending.test(name)) ?? [/$/, 'count' as const, 1]
    const value = spreadOf(runs, ({ findings }) => numberOf(findings?.[name], factor))
    return value ? [{ name: wordsOf(name.replace(suffix, '')) || name, value, unit }] : []
  })
}

const numberOf = (value: unknown, factor: number): number | null => (typeof value === 'number' && Number.isFinite(value) ? value * factor : null)

/** 'ussPerWorker' → 'USS per worker'. */
const wordsOf = (name: string): string =>
  name
    .replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
    .trim()
    .replaceAll(/\b(uss|pss|rss|pid|cpu|gil)\b/g, word => word.toUpperCase())

export interface Symptom {
  /** Runs in which the program found the hazard, of those in which it looked. */
  readonly found: number
  readonly looked: number
  /** What was there, in the program's own words: one per different sentence. */
  readonly seen: readonly string[]
}

/** Null: the program does not look for one. */
export function deriveSymptom(runs: readonly VariantRun[]): Symptom | null {
  const looked = runs.filter(({ findings }) => typeof findings?.symptom === 'boolean')
  if (looked.length === 0) return null
  const seen = looked.flatMap(({ findings }) => (typeof findings?.seen === 'string' ? [findings.seen] : []))
  return { found: looked.filter(({ findings }) => findings?.symptom === true).length, looked: looked.length, seen: [...new Set(seen)] }
}
