// The portable sampler against real processes, forced on Linux. Ranges are wide where pidusage's steps of 10 ms and a busy
// machine make them so; what cannot be known must be NaN, without exception.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startPortableSampling } from '../../src/main/engine/portable/portableSampling.ts'
import type { RunEvent, SampleBatch } from '../../src/shared/model/batch.ts'
import { runId } from '../../src/shared/model/run.ts'

const children: ChildProcess[] = []
const folders: string[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** Holds 40 MiB, keeps a core busy for 1.6 s together with a child that is born at once, prints both CPU times in µs, and waits. */
const pair = `
const { fork } = require('node:child_process')
const burn = () => { for (const end = performance.now() + 1600; performance.now() < end; ); }
const used = () => { const { user, system } = process.cpuUsage(); return user + system }
if (process.send) { burn(); process.send(used()); process.once('disconnect', () => process.exit()) }
else process.stdin.once('data', () => {
  globalThis.block = Buffer.alloc(40 << 20, 1)
  const child = fork(process.argv[1])
  const childEnd = new Promise(resolve => child.once('message', resolve))
  burn()
  childEnd.then(childUsed => { console.log(used(), childUsed); process.stdin.once('end', () => process.exit()) })
})
`

const refuse = (reason: string): never => {
  throw new Error(reason)
}

async function follow(script: string, command: readonly string[]): Promise<{ batches: SampleBatch[]; said: number[]; seconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'portable-'))
  folders.push(folder)
  writeFileSync(join(folder, 'pair.cjs'), script)
  const child = spawn(process.execPath, [join(folder, 'pair.cjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const batches: SampleBatch[] = []
  const sampling = startPortableSampling({ run: runId('test'), rootPid: child.pid ?? NaN, command, rateHz: 20 }, { onBatch: batch => batches.push(batch), onFailure: refuse })
  await sampling.ready
  const anchorNs = process.hrtime.bigint()
  const now = (): number => Number(process.hrtime.bigint() - anchorNs)
  sampling.release(anchorNs)
  child.stdin.write('go\n')
  const [words] = (await once(child.stdout, 'data')) as [Buffer]
  const said = words.toString().trim().split(' ').map(Number)
  await untilSeen(batches, said.length) // both wait for us: their last figures can be seen
  child.stdin.end()
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  sampling.endRoot(now(), { code, signal })
  await sampling.over
  return { batches, said, seconds: now() / 1e9 }
}

/** Resolves when so many processes were found, and looked at once more after they had come to rest. */
async function untilSeen(batches: readonly SampleBatch[], count: number): Promise<void> {
  const foundAt = (): number => batches.findIndex((_, index) => all(batches.slice(0, index + 1), ({ events }) => events).filter(({ kind }) => kind === 'born').length === count)
  const atRest = batches.length
  while (foundAt() < 0 || batches.length < Math.max(atRest, foundAt()) + 3) await new Promise(resolve => setTimeout(resolve, 50))
}

const all = <Value>(batches: readonly SampleBatch[], pick: (batch: SampleBatch) => Iterable<Value>): Value[] => batches.flatMap(batch => [...pick(batch)])

/** Last cumulative ns of a process. */
function ranNs(batches: readonly SampleBatch[], process: number): number {
  const rows = all(batches, ({ processes }) => [...processes.subject].map((subject, row) => ({ subject, ran: processes.ranNs[row] ?? NaN })))
  return rows.filter(({ subject }) => subject === process).at(-1)?.ran ?? NaN
}

describe('the portable sampler', () => {
  it('follows a forking program: its tree, its CPU time, its memory, and nothing that it cannot know', async () => {
    const { batches, said } = await follow(pair, ['node', 'pair.cjs'])
    const events = all(batches, ({ events: each }) => each)

    const births = events.filter((event): event is Extract<RunEvent, { kind: 'born' }> => event.kind === 'born')
    expect(births.map(({ process, parent, making }) => ({ process, parent, making }))).toEqual([
      { process: 0, parent: null, making: 'root' },
      { process: 1, parent: 0, making: null }
    ])
    expect(births[0]?.command).toEqual(['node', 'pair.cjs'])
    expect(births[1]?.parentPid).toBe(births[0]?.pid)
    expect(events.filter(({ kind }) => kind === 'ended')).toHaveLength(2)

    // Both wait until we have looked. Between us are floors of 10 ms and, for the root, a part of Node's own start (30 to
    // 60 ms) before the first look; their helper threads may go on a little after they had told us.
    for (const [process, us] of said.entries()) {
      expect(ranNs(batches, process)).toBeGreaterThan(us * 1000 - 0.15e9)
      expect(ranNs(batches, process)).toBeLessThan(us * 1000 + 0.05e9)
    }

    const MiB = 1 << 20
    const peak = Math.max(...all(batches, ({ details }) => details.rssBytes).filter(value => !Number.isNaN(value)))
    expect(peak).toBeGreaterThan(40 * MiB)
    expect(peak).toBeLessThan(40 * MiB + 100 * MiB) // a Node with nothing loaded has 40 to 60 MiB

    expect(all(batches, ({ processes }) => processes.waitedNs).every(Number.isNaN)).toBe(true)
    const never = ['threads', 'userNs', 'systemNs', 'reapedNs', 'minorFaults', 'majorFaults', 'voluntarySwitches', 'involuntarySwitches', 'readBytes', 'writtenBytes'] as const
    for (const name of never) expect(all(batches, ({ details }) => details[name]).every(Number.isNaN), name).toBe(true)
    expect(all(batches, ({ threads }) => threads.subject)).toEqual([])
    expect(all(batches, ({ memory }) => memory.process)).toEqual([])
    expect(all(batches, ({ own }) => (own ? [own.samplerNs] : [])).every(Number.isNaN)).toBe(true)
    expect(all(batches, ({ warnings }) => warnings).map(({ code }) => code)).toContain('portable-limits')
  })

  it('tells intervals in order, cores that rise, and looks no oftener than it should', async () => {
    const { batches, seconds } = await follow(pair, ['node', 'pair.cjs'])
    expect(batches.length).toBeLessThanOrEqual(seconds * 5 + 2) // 5 Hz whatever is asked for, and the look at the root's end
    const rows = all(batches, ({ processes }) => [...processes.subject].map((_, row) => [processes.fromNs[row] ?? NaN, processes.tNs[row] ?? NaN] as const))
    expect(rows.length).toBeGreaterThan(3)
    for (const [fromNs, tNs] of rows) expect(fromNs).toBeLessThan(tNs)
    const core = all(batches, ({ cores }) => [...cores.core].map((number, row) => ({ number, busyNs: cores.busyNs[row] ?? NaN }))).filter(({ number }) => number === 0)
    expect(core.length).toBe(batches.length)
    expect((core.at(-1)?.busyNs ?? NaN) - (core[0]?.busyNs ?? NaN)).toBeGreaterThanOrEqual(0)
  })

  it('ends quietly when the root left before the first look', async () => {
    const child = spawn('true', { stdio: 'ignore' })
    const pid = child.pid ?? NaN
    await once(child, 'exit')
    const batches: SampleBatch[] = []
    const sampling = startPortableSampling({ run: runId('test'), rootPid: pid, command: ['true'], rateHz: 1 }, { onBatch: batch => batches.push(batch), onFailure: refuse })
    await sampling.ready
    sampling.release(process.hrtime.bigint())
    sampling.endRoot(1000, { code: 0, signal: null })
    await sampling.over
    expect(all(batches, ({ events }) => events).map(({ kind }) => kind)).toEqual(['born', 'ended'])
  })
})
