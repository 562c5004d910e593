// Figures on the terminal, one line each: what, value, goal.
import { cpus, loadavg, release, type } from 'node:os'
import type { Case, Figure } from './case.ts'

export function printFigures({ title }: Case, figures: readonly Figure[]): void {
  const width = Math.max(...figures.map(figure => figure.what.length))
  const valueWidth = Math.max(...figures.map(figure => figure.value.length))
  console.log(`\n${title}`)
  for (const { what, value, goal, isReached } of figures) {
    const verdict = goal === null ? '' : `  goal ${goal}: ${isReached ? 'reached' : 'missed'}`
    console.log(`  ${what.padEnd(width)}  ${value.padEnd(valueWidth)}${verdict}`.trimEnd())
  }
}

/** The conditions that every figure depends on, without naming the machine. */
export function printMachine(): void {
  const [model] = cpus()
  console.log(`${model?.model ?? 'unknown processor'}, ${cpus().length} cores, ${type()} ${release().replace(/-.*/, '')}, Node ${process.versions.node}`)
  console.log(`load average at the start: ${loadavg().map(load => load.toFixed(1)).join(' ')}`)
}
