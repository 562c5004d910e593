// The list of running processes, read from folders like /proc.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openLister, type RunningSpec } from '../../../src/main/engine/running/listRunning.ts'
import { parseUserNames } from '../../../src/main/engine/running/passwd.ts'
import { kernelUnits } from '../../../src/main/engine/procfs/stat.ts'
import { type RunId, runId } from '../../../src/shared/model/run.ts'
import type { RunningProcess } from '../../../src/shared/model/running.ts'
import { temporaryFolder } from '../../temporaryFolder.ts'

interface Written {
  readonly pid: number
  readonly parentPid?: number
  readonly name?: string
  readonly state?: string
  readonly flags?: number
  readonly userTicks?: number
  readonly startTicks?: number
  readonly command?: string
  readonly uid?: number
}

let root: string
beforeEach(() => {
  root = temporaryFolder()
  writeFileSync(join(root, 'stat'), 'cpu  1 2 3\nctxt 5\nbtime 1700000000\nprocesses 9\n')
  writeFileSync(join(root, 'passwd'), 'root:x:0:0::/:/bin/sh\nada:x:1234:1234::/:/bin/sh\ncountess:x:1234:1234::/:/bin/sh\n')
})

function write({ pid, parentPid = 1, name = 'program', state = 'S', flags = 0, userTicks = 100, startTicks = 500, command = `${name}\0`, uid = 1234 }: Written): void {
  const folder = join(root, String(pid))
  mkdirSync(folder, { recursive: true })
  const fields = [state, parentPid, 1, 1, 0, -1, flags, 0, 0, 0, 0, userTicks, 50, 0, 0, 20, 0, 3, 0, startTicks, 1e6, 10, ...Array.from({ length: 28 }, () => 0)]
  writeFileSync(join(folder, 'stat'), `${String(pid)} (${name}) ${fields.join(' ')}\n`)
  writeFileSync(join(folder, 'cmdline'), command)
  writeFileSync(join(folder, 'status'), `Name:\tx\nUid:\t${String(uid + 1)}\t${String(uid)}\t${String(uid)}\t${String(uid)}\n`)
}

const units = kernelUnits(100, 4096)
const open = (spec: Partial<RunningSpec> = {}): ReturnType<typeof openLister> => openLister({ units, ownPid: -1, roots: () => new Map(), root, users: join(root, 'passwd'), ...spec })
const look = async (spec: Partial<RunningSpec> = {}): Promise<readonly RunningProcess[]> => (await open(spec)()).processes
const namesOf = (list: readonly RunningProcess[]): string[] => list.map(({ name }) => name)
/** A folder of this test belongs to whoever runs it. Only root's are asked for in the status file, where the user may be another. */
const isRoot = process.geteuid?.() === 0

describe('the list of running processes', () => {
  it('says what is known of each', async () => {
    write({ pid: 10, name: 'server', command: 'server\0--port\x0080\0' })
    write({ pid: 11, parentPid: 10 })
    const [server] = await look()
    expect(server).toMatchObject({
      ...{ pid: 10, parentPid: 1, startTicks: 500, name: 'server', command: ['server', '--port', '80'], cpuNs: 1.5e9, rssBytes: 40_960, threadCount: 3, belowCount: 1 },
      ...{ startedAtUnixMs: 1_700_000_005_000, followedBy: null },
      ...(isRoot ? { uid: 1234, user: 'ada' } : { uid: process.geteuid?.() })
    })
  })

  it('takes any name for a name', async () => {
    const odd = ['a b ) ( c d) ', 'new\nline', ') S 1 1', '(', '', 'ü€']
    odd.forEach((name, index) => write({ pid: 10 + index, name }))
    expect(namesOf(await look())).toEqual(odd)
  })

  it('reads the processes of a real machine, odd names included', async () => {
    cpSync('test/fixtures/proc', root, { recursive: true })
    const list = await look()
    expect(namesOf(list)).toEqual(['python3', '(a b ) ( c d) ', 'two\nlines']) // the fourth is a zombie
    expect(list.every(({ startTicks, cpuNs, threadCount }) => startTicks > 0 && cpuNs >= 0 && threadCount > 0)).toBe(true)
  })

  it('shows at most the beginning of a command line, and none where there is none', async () => {
    write({ pid: 10, command: `python3\0${'x'.repeat(100_000)}\0` })
    write({ pid: 11, command: '' })
    const [long, none] = await look()
    expect(long?.command.join(' ').length).toBeLessThanOrEqual(4096)
    expect(long?.command[0]).toBe('python3')
    expect(none?.command).toEqual([])
  })

  it('leaves out who cannot be followed: kernel threads, zombies, and this program with all below it', async () => {
    write({ pid: 2, parentPid: 0, name: 'kthreadd', flags: 0x208040, command: '' })
    write({ pid: 10, name: 'shell' })
    write({ pid: 11, parentPid: 10, name: 'dead', state: 'Z', command: '' })
    write({ pid: 12, parentPid: 10, name: 'forkscope' })
    write({ pid: 13, parentPid: 12, name: 'window' })
    const list = await look({ ownPid: 12 })
    expect(list.map(({ name, belowCount }) => [name, belowCount])).toEqual([['shell', 2]]) // its tree has us, too
  })

  it('says which run follows a process already, also one that this program launched', async () => {
    const run: RunId = runId('run-1')
    write({ pid: 12, name: 'forkscope' })
    write({ pid: 13, parentPid: 12, name: 'guard' })
    write({ pid: 14, parentPid: 12, name: 'launched' })
    write({ pid: 15, parentPid: 14, name: 'worker' })
    write({ pid: 16, name: 'other' })
    const list = await look({ ownPid: 12, roots: () => new Map([[14, run]]) })
    expect(list.map(({ name, followedBy }) => [name, followedBy]).sort()).toEqual([['launched', run], ['other', null], ['worker', run]])
  })

  it('is not disturbed by who leaves or writes nonsense meanwhile', async () => {
    mkdirSync(join(root, '20'))
    write({ pid: 21 })
    writeFileSync(join(root, '21', 'stat'), '21 (torn')
    write({ pid: 22, name: 'whole' })
    rmSync(join(root, '22', 'cmdline'))
    expect((await look()).map(({ name, command }) => [name, command])).toEqual([['whole', []]])
  })

  it('takes another process with the same number for another one', async () => {
    write({ pid: 10, name: 'same', command: 'old\0' })
    const again = open()
    await again()
    write({ pid: 10, name: 'same', command: 'new\0', startTicks: 900 })
    expect((await again()).processes).toMatchObject([{ startTicks: 900, command: ['new'] }])
  })

  it('finds out that a program became another one under the same name, if not at once', async () => {
    write({ pid: 10, name: 'same', command: 'old\0' })
    const again = open()
    await again()
    write({ pid: 10, name: 'same', command: 'new\0', userTicks: 300 })
    const seen = new Set<string>()
    for (let looks = 0; looks < 8; looks++) {
      const [process] = (await again()).processes
      expect(process?.cpuNs).toBe(3.5e9) // figures are never old
      seen.add(process?.command[0] ?? '')
    }
    expect(seen.has('new')).toBe(true)
  })

  // Nobody else can make folders that belong to root.
  it.skipIf(!isRoot)('does not know an owner whom it had no time to ask for, and does a little later', async () => {
    for (let pid = 10; pid < 16; pid++) write({ pid })
    const again = open({ statusMost: 4 })
    const first = (await again()).processes
    expect(first.filter(({ uid, user }) => uid === null && user === null)).toHaveLength(2)
    expect((await again()).processes.every(({ uid }) => uid === 1234)).toBe(true)
  })

  it('asks once for all who ask at the same time', async () => {
    write({ pid: 10 })
    const again = open()
    const [one, other] = await Promise.all([again(), again()])
    expect(one).toBe(other)
    expect(await again()).not.toBe(one)
  })
})

describe('names of users', () => {
  it('come from passwd; what is not a line of it is left out, and the first name of a number counts', () => {
    const names = parseUserNames('root:x:0:0:root:/root:/bin/bash\n\n# note\n+::::::\nada:x:1000:1000::/home/ada:/bin/sh\nalso:x:1000:1:::\nbad:x:x:1:::')
    expect([...names]).toEqual([[0, 'root'], [1000, 'ada']])
  })
})
