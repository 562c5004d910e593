// The command line as people use it: real runs through its own entry, in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunSummary } from '../../src/shared/model/run.ts'

const entry = resolve('src/main/cli/index.ts')
let folder = ''
const children: ChildProcess[] = []
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'cli-')) })
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL') })

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: Buffer
  readonly stderr: string
}

function start(...words: string[]): ChildProcess & { stdin: NonNullable<ChildProcess['stdin']>; stdout: NonNullable<ChildProcess['stdout']>; stderr: NonNullable<ChildProcess['stderr']> } {
  const child = spawn(process.execPath, [entry, ...words], { stdio: 'pipe', cwd: folder })
  children.push(child)
  return child
}

async function read(child: ReturnType<typeof start>): Promise<Ended> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes))
  child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }
}

async function forkscope(...words: string[]): Promise<Ended> {
  const child = start(...words)
  child.stdin.end()
  return read(child)
}

/** A Node program for the workload. */
const node = (script: string): string[] => ['--', process.execPath, '-e', script]

/** Resolves with the first bytes that the workload writes: then it runs. */
const untilItSays = async (child: ReturnType<typeof start>): Promise<string> => String(((await once(child.stdout, 'data')) as [Buffer])[0])

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('exit codes', () => {
  it('are the program’s own, or 128 + n', async () => {
    const ended = await Promise.all([forkscope('record', '-q', '--', 'sh', '-c', 'exit 7'), forkscope('record', '-q', '--', 'sh', '-c', 'kill -TERM $$')])
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual([[7, ''], [143, '']])
  })

  it('and a sentence tell why nothing was started', async () => {
    writeFileSync(join(folder, 'plain'), 'text')
    const tried = [['--', 'no-such-program'], ['--', './plain'], ['--', folder], ['--cwd', 'nowhere', '--', 'true'], ['--rate', 'x', '--', 'true'], ['--json', 'nowhere/x.json', '--', 'true']]
    const ended = await Promise.all(tried.map(words => forkscope('record', ...words)))
    expect(ended.map(({ code }) => code)).toEqual([127, 126, 126, 1, 2, 2])
    for (const { stdout, stderr } of ended) {
      expect(stdout.toString()).toBe('')
      expect(stderr).toMatch(/^forkscope: .+\n$/) // one line, no stack
    }
  })
})

describe('the program’s streams', () => {
  it('are untouched: ten million bytes arrive as they were written, and the input is the program’s', async () => {
    const child = start('record', '-q', ...node("process.stdin.on('data', b => process.stdout.write(b))"))
    const bytes = Buffer.alloc(10_000_000, 'any bytes \u0000\u0007 at all\n')
    child.stdin.end(bytes)
    const { code, stdout } = await read(child)
    const hash = (of: Buffer): string => createHash('sha256').update(of).digest('hex')
    expect([code, stdout.length, hash(stdout)]).toEqual([0, bytes.length, hash(bytes)])
  })

  it('may be closed by the reader, as in “… | head -n 1”', async () => {
    // A pipe made by a shell: Node's own are sockets, which end a writer in other ways.
    const loop = ['--', 'sh', '-c', 'while echo line; do :; done']
    const child = spawn('sh', ['-c', '{ "$0" "$@"; echo "code $?" >&2; } | head -n 1', process.execPath, entry, 'record', '--json', '-', ...loop], { stdio: 'pipe', cwd: folder })
    children.push(child)
    const { stdout, stderr } = await read(child)
    expect(stdout.toString()).toBe('line\n')
    expect(stderr).toContain('killed by SIGPIPE') // as it would be without us; the figures still come, and the JSON is not missed
    expect(stderr).toContain('code 141')
    expect(stderr).not.toContain('EPIPE')
  })

  it('bring environment, folder and arguments as asked for, without a trace of ours', async () => {
    const { stdout } = await forkscope('record', '-q', '--env', 'A=1 2', '--cwd', '/', ...node("console.log(JSON.stringify([process.env.A, process.cwd(), process.argv.slice(1), Object.keys(process.env).filter(name => /forkscope/i.test(name))]))"), 'x y', '')
    expect(JSON.parse(stdout.toString())).toEqual(['1 2', '/', ['x y', ''], []])
  })
})

describe('the summary', () => {
  it('tells as JSON what the run used, under the documented names', async () => {
    const file = join(folder, 'run.json')
    const { code } = await forkscope('record', '-q', '--json', file, ...node("for (const end = Date.now() + 1000; Date.now() < end;); process.exitCode = 3; const { user, system } = process.cpuUsage(); require('fs').writeFileSync('used', String(user + system))"))
    const summary = JSON.parse(readFileSync(file, 'utf8')) as RunSummary
    expect(code).toBe(3)
    expect(Object.keys(summary)).toEqual(
      expect.arrayContaining([
        ...['wallNs', 'cpuNs', 'userNs', 'systemNs', 'coresUsedMean', 'coresUsedPeak', 'peakRssBytes', 'peakPssBytes', 'processCount'],
        ...['threadCountPeak', 'unsampledCpuNs', 'totalBy', 'exit', 'processes', 'warnings']
      ])
    )
    expect(Object.keys(summary.processes[0] ?? {}).sort()).toEqual(['command', 'cpuNs', 'endNs', 'exit', 'parentPid', 'peakRssBytes', 'pid', 'startNs', 'threadCountPeak'])
    expect(summary).toMatchObject({ exit: { code: 3, signal: null }, processCount: 1, rateHz: 20, sampler: 'procfs' })
    // What the program says of itself lacks its own end, and ticks may be between us (waited: two floors of 10 ms).
    const usedNs = Number(readFileSync(join(folder, 'used'), 'utf8')) * 1000
    expect(summary.cpuNs).toBeGreaterThan(usedNs - 25e6)
    expect(summary.cpuNs).toBeLessThan(usedNs + 60e6)
    expect(summary.wallNs).toBeGreaterThan(1e9)
  })

  it('stands alone in the last line when it goes to standard output', async () => {
    const { stdout } = await forkscope('record', '-q', '--json', '-', '--', 'printf', 'no newline')
    const [first, last, ...rest] = stdout.toString().trimEnd().split('\n')
    expect([first, rest]).toEqual(['no newline', []])
    expect((JSON.parse(last ?? '') as RunSummary).exit).toEqual({ code: 0, signal: null })
  })

  it('calls a program that ends at once by its own name, not by that of the shell that held it', async () => {
    const ended = await Promise.all(Array.from({ length: 4 }, () => forkscope('record', '-q', '--json', '-', '--', 'true')))
    expect(ended.map(({ stdout }) => (JSON.parse(stdout.toString()) as RunSummary).processes.map(({ command }) => command))).toEqual([['true'], ['true'], ['true'], ['true']])
  })

  it('comes on standard error for people, with a chart', async () => {
    const { stdout, stderr } = await forkscope('record', ...node('for (const end = Date.now() + 400; Date.now() < end;);'))
    expect(stdout.length).toBe(0)
    for (const word of ['ended      with code 0', 'cores used', '└───', 'memory', 'own cost']) expect(stderr).toContain(word)
  })

  it('says what the portable sampler does not know', async () => {
    const { code, stdout, stderr } = await forkscope('record', '--sampler', 'portable', '--json', '-', ...node('for (let used = 0; used < 9e5; ) { for (let turn = 0; turn < 1e6; turn++); const { user, system } = process.cpuUsage(); used = user + system }'))
    const summary = JSON.parse(stdout.toString().trim()) as RunSummary
    expect([code, summary.sampler, summary.totalBy, summary.threadCountPeak, summary.peakPssBytes, summary.userNs]).toEqual([0, 'portable', 'portable', null, null, null])
    expect(summary.warnings.map(({ code: warning }) => warning)).toContain('portable-limits')
    expect(stderr).toContain('portable sampler')
    expect(summary.cpuNs).toBeGreaterThan(0.2e9) // of 0.9 s, sampled five times a second: all but the last interval
    expect(summary.cpuNs).toBeLessThan(1.2e9)
  })
})

describe('signals', () => {
  it('are passed on as they are, and the program decides', async () => {
    const child = start('record', '-q', ...node("process.on('SIGINT', () => process.exit(5)); setInterval(() => {}, 1000); console.log('ready')"))
    await untilItSays(child)
    child.kill('SIGINT')
    expect((await read(child)).code).toBe(5)
  })

  it('end a program that does not listen to the first by the second, with SIGTERM', async () => {
    const child = start('record', '-q', ...node("process.on('SIGINT', () => console.log('no')); setInterval(() => {}, 1000); console.log('ready')"))
    await untilItSays(child)
    child.kill('SIGINT')
    await untilItSays(child)
    child.kill('SIGINT')
    expect((await read(child)).code).toBe(143)
  })

  it('kill a program that does not listen at all by the third', async () => {
    const child = start('record', '-q', ...node("for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => console.log(name)); setInterval(() => {}, 1000); console.log('ready')"))
    for (const said of ['ready\n', 'SIGINT\n', 'SIGTERM\n']) {
      expect(await untilItSays(child)).toBe(said)
      child.kill('SIGINT')
    }
    expect((await read(child)).code).toBe(137)
  })

  it('reach those who go on after the program has ended', async () => {
    const child = start('record', '--json', '-', '--', 'sh', '-c', 'sleep 60 & echo $$; exit 4')
    const shell = Number(await untilItSays(child))
    while (isThere(shell)) await new Promise(resolve => setTimeout(resolve, 20))
    child.kill('SIGTERM')
    const { code, stdout } = await read(child)
    const summary = JSON.parse(stdout.toString().trim().split('\n').at(-1) ?? '') as RunSummary
    expect([code, summary.processCount]).toEqual([4, 2])
    expect(summary.wallNs).toBeLessThan(30e9)
  })
})

describe('at a terminal', () => {
  /** A terminal of its own: what is typed arrives as keys, Ctrl-C as SIGINT. */
  const terminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))'

  it('says once who goes on after the program has ended, and passes Ctrl-C on to them', async () => {
    const child = spawn('python3', ['-c', terminal, process.execPath, entry, 'record', ...node("require('child_process').spawn('sleep', ['60']); process.exit(4)")], { stdio: 'pipe', cwd: folder })
    children.push(child)
    let text = ''
    child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()))
    while (!text.includes('goes on')) await once(child.stdout, 'data')
    child.stdin.write('\u0003')
    const { code } = await read(child)
    expect(code).toBe(4)
    expect(text.match(/goes on/g)).toHaveLength(1)
    expect(text).toContain('SIGINT') // how the sleeper ended, in the table
  })
})

describe('the demonstration', () => {
  it('runs threads and processes, shows both as charts with figures, says what was seen, and writes pictures', async () => {
    const pictures = join(folder, 'made', 'pictures')
    const { code, stdout } = await forkscope('demo', '--out', pictures)
    const text = stdout.toString()
    expect(code).toBe(0)
    expect(text.match(/cores used/g)).toHaveLength(2)
    expect(text.replaceAll('\n', ' ')).toMatch(/4 threads used [\d.]+ cores .* 4 processes used [\d.]+ cores/)
    for (const name of ['threads', 'processes']) {
      expect(text).toContain(join(pictures, `${name}.svg`))
      expect(readFileSync(join(pictures, `${name}.svg`), 'utf8')).toContain('<svg')
      expect(readFileSync(join(pictures, `${name}.png`)).subarray(1, 4).toString()).toBe('PNG')
    }
  })
})

describe('the command line’s own words', () => {
  it('are help and version, on standard output', async () => {
    const [help, version, nothing] = await Promise.all([forkscope('record', '--help'), forkscope('--version'), forkscope()])
    expect([help.code, version.code, nothing.code]).toEqual([0, 0, 2])
    expect(help.stdout.toString()).toContain('Exit code')
    expect(version.stdout.toString()).toMatch(/^forkscope \d+\.\d+\.\d+\n$/)
    expect(nothing.stderr).toContain('--help')
  })
})

describe('the standard streams', () => {
  it('stay as they were: a pipe that is shared with the program is not made non-blocking', async () => {
    // Through cat, since Node's own pipes are sockets.
    const look = 'grep flags: /proc/self/fdinfo/1; sleep 0.3; grep flags: /proc/self/fdinfo/1'
    const child = spawn('sh', ['-c', '"$0" "$@" | cat', process.execPath, entry, 'record', '-q', '--', 'sh', '-c', look], { stdio: 'pipe', cwd: folder })
    children.push(child)
    const { stdout } = await read(child)
    const isNonBlocking = [...stdout.toString().matchAll(/flags:\s+(\d+)/g)].map(([, octal]) => (Number.parseInt(octal ?? '', 8) & 0o4000) !== 0)
    expect(isNonBlocking).toEqual([false, false])
  })
})
