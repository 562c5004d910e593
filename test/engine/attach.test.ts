// Following what runs already: real trees that nobody of ours has started.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Engine, type LiveRun, openEngine } from '../../src/main/engine/index.ts'
import { listTree } from '../../src/main/engine/sampling/treeList.ts'
import { deriveSummary } from '../../src/shared/derive/summary.ts'
import type { RunningProcess } from '../../src/shared/model/running.ts'
import { hz } from '../../src/shared/units.ts'

/** Burns a third of a second of CPU before it says that it is ready; then a child of its own burns on, and it waits for words: born, end. */
const PROGRAM = `
const { spawn } = require('node:child_process')
const burn = ms => { for (const end = process.cpuUsage().user + ms * 1000; process.cpuUsage().user < end;); }
burn(300)
const kid = spawn(process.execPath, ['-e', 'for (;;);'])
const later = []
process.stdin.on('data', words => {
  if (String(words).includes('born')) later.push(spawn('sleep', ['60']))
  if (String(words).includes('end')) { kid.kill('SIGKILL'); for (const each of later) each.kill('SIGKILL'); process.exit(3) }
})
console.log('ready')
`
const how = { rateHz: hz(50), looks: 'adaptive' } as const

let engine: Engine
const programs: ChildProcess[] = []
beforeAll(async () => { engine = await openEngine({ programVersion: '0.0.0' }) })
afterAll(() => engine.close())
afterEach(() => { for (const program of programs.splice(0)) if (program.exitCode === null) program.stdin?.write('end') })

async function start(): Promise<ChildProcess & { pid: number }> {
  const program = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] })
  programs.push(program)
  await once(program.stdout, 'data')
  return program as ChildProcess & { pid: number }
}

/** Resolves when the run's history is as wanted. */
const until = (run: LiveRun, isSo: () => boolean): Promise<void> => new Promise(resolve => {
  const unwatch = run.watch({ onBatch: () => { if (isSo()) { unwatch(); resolve() } } })
})
const isThere = (pid: number): boolean => existsSync(`/proc/${pid}/exe`)
const tickedFor = (run: LiveRun, ns: number) => (): boolean => run.history.tickNs.last() > ns

describe('attaching to a tree that runs already', () => {
  it('takes in everyone who is there, under their parents, and counts from now on', async () => {
    const program = await start()
    const run = await engine.attach(program.pid, how)
    await until(run, tickedFor(run, 600e6))
    run.detach()
    const end = await run.ended
    const [root, kid] = run.history.processes
    expect(run.history.processes).toHaveLength(2)
    expect([root?.pid, root?.bornNs, root?.bornExactness, kid?.parent, kid?.parentPid]).toEqual([program.pid, 0, 'estimated', 0, program.pid])
    expect(root?.threads.length).toBeGreaterThan(1) // those of Node
    // What it burnt before is not in it: since then it slept. The child burns all it gets.
    expect(root?.cpu.ranNs.length === 0 || root!.cpu.ranNs.last() < 200e6).toBe(true)
    expect(root?.detail.userNs.last()).toBeLessThan(200e6)
    const kidNs = kid?.cpu.ranNs.last() ?? NaN
    const waitedNs = kid?.cpu.waitedNs.last() ?? NaN
    expect(kidNs + waitedNs).toBeGreaterThan(0.7 * end.wallNs) // it ran or waited for a core
    expect(kidNs).toBeLessThan(1.1 * end.wallNs)
    expect(end.cpuNs).toBeGreaterThanOrEqual(kidNs)
  })

  it('leaves the tree as it was: it lives on, and nobody was signalled', async () => {
    const program = await start()
    const run = await engine.attach(program.pid, how)
    await until(run, tickedFor(run, 100e6))
    const pids = run.history.processes.map(({ pid }) => pid)
    run.detach()
    const end = await run.ended
    expect(end).toMatchObject({ endedBy: 'left', exit: { code: null, signal: null }, totalBy: 'sampled' })
    expect(pids.map(isThere)).toEqual([true, true])
    expect(deriveSummary(run.history).processes.map(({ exit }) => exit)).toEqual([null, null])
  })

  it('sees who is born and who ends, and is over when nobody is left', async () => {
    const program = await start()
    const run = await engine.attach(program.pid, how)
    await until(run, tickedFor(run, 100e6))
    program.stdin?.write('born')
    await until(run, () => run.history.processes.length === 3)
    program.stdin?.write('end')
    const end = await run.ended
    expect(run.history.processes[2]).toMatchObject({ name: 'sleep', parentPid: program.pid, bornExactness: 'sampled' })
    expect(run.history.processes.every(({ endedNs }) => endedNs !== null)).toBe(true)
    expect(end.endedBy).toBe('itself')
    expect(end.wallNs).toBeGreaterThan(end.rootEndNs - 1)
  })

  it('is told apart from a launch in the header, which says what runs and where', async () => {
    const program = await start()
    const run = await engine.attach(program.pid, how)
    expect(run.header).toMatchObject({ rootPid: program.pid, executable: process.execPath, totalBy: 'sampled', spec: { kind: 'attach', cwd: process.cwd(), rateHz: 50 } })
    expect(run.header.spec.argv.slice(0, 2)).toEqual([process.execPath, '-e'])
    run.detach()
    await run.ended
  })

  it('ends the tree only when asked', async () => {
    const program = await start()
    const run = await engine.attach(program.pid, how)
    await until(run, tickedFor(run, 100e6))
    run.stop()
    expect((await run.ended).endedBy).toBe('asked')
    expect(run.history.processes.map(({ pid }) => isThere(pid))).toEqual([false, false])
  })

  it('is refused in words where there is nobody, or only a thread', async () => {
    const program = await start()
    const thread = readdirSync(`/proc/${program.pid}/task`).map(Number).find(tid => tid !== program.pid)
    await expect(engine.attach(4_194_303, how)).rejects.toMatchObject({ fault: { kind: 'no-such-process', pid: 4_194_303 } })
    await expect(engine.attach(thread ?? NaN, how)).rejects.toMatchObject({ fault: { kind: 'no-such-process' } })
  })

  it('outlives the engine', async () => {
    const program = await start()
    const other = await openEngine({ programVersion: '0.0.0' })
    const run = await other.attach(program.pid, how)
    await other.close()
    expect((await run.ended).endedBy).toBe('left')
    expect(isThere(program.pid)).toBe(true)
  })
})

describe('the list of who runs', () => {
  /** A process that is not below us: its parent has left it. Known by an argument that nobody else has. */
  async function startOutside(): Promise<{ pid: number; seconds: string }> {
    const seconds = `600.${String(randomInt(1e8, 1e9))}`
    const shell = spawn('/bin/sh', ['-c', `setsid sleep ${seconds} > /dev/null & echo $!`], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [told] = (await once(shell.stdout, 'data')) as [Buffer]
    const pid = Number(String(told))
    onTestFinished(() => void process.kill(pid, 'SIGKILL'))
    if (shell.exitCode === null) await once(shell, 'exit')
    return { pid, seconds }
  }

  it('has a process from outside, by which it can be attached to, and then says which run follows it', async () => {
    const { pid, seconds } = await startOutside()
    const find = async (): Promise<RunningProcess | undefined> => (await engine.listRunning()).processes.find(each => each.pid === pid)
    await expect.poll(async () => (await find())?.name).toBe('sleep') // it was a setsid before
    const found = await find()
    expect(found).toMatchObject({ pid, command: ['sleep', seconds], threadCount: 1, belowCount: 0, isOpen: true, uid: process.geteuid?.(), followedBy: null })
    expect(found?.rssBytes).toBeGreaterThan(100_000)
    const run = await engine.attach(pid, { ...how, startTicks: found?.startTicks ?? NaN })
    expect((await find())?.followedBy).toBe(run.header.run)
    run.detach()
    await run.ended
    expect((await find())?.followedBy).toBeNull()
  })

  it('has nobody of this program itself, unless a run follows them', async () => {
    const program = await start()
    const listed = async (): Promise<boolean> => (await engine.listRunning()).processes.some(({ pid }) => pid === program.pid)
    expect((await engine.listRunning()).processes.some(({ pid }) => pid === process.pid)).toBe(false)
    expect(await listed()).toBe(false)
    const run = await engine.attach(program.pid, how)
    expect(await listed()).toBe(true)
    run.detach()
    await run.ended
  })

  it('is no promise: who has the number by then may be another one, and is not followed', async () => {
    const { pid } = await startOutside()
    const [standing] = (await engine.listRunning()).processes.filter(each => each.pid === pid)
    await expect(engine.attach(pid, { ...how, startTicks: (standing?.startTicks ?? NaN) - 1 })).rejects.toMatchObject({ fault: { kind: 'process-replaced', pid } })
    expect(engine.runs.some(({ header, end }) => header.rootPid === pid && end === null)).toBe(false)
  })
})

describe('the list of a tree', () => {
  it('is the same with and without the kernel’s lists of children', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tree-'))
    try {
      cpSync('test/fixtures/proc', folder, { recursive: true, filter: path => !path.endsWith('/children') })
      const parents = readdirSync(folder).map(Number).filter(pid => pid > 0)
      for (const pid of parents) expect(listTree(folder, pid).sort()).toEqual(listTree('test/fixtures/proc', pid).sort())
      expect(listTree('/proc', process.ppid)).toContain(process.pid)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
