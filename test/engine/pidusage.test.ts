// Our figures against pidusage's for the same processes at the same moment: two programs, one kernel. At rest they must
// agree to the steps in which pidusage reads; while running, to what happens between two reads besides.
import pidusage from 'pidusage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, type LiveRun, openEngine } from '../../src/main/engine/index.ts'
import { counterAt } from '../../src/shared/derive/cpu.ts'
import type { ProcessHistory } from '../../src/shared/derive/history.ts'
import { hz } from '../../src/shared/units.ts'

/** Two processes that compute for a while, then rest; and one that only sleeps. Says when the computing begins and ends. */
const family = `
const { fork, spawn } = require('node:child_process')
const burn = () => { for (const end = performance.now() + 1500; performance.now() < end; ); }
spawn('sleep', ['600'])
const child = spawn(process.execPath, ['-e', '(' + burn + ')(); console.log("child rests"); setInterval(() => {}, 1e6)'], { stdio: 'inherit' })
console.log('begun')
burn()
console.log('root rests')
setInterval(() => {}, 1e6)
`

/** pidusage reads two counters that each lose up to one tick of 10 ms, and what the launcher used before its exec counts for it. */
const FLOORS_NS = 20e6
const HELD_NS = 15e6
const PAGE = 4096

let engine: Engine
let run: LiveRun

beforeAll(async () => {
  engine = await openEngine({ programVersion: 'test' })
  const argv = [process.execPath, '-e', family]
  run = await engine.launch({ argv, throughShell: false, kind: 'spawn', cwd: '/', envAdditions: {}, rateHz: hz(50), sampler: 'procfs', looks: 'every-tick' }, { stdio: 'stream' })
})

afterAll(async () => {
  await engine.close()
  pidusage.clear()
})

const said = (): string => run.output.map(({ text }) => text).join('')

/** Resolves after so many more deliveries, once the program has said it. */
async function untilItSays(words: readonly string[], more: number): Promise<void> {
  while (!words.every(word => said().includes(word)) || run.history.processes.length < 3) await nextBatch()
  for (let count = 0; count < more; count++) await nextBatch()
}

const nextBatch = (): Promise<void> =>
  new Promise(resolve => {
    const unwatch = run.watch({
      onBatch: () => {
        unwatch()
        resolve()
      }
    })
  })

/** What pidusage says, and the run's time in the middle of its reading. */
async function readPeer(): Promise<{ readonly stats: Readonly<Record<string, pidusage.Status>>; readonly tNs: number; readonly tookNs: number }> {
  const pids = run.history.processes.map(({ pid }) => pid)
  const before = process.hrtime.bigint()
  const wallMs = Date.now()
  const stats = await pidusage(pids)
  const tookNs = Number(process.hrtime.bigint() - before)
  return { stats, tNs: (wallMs - run.header.startedAtUnixMs) * 1e6 + tookNs / 2, tookNs }
}

const lastRss = ({ detail }: ProcessHistory): number => detail.rssBytes.view().findLast(value => !Number.isNaN(value)) ?? NaN

describe('beside pidusage', () => {
  it('our CPU time is the same while processes run, but for the steps of both', async () => {
    await untilItSays(['begun'], 5)
    await readPeer() // the first call asks getconf for ticks and pages
    const { stats, tNs, tookNs } = await readPeer()
    while (run.history.tickNs.last() < tNs) await nextBatch()
    const intervalNs = Math.max(...[...run.history.tickNs.view()].slice(1).map((t, index) => t - run.history.tickNs.at(index)))
    // Between two looks we assume an even pace; wall clocks count in ms.
    const blurNs = intervalNs + tookNs + 2e6
    for (const { pid, cpu } of run.history.processes) {
      const ours = cpu.ranNs.length > 0 ? counterAt(cpu, cpu.ranNs, tNs) : 0
      const theirs = (stats[pid]?.ctime ?? NaN) * 1e6
      expect(ours - theirs, `pid ${pid}`).toBeGreaterThan(-HELD_NS - blurNs)
      expect(ours - theirs, `pid ${pid}`).toBeLessThan(FLOORS_NS + blurNs)
    }
  })

  it('our CPU time and RSS are the same at rest, to the tick and to a few pages', async () => {
    await untilItSays(['root rests', 'child rests'], 10)
    const { stats } = await readPeer()
    await nextBatch()
    expect(run.history.processes).toHaveLength(3)
    for (const process of run.history.processes) {
      const ours = process.cpu.ranNs.length > 0 ? process.cpu.ranNs.last() : 0
      const theirs = (stats[process.pid]?.ctime ?? NaN) * 1e6
      expect(ours - theirs, process.name).toBeGreaterThan(-HELD_NS)
      expect(ours - theirs, process.name).toBeLessThan(FLOORS_NS + 5e6) // Node's helper threads may still tidy up
      expect(Math.abs(lastRss(process) - (stats[process.pid]?.memory ?? NaN)), process.name).toBeLessThanOrEqual(64 * PAGE)
    }
  })
})
