// An experiment as a thing that runs: stopped, refused, from the command line; and programs that know nothing of it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLibrary, openRecording } from '../../src/main/engine/index.ts'
import { deriveSummary } from '../../src/shared/derive/summary.ts'
import type { RunSummary } from '../../src/shared/model/run.ts'
import { folderForTest } from '../unit/recording/written.ts'
import { orderOf, runOrder, useLab } from './labRunning.ts'
import { specOf } from './launching.ts'

const lab = useLab()

describe('an experiment', () => {
  it('that is stopped ends what runs, starts nothing more, and keeps what it has', async () => {
    const progress: string[] = []
    const order = orderOf('do-threads-use-my-cores', { variants: ['threads-io', 'sequential', 'fork'], parameters: { work: 1000 } })
    const execution = await lab().lab.run(order, {
      onProgress: each => {
        progress.push(`${each.kind} ${'variant' in each ? each.variant : ''}`.trim())
        if (each.kind === 'started' && each.variant === 'sequential') execution.stop()
      }
    })
    const { endedBy, variants } = await execution.ended
    expect(endedBy).toBe('asked')
    expect(variants.map(({ variant, runs }) => [variant, runs.length])).toEqual([['threads-io', 1], ['sequential', 0], ['fork', 0]])
    expect(progress).toEqual(['started threads-io', 'ended', 'started sequential', 'finished'])
  })

  it('is refused while another one runs, and may be run after that', async () => {
    const first = await lab().lab.run(orderOf('zombies'), { onProgress: () => undefined })
    await expect(runOrder(lab(), 'zombies')).rejects.toThrow(/another one is running/)
    first.stop()
    await first.ended
    const again = await runOrder(lab(), 'do-threads-use-my-cores', { variants: ['threads-io'], parameters: { work: 1 }, repeats: 2 })
    expect(again.variants[0]?.runs.map(({ round }) => round)).toEqual([0, 1])
  })

  it('tells nothing to a program that is run without it: no marks, the same result', async context => {
    const { path } = lab().interpreters.find(({ language }) => language === 'python') ?? context.skip('there is no Python here')
    const live = await lab().engine.launch(specOf([path, 'fork.py', '--workers', '2', '--work', '1'], { cwd: join(lab().lab.folder, 'do-threads-use-my-cores') }), { stdio: 'stream' })
    await live.ended
    expect(live.history.events.filter(({ kind }) => kind === 'marker')).toEqual([])
    expect(live.output.map(({ text }) => text).join('')).toMatch(/"checksums": \[\d+, \d+\]/)
  })

  it('on an interpreter that does not answer is refused, and nothing is started', async () => {
    await expect(runOrder(lab(), 'zombies', { python: '/bin/false' })).rejects.toThrow(/“\/bin\/false” is not there, or does not answer/)
  })
})

interface ListedRun {
  readonly variant: string
  readonly isComplete: boolean
}

function listRuns(folder: string): ListedRun[] {
  return openLibrary(folder).list().flatMap(({ runs }) => runs.map(({ place, end }) => ({ variant: place.variant ?? '', isComplete: end !== null })))
}

describe('the command line', () => {
  const forkscope = (...words: string[]) => spawn(process.execPath, [resolve('src/main/cli/index.ts'), ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const read = async (child: ReturnType<typeof forkscope>) => {
    const [stdout, stderr] = await Promise.all([child.stdout, child.stderr].map(stream => stream.setEncoding('utf8').toArray()))
    return { stdout: (stdout as string[]).join(''), stderr: (stderr as string[]).join(''), code: child.exitCode ?? ((await once(child, 'exit')) as [number | null])[0] }
  }

  it('runs an experiment and writes what was seen, each run with its summary and marks', async () => {
    const { stdout, stderr, code } = await read(forkscope('run', 'do-threads-use-my-cores', '--variant', 'threads-io', '--workers', '2', '--work', '500', '--json', '-'))
    expect(code).toBe(0)
    expect(stderr).toMatch(/^\nDo threads[^]*waited nearly all the time/) // the table alone: what is going on is for a terminal
    const { variants } = JSON.parse(stdout) as { variants: { variant: string; sentences: { text: string }[]; runs: { summary: { wallNs: number }; marks: { mark: string; tNs: number }[] }[] }[] }
    const [first] = variants
    expect(first?.runs[0]?.marks.filter(({ mark }) => mark === 'first work')).toHaveLength(2)
    expect(first?.runs[0]?.summary.wallNs).toBeGreaterThan(first?.runs[0]?.marks[0]?.tNs ?? Infinity)
    expect(first?.sentences.length).toBeGreaterThan(2)
  })

  it('reports what was run until a signal stopped it, and ends by that signal’s code', async () => {
    const folder = join(folderForTest(), 'made', 'for it')
    const child = forkscope('run', 'do-threads-use-my-cores', '--variant', 'threads-io', '--variant', 'sequential', '--work', '1000', '--out', folder)
    const ended = read(child)
    await expect.poll(() => listRuns(folder), { timeout: 60_000 }).toMatchObject([{ variant: 'sequential', isComplete: false }, {}])
    child.kill('SIGINT')
    const { stdout, stderr, code } = await ended
    expect(code).toBe(130)
    expect(stdout).toMatch(/threads-io\n {4}It waited[^]*sequential\n {4}It was not run: the experiment was stopped/)
    expect(stderr).toBe(`2 recordings in ${folder}\n`)
  })

  it('keeps every run of an experiment in a folder, named after variant and round', async () => {
    const folder = join(folderForTest(), 'runs')
    const { stdout, stderr, code } = await read(forkscope('run', 'do-threads-use-my-cores', '--variant', 'threads-io', '--workers', '2', '--work', '20', '--repeats', '2', '-q', '--out', folder, '--json', join(folder, 'outcome.json')))
    expect([stderr, code]).toEqual(['', 0])
    expect(stdout).toContain('threads-io')
    const names = readdirSync(folder).sort().filter(name => name.endsWith('.fscope'))
    expect(names).toEqual([1, 2].map(round => expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d-\\d\\d-\\d\\d do-threads-use-my-cores threads-io ${round} \\S+\\.fscope$`)) as string))
    const { variants } = JSON.parse(readFileSync(join(folder, 'outcome.json'), 'utf8')) as { variants: { runs: { round: number; recording: string; summary: RunSummary }[] }[] }
    for (const { round, recording, summary } of variants[0]?.runs ?? []) {
      const kept = openRecording(recording)
      expect(kept.runs[0]).toMatchObject({ place: { experiment: 'do-threads-use-my-cores', variant: 'threads-io', round }, end: { exit: { code: 0 } } })
      expect(deriveSummary(kept.readHistory(1))).toEqual(summary)
      kept.close()
    }
    expect(variants[0]?.runs.map(({ round }) => round)).toEqual([0, 1])
  })

  it('runs nothing if the folder for the recordings cannot be one', async () => {
    const file = join(folderForTest(), 'file')
    writeFileSync(file, '')
    const refused = await Promise.all([file, join(file, 'below')].map(place => read(forkscope('run', 'do-threads-use-my-cores', '--out', place))))
    expect(refused.map(({ stdout, code }) => [stdout, code])).toEqual([['', 2], ['', 2]])
    const place = join(folderForTest(), 'never made')
    expect((await read(forkscope('run', 'do-threads-use-my-cores', '--variant', 'none', '--out', place))).code).toBe(2)
    expect(existsSync(place)).toBe(false)
    for (const { stderr } of refused) expect(stderr).toMatch(/^forkscope: --out: “.+” cannot be used as a folder: .+\. Nothing was started\.\n$/)
  })

  it('lists what there is, and what the machine has', async () => {
    const [experiments, doctor] = await Promise.all([read(forkscope('experiments', '--json')), read(forkscope('doctor', '--json'))])
    expect((JSON.parse(experiments.stdout) as { experiments: unknown[] }).experiments.length).toBeGreaterThan(10)
    const found = JSON.parse(doctor.stdout) as { interpreters: { language: string }[]; facilities: { name: string }[] }
    expect(found.interpreters.some(({ language }) => language === 'node')).toBe(true)
    expect(found.facilities.length).toBeGreaterThan(0)
    expect([experiments.code, doctor.code]).toEqual([0, 0])
  })
})
