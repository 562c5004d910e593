// Recordings on the command line, from a run to its figures elsewhere; and what runs already. Real runs, real files.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { parse } from 'csv-parse/sync'
import { once } from 'node:events'
import { parquetReadObjects } from 'hyparquet'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../src/main/engine/index.ts'
import type { RunSummary } from '../../src/shared/model/run.ts'
import { readPerfetto } from '../unit/exporting/readPerfetto.ts'

const entry = resolve('src/main/cli/index.ts')
const WORK = `
const { spawnSync } = require('node:child_process')
const burn = ms => { for (const end = process.cpuUsage().user + ms * 1000; process.cpuUsage().user < end;); }
if (process.argv[1] === 'kid') burn(300)
else { burn(200); spawnSync(process.execPath, ['-e', process.env.WORK, 'kid']); burn(100) }
`

let folder = ''
const others: ChildProcess[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recordings-'))
  const made = forkscope('record', '--rate', '50', '--out', 'run.fscope', '--json', 'told.json', '--env', `WORK=${WORK}`, '--', process.execPath, '-e', WORK)
  if (made.status !== 0) throw new Error(made.stderr)
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => { for (const other of others.splice(0)) other.kill('SIGKILL') })

type ListedRun = Pick<RunSummary, 'coresUsedPeak' | 'exit'> & { readonly run: number | null; readonly path: string }

const forkscope = (...words: string[]) => spawnSync(process.execPath, [entry, ...words], { cwd: folder, encoding: 'utf8', maxBuffer: 1e9, env: { ...process.env, FORKSCOPE_LIBRARY: folder } })
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const told = (): RunSummary => JSON.parse(read('told.json')) as RunSummary

describe('a recorded run', () => {
  it('is shown with the very figures that were told when it ended', () => {
    const shown = forkscope('show', 'run.fscope', '--json')
    expect([shown.status, shown.stderr]).toEqual([0, ''])
    expect(JSON.parse(shown.stdout)).toEqual(told())
    expect(forkscope('show', 'run.fscope').stdout).toMatch(/^forkscope {2}.*\n {2}ended {6}with code 0\n/)
  })

  it('keeps its totals on the way to CSV, Parquet and JSON', async () => {
    expect(forkscope('export', 'run.fscope', '-f', 'csv').stdout).toBe('run.csv\n')
    expect(forkscope('export', 'run.fscope', '-f', 'json', '-o', 'all.json').stdout).toBe(`${join(folder, 'all.json')}\n`)
    const summary = told()
    expect(summary.processes.length).toBeGreaterThanOrEqual(2)
    expect(forkscope('export', 'run.fscope', '-f', 'parquet', '-o', 'totals.parquet').status).toBe(0)
    const bytes = new Uint8Array(readFileSync(join(folder, 'totals.parquet')))
    const tables = [parse<Record<string, unknown>>(read('run.csv'), { columns: true }), await parquetReadObjects({ file: bytes.buffer })]
    for (const rows of tables) {
      const valuesOf = (pid: number, measure: string): number[] => rows.filter(row => row.subject === 'process' && Number(row.pid) === pid && row.measure === measure).map(({ value }) => Number(value))
      expect(summary.processes.map(({ pid }) => [valuesOf(pid, 'ran_ns').at(-1), Math.max(...valuesOf(pid, 'rss_bytes'))])).toEqual(summary.processes.map(({ cpuNs, peakRssBytes }) => [cpuNs, peakRssBytes]))
    }
    const document = JSON.parse(read('all.json')) as { summary: RunSummary; processes: { pid: number; series: { ran_ns: { value: number[] } } }[] }
    expect(document.summary).toEqual(summary)
    const sampledNs = document.processes.reduce((sum, { series }) => sum + (series.ran_ns.value.at(-1) ?? NaN), 0)
    expect(sampledNs + (summary.unsampledCpuNs ?? NaN)).toBeCloseTo(summary.cpuNs ?? NaN, -3) // to a microsecond
  })

  it('answers in SQL with the same figures', () => {
    const asked = forkscope('query', 'run.fscope', 'SELECT pid, cpu_ns, peak_rss_bytes FROM process ORDER BY process', '--json')
    expect(asked.stderr).toBe('')
    expect(JSON.parse(asked.stdout)).toEqual(told().processes.map(({ pid, cpuNs, peakRssBytes }) => ({ pid, cpu_ns: cpuNs, peak_rss_bytes: peakRssBytes })))
    const { wallNs, cpuNs, userNs, systemNs, totalBy, coresUsedPeak, peakRssBytes, peakPssBytes, processCount, threadCountPeak } = told()
    const totals = forkscope('query', 'run.fscope', 'SELECT wall_ns, cpu_ns, user_ns, system_ns, total_by, cores_used_peak, peak_rss_bytes, peak_pss_bytes, process_count, thread_count_peak FROM run WHERE run = 1', '--csv')
    expect(totals.stdout.split('\r\n')[1]).toBe([wallNs, cpuNs, userNs, systemNs, totalBy, coresUsedPeak, peakRssBytes, peakPssBytes, processCount, threadCountPeak].join(','))
    const samples = forkscope('query', 'run.fscope', 'SELECT max(cpu_ns) AS cpu_ns, max(rss_bytes) AS rss_bytes FROM process_sample GROUP BY process ORDER BY process', '--json')
    expect(JSON.parse(samples.stdout)).toEqual(told().processes.map(process => ({ cpu_ns: process.cpuNs, rss_bytes: process.peakRssBytes })))
    const refused = forkscope('query', 'run.fscope', 'DELETE FROM process')
    expect([refused.status, refused.stdout]).toEqual([1, ''])
  })

  it('becomes pictures, a report and traces, each where it was asked for', () => {
    const made = [['-f', 'svg', '--chart', 'all', '-o', 'pictures'], ['-f', 'html'], ['-f', 'parquet'], ['-f', 'firefox'], ['-f', 'png', '--chart', 'cores', '--theme', 'dark', '-o', 'dark.png']].map(words => forkscope('export', 'run.fscope', ...words))
    expect(made.map(({ status, stderr }) => [status, stderr])).toEqual(made.map(() => [0, '']))
    expect(made[0]?.stdout.trim().split('\n')).toEqual(['cores', 'used', 'memory', 'tree'].map(chart => join(folder, 'pictures', `run-${chart}.svg`)).concat(join(folder, 'pictures', 'run.svg')))
    expect(['run.html', 'run.parquet', 'run.firefox.json', 'dark.png'].filter(name => !existsSync(join(folder, name)))).toEqual([])
    const trace = spawnSync(process.execPath, [entry, 'export', 'run.fscope', '-f', 'perfetto', '-o', '-'], { cwd: folder, maxBuffer: 1e9 })
    expect([...readPerfetto(trace.stdout).tracks.keys()]).toEqual(expect.arrayContaining(['Run', `process ${told().processes[0]?.pid}`]))
  })

  it('goes into a folder that is there, and says what cannot be', () => {
    mkdirSync(join(folder, 'there'))
    symlinkSync('nowhere', join(folder, 'dangling'))
    expect(forkscope('export', 'run.fscope', '-f', 'csv', '-o', 'there').stdout).toBe(`${join(folder, 'there', 'run.csv')}\n`)
    const refused = [['-f', 'csv', '--from', '1000'], ['-f', 'svg', '--chart', 'all', '-o', 'dangling'], ['-f', 'svg', '--chart', 'all', '-o', 'dangling/below']].map(words => forkscope('export', 'run.fscope', ...words))
    expect(refused.map(({ status, stdout }) => [status, stdout])).toEqual([[2, ''], [1, ''], [1, '']])
    expect(refused[0]?.stderr).toMatch(/^forkscope: --from: the run is over after [\d.]+ m?s\.\n$/)
    for (const { stderr } of refused.slice(1)) expect(stderr).toMatch(/^forkscope: “.*dangling.*” could not be written: .+\n$/)
  })

  it('that finds no room on standard output fails in words', () => {
    const failed = spawnSync('sh', ['-c', '"$0" "$1" show run.fscope > /dev/full', process.execPath, entry], { cwd: folder, encoding: 'utf8' })
    expect([failed.status, failed.stderr]).toEqual([1, 'forkscope: “standard output” could not be written: the disk is full. What was measured is kept; choose another place.\n'])
  })

  it('is listed, newest first, with a second run in the same file', () => {
    expect(forkscope('record', '-q', '--out', 'run.fscope', '--', 'sh', '-c', 'exit 3').status).toBe(3)
    const listed = forkscope('list', '--json').stdout.trim().split('\n').map(line => JSON.parse(line) as ListedRun)
    expect(listed.map(({ run, exit, path }) => [run, exit.code, path])).toEqual([[2, 3, join(folder, 'run.fscope')], [1, 0, join(folder, 'run.fscope')]])
    expect(forkscope('list', '--folder', '.').stdout).toMatch(/^ +started .*\n.* code 3 .* run\.fscope --run 2 {2}sh -c 'exit 3'\n.* code 0 .* run\.fscope {10}\S*node -e .*\n$/)
    expect(forkscope('show', 'run.fscope', '--run', '2').stdout).toMatch(/ended {6}with code 3[\s\S]*run 2 of 2/)
  })

  it('that is damaged, missing or none is told of in words', () => {
    expect(forkscope('export', 'run.fscope', '-f', 'csv', '-o', 'cut.fscope').status).toBe(0) // not a recording at all
    truncateSync(join(folder, 'cut.fscope'), 5000)
    const failed = [forkscope('show', 'cut.fscope'), forkscope('show', 'nowhere.fscope'), forkscope('export', 'run.fscope', '-f', 'csv', '--run', '9'), forkscope('export', 'run.fscope', '-f', 'csv', '-o', 'no/where.csv')]
    expect(failed.map(({ status, stdout }) => [status, stdout])).toEqual([[1, ''], [1, ''], [2, ''], [1, '']])
    for (const { stderr } of failed) expect(stderr).toMatch(/^forkscope: .+\n$/)
    const { status, stdout, stderr } = forkscope('list')
    expect([status, stdout.split('\n').filter(line => line.includes('damaged'))]).toEqual([0, [expect.stringMatching(/^\d{4}-.* cut +cut\.fscope$/)]])
    expect(stderr).toMatch(/^forkscope: “.*cut\.fscope” cannot be read as a recording: it is not a database\. It was not changed\.\n$/)
    expect(forkscope('list', '--json').stdout).toContain('it is not a database. It was not changed."],"run":null}\n')
  })

  it.each([
    ['no/where.fscope', 2, 'its folder does not exist'],
    ['.', 2, 'it is a folder'],
    ['told.json', 1, 'it is not a database']
  ])('is not begun where it could not be written: %s', (place, status, reason) => {
    const before = existsSync(join(folder, 'told.json')) && read('told.json')
    const refused = forkscope('record', '--out', place, '--', 'sh', '-c', 'echo ran')
    expect([refused.status, refused.stdout]).toEqual([status, ''])
    expect(refused.stderr).toMatch(/^forkscope: .+ Nothing was started.*\n$/)
    expect(refused.stderr).toContain(reason)
    expect(read('told.json')).toBe(before)
  })

  it('is listed with the very peaks that are shown, and goes by the end of its name in the library', () => {
    const [, first] = forkscope('list', '--json').stdout.trim().split('\n').map(line => JSON.parse(line) as ListedRun).filter(({ run }) => run !== null)
    const { coresUsedPeak, peakRssBytes, peakPssBytes, threadCountPeak, processCount, wallNs, cpuNs } = told()
    expect(first).toMatchObject({ run: 1, coresUsedPeak, peakRssBytes, peakPssBytes, threadCountPeak, processCount, wallNs, cpuNs })
    const elsewhere = (...words: string[]) => spawnSync(process.execPath, [entry, ...words], { cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, FORKSCOPE_LIBRARY: folder } })
    expect(JSON.parse(elsewhere('show', 'run', '--json').stdout)).toEqual(told())
    expect(JSON.parse(elsewhere('query', 'run.fscope', 'SELECT count(*) AS runs FROM run', '--json').stdout)).toEqual([{ runs: 2 }])
    copyFileSync(join(folder, 'run.fscope'), join(folder, 'another run.fscope'))
    const doubtful = elsewhere('show', 'run')
    expect([doubtful.status, doubtful.stderr]).toEqual([2, 'forkscope: RECORDING: 2 recordings of the library end in “run”. Say more of the name: “another run”, “run”.\n'])
    expect(elsewhere('show', 'another run').status).toBe(0)
    expect(forkscope('list').stdout).toMatch(/ {2}another run {2}/)
    rmSync(join(folder, 'another run.fscope'))
  })

  it('is looked for in a folder that is there', () => {
    const tried = ['nowhere', 'run.fscope'].map(place => forkscope('list', '--folder', place))
    expect(tried.map(({ status, stdout, stderr }) => [status, stdout, stderr])).toEqual([
      [1, '', `forkscope: The folder “${join(folder, 'nowhere')}” cannot be read: there is no such folder. Choose another one.\n`],
      [1, '', `forkscope: The folder “${join(folder, 'run.fscope')}” cannot be read: it is a file. Choose another one.\n`]
    ])
  })

  it('is kept in the library when that is asked for, and otherwise nowhere', () => {
    const library = join(folder, 'library')
    const environment = { ...process.env, FORKSCOPE_LIBRARY: library }
    const record = (...words: string[]) => spawnSync(process.execPath, [entry, 'record', ...words, '--', 'sh', '-c', 'exit 5'], { cwd: folder, encoding: 'utf8', env: environment })
    expect([record('-q').status, existsSync(library)]).toEqual([5, false])
    const kept = record('--keep')
    const [entryOf] = openLibrary(library).list()
    expect([kept.status, entryOf?.runs[0]?.end?.exit.code]).toEqual([5, 5])
    expect(kept.stderr).toContain(`\n  recorded   ${entryOf?.path}\n`)
    expect(statSync(library).mode & 0o077).toBe(0) // nobody else's to read
  })
})

describe('forkscope attach', () => {
  async function follow(...words: string[]): Promise<{ program: ChildProcess; follower: ChildProcess; said: () => string }> {
    const program = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 10); console.log("ready"); process.stdin.on("data", () => process.exit(4))'])
    others.push(program)
    await once(program.stdout, 'data')
    const follower = spawn(process.execPath, [entry, 'attach', String(program.pid), '--rate', '50', ...words], { cwd: folder })
    others.push(follower)
    let text = ''
    follower.stderr.on('data', (bytes: Buffer) => (text += String(bytes)))
    return { program, follower, said: () => text }
  }
  /** It has begun when its recording knows of it. */
  const begun = (name: string): Promise<void> => expect.poll(() => openLibrary(folder).list().find(({ path }) => path === join(folder, name))?.runs.length, { timeout: 20_000 }).toBe(1)

  it('leaves the program at Ctrl-C, and tells what it did meanwhile', async () => {
    const { program, follower, said } = await follow('--out', 'left.fscope')
    await begun('left.fscope')
    follower.kill('SIGINT')
    expect(await once(follower, 'exit')).toEqual([0, null])
    expect(said()).toContain('no longer followed; it goes on')
    expect(said()).not.toContain('\u001b') // a pipe: no line that is written over
    expect(program.exitCode).toBeNull()
    expect(existsSync(`/proc/${program.pid}/exe`)).toBe(true)
    expect(forkscope('show', 'left.fscope').stdout).toContain('it goes on')
  })

  it('ends with the program', async () => {
    const { program, follower, said } = await follow('--out', 'ended.fscope', '-q', '--json', 'ended.json')
    await begun('ended.fscope')
    program.stdin?.write('end')
    expect(await once(follower, 'exit')).toEqual([0, null])
    expect(said()).toBe('')
    expect(JSON.parse(read('ended.json'))).toMatchObject({ totalBy: 'sampled', processCount: 1 })
  })

  it('says who cannot be followed', () => {
    const refused = forkscope('attach', '4194303')
    expect([refused.status, refused.stderr]).toEqual([1, 'forkscope: There is no process 4194303, or it has just ended. Nothing was followed. Check the number (ps, pgrep).\n'])
  })
})
