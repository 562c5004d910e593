// What belongs to another user keeps its memory to itself, and says so; everything else goes on as usual.
import { chmodSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporaryFolder.ts'
import { program } from './launching.ts'

const nobody = 65534
/** Only root can become somebody else, and only if that one can reach this checkout. */
const canBecome = process.geteuid?.() === 0 && spawnSync(process.execPath, [program('marks.mjs')], { uid: nobody, gid: nobody }).status === 0

test.skipIf(!canBecome)('a setuid program is followed, its PSS is absent and a warning says why', () => {
  const folder = temporaryFolder()
  chmodSync(folder, 0o755)
  const sleep = join(folder, 'sleep')
  copyFileSync('/bin/sleep', sleep)
  chmodSync(sleep, 0o4755)
  const { stdout, stderr } = spawnSync(process.execPath, [program('tellRun.ts'), sleep, '2'], { uid: nobody, gid: nobody, cwd: '/', env: { PATH: '/usr/bin:/bin', HOME: '/' }, encoding: 'utf8' })
  expect(stderr).toBe('')
  const seen = JSON.parse(stdout) as { exit: unknown; rssBytes: number; pssRows: number; warnings: string[]; totalBy: string }
  expect(seen).toMatchObject({ exit: { code: 0, signal: null }, pssRows: 0 })
  expect(seen.rssBytes).toBeGreaterThan(100_000)
  expect(seen.warnings).toContain('memory-unreadable')
})
