// A tree that runs already, as the sampler takes it in: a folder of fixtures that goes on "running" between the steps.
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Sampler } from '../../../src/main/engine/sampling/sampler.ts'
import { runId } from '../../../src/shared/model/run.ts'
import { temporaryFolder } from '../../temporaryFolder.ts'

it('counts from the moment when the run begins, not from when the tree was taken in', () => {
  const root = temporaryFolder()
  cpSync('test/fixtures/proc', root, { recursive: true })
  const pid = 20950 // one thread
  const run = (ranNs: number, waitedNs: number): void => writeFileSync(join(root, `${pid}/task/${pid}/schedstat`), `${ranNs} ${waitedNs} 7\n`)
  run(1e9, 2e9)
  const sampler = new Sampler({ ...{ run: runId('r'), rootPid: pid, command: [], rateHz: 20, looks: 'adaptive', cgroup: null, clockTicksPerSecond: 100, pageBytes: 4096 }, isAttached: true, root })
  expect(sampler.begin()).toBe(true)
  run(1.3e9, 2.5e9) // while a message came late
  sampler.beginAttached(4e6)
  run(1.34e9, 2.505e9)
  sampler.tick({ nowNs: 50e6, lateNs: 0, missed: 0, isBetween: false })
  const { processes, cores } = sampler.take(null)
  sampler.close()
  expect([[...processes.fromNs], [...processes.tNs], [...processes.ranNs], [...processes.waitedNs]]).toEqual([[4e6], [50e6], [40e6], [5e6]])
  expect(cores.tNs[0]).toBe(4e6)
})
