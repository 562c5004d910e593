// However the program ends, nothing that it launched goes on.
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openProgram, ROOT, runtimes } from './launch.ts'
import { markWorkload } from './marked.ts'

/** The sleepers, besides the shells above them. */
const SLEEPERS = 3
const PATIENCE = { timeout: 15_000, interval: 100 }

describe.runIf(process.platform === 'linux').each(runtimes)('on $name', runtime => {
  test('closing the window ends the workload and the program', async () => {
    const workload = markWorkload()
    const { app, userData } = await openProgram(runtime, ROOT, { args: ['--', ...workload.argv] })
    await expect.poll(() => workload.living().length, PATIENCE).toBeGreaterThanOrEqual(SLEEPERS)
    const left = once(app.process(), 'exit')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined) // the answer may not come any more
    expect(await left).toEqual([0, null])
    expect(workload.living()).toEqual([])
    rmSync(userData, { recursive: true, force: true })
  })

  test('a window that goes without asking, as when its user closes it in the host, ends both too', async () => {
    const workload = markWorkload()
    const { app, page, userData } = await openProgram(runtime, ROOT, { args: ['--', ...workload.argv] })
    await expect.poll(() => workload.living().length, PATIENCE).toBeGreaterThanOrEqual(SLEEPERS)
    const left = once(app.process(), 'exit')
    const session = await app.context().newCDPSession(page)
    await session.send('Page.close').catch(() => undefined) // the answer may not come any more
    expect(await left).toEqual([0, null])
    expect(workload.living()).toEqual([])
    rmSync(userData, { recursive: true, force: true })
  })

  test('SIGTERM ends the workload and the program', async () => {
    const workload = markWorkload()
    const { app, userData } = await openProgram(runtime, ROOT, { args: ['--', ...workload.argv] })
    await expect.poll(() => workload.living().length, PATIENCE).toBeGreaterThanOrEqual(SLEEPERS)
    const left = once(app.process(), 'exit')
    app.process().kill('SIGTERM')
    await left
    expect(workload.living()).toEqual([])
    rmSync(userData, { recursive: true, force: true })
  })

  test('SIGKILL of the program leaves no workload and no browser', async () => {
    const workload = markWorkload()
    const { app, userData } = await openProgram(runtime, ROOT, { args: ['--', ...workload.argv] })
    await expect.poll(() => workload.living().length, PATIENCE).toBeGreaterThanOrEqual(SLEEPERS)
    const windowLeft = app.waitForEvent('close')
    app.process().kill('SIGKILL')
    await expect.poll(() => workload.living(), PATIENCE).toEqual([])
    await windowLeft
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  })

  test.runIf(runtime.name === 'host')('a browser that dies takes the workload and the program with it', async () => {
    const workload = markWorkload()
    const { app, userData } = await openProgram(runtime, ROOT, { args: ['--', ...workload.argv] })
    await expect.poll(() => workload.living().length, PATIENCE).toBeGreaterThanOrEqual(SLEEPERS)
    const left = once(app.process(), 'exit')
    const browser = childrenOf(app.process().pid).find(pid => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('--remote-debugging-pipe'))
    process.kill(browser ?? NaN, 'SIGKILL')
    await left
    expect(workload.living()).toEqual([])
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  })
})

/** Of whatever thread started them. */
function childrenOf(pid: number | undefined): number[] {
  const folder = `/proc/${String(pid)}/task`
  return readdirSync(folder).flatMap(task => readFileSync(`${folder}/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number))
}
