// Without a cgroup a run's total comes from what wait told of its root. Nobody else's CPU may stand on that account.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, type LiveRun, openEngine } from '../../src/main/engine/index.ts'
import { hz } from '../../src/shared/units.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ programVersion: 'test', mayUseCgroups: false })
})
afterAll(() => engine.close())

/** Uses so much CPU time, however long that takes, and then prints what it used. */
const burning = (ms: number): string[] => ['-e', `while (process.cpuUsage().user < ${ms * 1000}); const { user, system } = process.cpuUsage(); console.log(user + system)`]
const burn = (ms: number): Promise<LiveRun> =>
  engine.launch(
    { argv: [process.execPath, ...burning(ms)], throughShell: false, kind: 'spawn', cwd: '/', envAdditions: {}, rateHz: hz(20), sampler: 'auto', looks: 'adaptive' },
    { stdio: 'stream' }
  )
const saidNs = ({ output }: LiveRun): number => Number(output.map(({ text }) => text).join('')) * 1000

test('what another child of this program used is not on a run’s account', async () => {
  const run = await burn(600)
  const other = spawn(process.execPath, burning(400), { stdio: 'ignore' })
  await Promise.all([once(other, 'exit'), run.ended])
  expect((run.end?.cpuNs ?? NaN) / saidNs(run)).toBeGreaterThan(0.9) // two fields in ticks of 10 ms, of 600 ms
  expect((run.end?.cpuNs ?? NaN) / saidNs(run)).toBeLessThan(1.2) // 400 ms more would be 1.6; what node does after printing is on it as well
})

test('runs that end in the same moment have what was sampled of each, and say so', async () => {
  const runs = await Promise.all([burn(600), burn(1000)])
  blockUntilAllEnded(runs)
  await Promise.all(runs.map(({ ended }) => ended))
  for (const run of runs) {
    expect((run.end?.cpuNs ?? NaN) / saidNs(run)).toBeGreaterThan(0.6) // as of the last look, at most a twentieth of a second and its end earlier
    expect((run.end?.cpuNs ?? NaN) / saidNs(run)).toBeLessThan(1.2) // both together would be 1.6 and more
    expect([...run.history.warnings.keys()]).toContain('total-uncertain')
  }
})

/** Nothing is told to this thread meanwhile, so that it is told of all ends at once. */
function blockUntilAllEnded(runs: readonly LiveRun[]): void {
  const pids = runs.map(({ header }) => header.rootPid)
  while (!pids.every(isZombie)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
}

/** As long as nobody has waited for it, its last state stands there. */
const isZombie = (pid: number): boolean => readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')
