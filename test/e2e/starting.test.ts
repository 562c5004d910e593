// The two doors: `npm start` without a display, and bin/forkscope. What they launch runs as it would without them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeRecording } from '../unit/recording/written.ts'
import { ROOT } from './launch.ts'

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly output: string
}

/** As from a shell of the user's, with a soft limit of open files that no Node would choose. */
async function runAsUser(script: string, { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> }): Promise<Ended> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|DISPLAY$|WAYLAND_DISPLAY$|FORKSCOPE_|INIT_CWD$|VITEST|NODE_ENV$)/.test(name)))
  const shell = spawn('/bin/sh', ['-c', `ulimit -Sn 321; ${script}`], { cwd, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  shell.stdout.on('data', (part: Buffer) => (output += part.toString()))
  const [code, signal] = (await once(shell, 'close')) as [number | null, string | null]
  return { code, signal, output }
}

describe.runIf(process.platform === 'linux')('on Linux', () => {
  let folder = ''
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'forkscope-start-')))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Names that a launched program may not find, since the user did not have them. */
  const foreign = (environment: string): string[] => environment.split('\n').map(line => line.split('=')[0] ?? '').filter(name => /^(npm_|INIT_CWD|NODE$|COLOR$|FORKSCOPE_)/.test(name))

  test('npm start without a display records in the terminal, and ends with the code of the program', async () => {
    const { code, output } = await runAsUser(`npm start -s -- sh -c 'ulimit -Sn; echo $PWD; env; exit 7'`, { cwd: join(ROOT, 'lab') })
    expect(code).toBe(7)
    const [limit, where, ...environment] = output.split('\n')
    expect([limit, where]).toEqual(['321', join(ROOT, 'lab')])
    expect(foreign(environment.join('\n'))).toEqual([])
    expect(environment.find(line => line.startsWith('PATH='))).not.toMatch(/^PATH=[^:]*node_modules/)
  })

  test('a recording is opened in a window, or its figures are told where there is no display', async () => {
    const path = join(folder, 'a.fscope')
    writeRecording(path, { processes: 2, busy: 1, rateHz: 5, seconds: 2 })
    const shown = await runAsUser(`npm start -s -- --open ${path}`, { cwd: join(ROOT, 'lab') })
    expect([shown.code, shown.output]).toEqual([0, expect.stringMatching(/python3 work\.py/)])
    const opened = await runAsUser(`${join(ROOT, 'bin', 'forkscope')} open a.fscope 2>&1`, { cwd: folder })
    expect(opened).toEqual({ code: 1, signal: null, output: `forkscope: There is no display to open a window on; nothing was opened. Its figures in the terminal: forkscope show '${path}'\n` })
    const none = await runAsUser(`${join(ROOT, 'bin', 'forkscope')} open none.fscope 2>&1`, { cwd: folder, env: { FORKSCOPE_LIBRARY: folder } })
    expect([none.code, none.output]).toEqual([1, expect.stringMatching(/^forkscope: .*none/)])
  })

  test('bin/forkscope works through a link, from any folder', async () => {
    symlinkSync(join(ROOT, 'bin', 'forkscope'), join(folder, 'fs'))
    const { code, output } = await runAsUser(`./fs record -- sh -c 'ulimit -Sn; echo $PWD; env; exit 3'`, { cwd: folder })
    expect(code).toBe(3)
    const [limit, where, ...environment] = output.split('\n')
    expect([limit, where]).toEqual(['321', folder])
    expect(foreign(environment.join('\n'))).toEqual([])
  })

  test('bin/forkscope is itself the program: a signal reaches what it launched', async () => {
    const { output } = await runAsUser(`${join(ROOT, 'bin', 'forkscope')} record -- sh -c 'trap "echo heard; exit 0" TERM; echo ready; while :; do sleep 0.1; done' > out & me=$!; until grep -q ready out 2>/dev/null; do sleep 0.05; done; kill -TERM $me; wait $me; cat out`, { cwd: folder })
    expect(output).toBe('ready\nheard\n')
  })

  test('without a Node that is new enough bin/forkscope says what is missing', async () => {
    mkdirSync(join(folder, 'elsewhere', 'bin'), { recursive: true })
    copyFileSync(join(ROOT, 'bin', 'forkscope'), join(folder, 'elsewhere', 'bin', 'forkscope'))
    writeFileSync(join(folder, 'node'), '#!/bin/sh\necho v20.20.2\n', { mode: 0o755 })
    const { code, output } = await runAsUser('PATH="$PWD:$PATH" elsewhere/bin/forkscope record -- true 2>&1', { cwd: folder })
    expect(code).toBe(125)
    expect(output).toMatch(/^forkscope: needs Node 24 or newer/)
  })
})
