// npm run bench [-- NAME…] [--quick]: prints figures as ratios against a floor and a peer of the same minute. It never
// asserts a time: a machine that is busy prints other figures and the same ratios. Method: docs/performance.md.
import type { Case, Kit } from './case.ts'
import { births } from './cases/births.ts'
import { cores } from './cases/cores.ts'
import { looks } from './cases/looks.ts'
import { pixel } from './cases/pixel.ts'
import { recording } from './cases/recording.ts'
import { reopening } from './cases/reopening.ts'
import { schedule } from './cases/schedule.ts'
import { start } from './cases/start.ts'
import { threads } from './cases/threads.ts'
import { window } from './cases/window.ts'
import { compilePrograms } from './native.ts'
import { printFigures, printMachine } from './print.ts'

const cases: readonly Case[] = [looks, threads, births, cores, schedule, pixel, window, start, recording, reopening]

const isQuick = process.argv.includes('--quick')
const names = process.argv.slice(2).filter(argument => argument !== '--quick')
const unknown = names.filter(name => !cases.some(known => known.name === name))

if (unknown.length > 0) {
  console.error(`no benchmark named ${unknown.join(', ')}; there are ${cases.map(known => known.name).join(', ')}`)
  process.exitCode = 2
} else if (process.platform !== 'linux') {
  console.log('The benchmarks need /proc: nothing was run.')
} else {
  await runCases(cases.filter(known => names.length === 0 || names.includes(known.name)))
}

async function runCases(chosen: readonly Case[]): Promise<void> {
  const programs = compilePrograms()
  if (!programs) {
    console.log('No C compiler (cc) here, and both the floor and the farms are C programs: nothing was run.')
    return
  }
  const turns = isQuick ? { rounds: 2, turnMs: 3000, warmUpMs: 1000 } : { rounds: 5, turnMs: 8000, warmUpMs: 2000 }
  const say = (line: string): void => {
    console.error(`… ${line}`)
  }
  const kit: Kit = { programs, turns, isQuick, say }
  // The subjects die with us by themselves; the folder of their programs does not.
  process.on('exit', () => programs.remove())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  printMachine()
  for (const each of chosen) printFigures(each, await each.run(kit))
}
