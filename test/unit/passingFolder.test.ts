import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, utimesSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { makePassingFolder } from '../../src/main/engine/passingFolder.ts'
import { temporaryFolder } from '../temporaryFolder.ts'

test('what a killed program left is removed by the next one; what lives, is young or serves another purpose stays', () => {
  const root = temporaryFolder()
  const gone = spawnSync('true').pid
  const names = { stale: `forkscope-marks-${gone}-abc`, nameless: 'forkscope-marks-abc', young: `forkscope-marks-${gone}-def`, alive: `forkscope-marks-${process.ppid}-abc`, other: `forkscope-upgrade-${gone}-abc` }
  for (const [kind, name] of Object.entries(names)) {
    mkdirSync(join(root, name))
    if (kind !== 'young') utimesSync(join(root, name), 1e9, 1e9)
  }
  const made = basename(makePassingFolder('marks', root))
  expect(made).toMatch(new RegExp(`^forkscope-marks-${process.pid}-`))
  expect(readdirSync(root).sort()).toEqual([made, names.young, names.alive, names.other].sort())
})
