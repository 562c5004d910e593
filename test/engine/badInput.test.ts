// Every way in which a command can be wrong or rude: a clear sentence, nothing started, nobody left, nothing lost.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/main/engine/index.ts'
import { readStanding } from '../../src/main/engine/launch/identity.ts'
import { FaultError } from '../../src/shared/fault.ts'
import type { RunSpec } from '../../src/shared/model/run.ts'
import { program, PYTHON, runToEnd, specOf, whenSaid, whenSeen } from './launching.ts'

const folder = mkdtempSync(join(tmpdir(), 'forkscope-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})
const file = (name: string, text: string, mode: number): string => {
  writeFileSync(join(folder, name), text)
  chmodSync(join(folder, name), mode)
  return join(folder, name)
}

async function faultOf(spec: RunSpec): Promise<string> {
  const engine = await openEngine({ programVersion: 'test' })
  try {
    await engine.launch(spec, { stdio: 'stream' })
    return 'no fault'
  } catch (error) {
    return error instanceof FaultError ? error.fault.kind : String(error)
  } finally {
    await engine.close()
  }
}

test.each([
  ['no command', specOf(['']), 'command-empty'],
  ['an unknown command', specOf(['no-such-command-here']), 'command-not-found'],
  ['a path where nothing is', specOf(['./no/such/file']), 'command-not-found'],
  ['a file that is not executable', specOf([file('plain.txt', 'text', 0o644)]), 'not-executable'],
  ['a folder', specOf([folder]), 'is-a-folder'],
  ['a script whose interpreter is missing', specOf([file('bad.sh', '#!/no/such/interpreter -x\n', 0o755)]), 'interpreter-missing'],
  ['a missing working folder', specOf(['true'], { cwd: '/no/such/folder' }), 'folder-missing'],
  ['a file as working folder', specOf(['true'], { cwd: file('file', '', 0o644) }), 'folder-missing'],
  ['a missing module for fork', specOf(['no-such-module.mjs'], { kind: 'fork' }), 'command-not-found']
])('%s is refused before anything is started', async (_what, spec, kind) => {
  expect(await faultOf(spec)).toBe(kind)
})

test('a program that exits at once is a whole run', async () => {
  const { run, end } = await runToEnd(specOf(['sh', '-c', 'exit 7']))
  expect(end.exit).toEqual({ code: 7, signal: null })
  expect(run.history.processes).toHaveLength(1)
  expect(run.history.processes[0]?.endedNs).toBe(end.rootEndNs)
})

test('a program that kills itself is reported with the signal', async () => {
  const { end } = await runToEnd(specOf(['sh', '-c', 'kill -SEGV $$']))
  expect(end.exit).toEqual({ code: null, signal: 'SIGSEGV' })
})

test('100 MB of output neither block the program nor stay in memory', async () => {
  const { run, end, output } = await runToEnd(specOf(['sh', '-c', 'head -c 100000000 /dev/zero | tr "\\0" x; echo the end']))
  expect(end.exit.code).toBe(0)
  expect(output.length).toBeLessThan(2_000_000) // 256 Ki characters of the beginning, 1 Mi of the end, a chunk of slack
  expect(output.endsWith('the end\n')).toBe(true)
  expect(output.length + run.output.reduce((sum, { droppedBytes }) => sum + droppedBytes, 0)).toBe(100_000_008)
})

test('a program that ignores SIGTERM is ended by SIGKILL after the grace', async () => {
  const { end } = await runToEnd(specOf([PYTHON, '-c', 'import signal,time\nsignal.signal(signal.SIGTERM,signal.SIG_IGN)\nprint("deaf",flush=True)\ntime.sleep(60)']), {
    during: async run => {
      await whenSaid(run, 'deaf')
      run.stop(200)
    }
  })
  expect(end.exit).toEqual({ code: null, signal: 'SIGKILL' })
  expect(end.endedBy).toBe('asked')
})

test('nobody survives a stop: neither those that left the session nor those that lost their parent', async () => {
  const { run } = await runToEnd(specOf([PYTHON, program('escape.py')]), {
    during: async live => {
      await whenSeen(live, () => live.history.processes.length >= 6)
      live.kill()
    }
  })
  expect(run.history.processes.length).toBeGreaterThanOrEqual(6)
  expect(run.history.processes.filter(({ pid, startTicks }) => readStanding(pid)?.startTicks === startTicks && readStanding(pid)?.state !== 'Z')).toEqual([])
})

test.each([true, false])('a program that ends while its children go on is followed until the last (cgroup: %s)', async mayUseCgroups => {
  const { run, end } = await runToEnd(specOf(['sh', '-c', '(sleep 0.8; exit 3) & setsid sleep 1 & sleep 0.2; exit 0']), { mayUseCgroups })
  expect(end.wallNs).toBeGreaterThan(0.95e9)
  expect(end.wallNs - end.rootEndNs).toBeGreaterThan(0.3e9) // 0.8 s, less what a busy machine may add to the root's own 0.2 s
  expect(run.history.processes.every(({ endedNs }) => endedNs !== null)).toBe(true)
})

test('a program that renames itself to ") R 1 (" with a newline is followed all the same', async () => {
  const rename = 'import ctypes,time\nctypes.CDLL(None).prctl(15,b") R 1 (\\n)",0,0,0)\nwhile time.process_time()<1: pass'
  const { run } = await runToEnd(specOf([PYTHON, '-c', rename]))
  const [root] = run.history.processes
  expect(root?.name).toBe(') R 1 (\n)')
  expect(root?.cpu.ranNs.last()).toBeGreaterThan(0.5e9) // of 1 s; the last moments before its end are nobody's
})

test('a program that closes its descriptors goes on and is followed', async () => {
  const { end, run } = await runToEnd(specOf([PYTHON, '-c', 'import os,time\nos.closerange(0,256)\ntime.sleep(.4)\nos._exit(5)']))
  expect(end.exit.code).toBe(5)
  expect(run.history.tickNs.length).toBeGreaterThan(3)
})

test('5,000 children are counted as they were seen, their CPU is whole, and the run ends', async () => {
  const { run, end } = await runToEnd(specOf([PYTHON, '-c', 'import os\nfor i in range(5000):\n  if os.fork()==0: os._exit(0)\n  if i%50==49:\n    for _ in range(50): os.wait()']), {})
  const sampled = run.history.processes.reduce((sum, { cpu }) => sum + (cpu.ranNs.length > 0 ? cpu.ranNs.last() : 0), 0)
  expect(end.exit.code).toBe(0)
  expect(end.cpuNs).toBeGreaterThan(sampled * 0.999)
  expect(run.history.processes.length).toBeGreaterThan(1)
})
