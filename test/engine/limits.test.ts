// Few file descriptors make looking dearer, not blinder.
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { program, PYTHON } from './launching.ts'

test('with fewer descriptors than processes everybody is followed all the same, and a warning says what it costs', () => {
  const { stdout, stderr } = spawnSync('sh', ['-c', 'ulimit -n 400; exec "$@"', 'sh', process.execPath, program('tellRun.ts'), PYTHON, program('crowd.py'), '300'], { encoding: 'utf8' })
  expect(stderr).toBe('')
  const seen = JSON.parse(stdout) as { exit: unknown; processCount: number; warnings: string[] }
  expect(seen).toMatchObject({ exit: { code: 0, signal: null } })
  expect(seen.processCount).toBeGreaterThanOrEqual(301) // a python3 that is a script has helpers of its own
  expect(seen.warnings).toContain('descriptors-short')
})
