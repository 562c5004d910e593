// An experiment as a thing that runs: stopped, refused, from the command line; and programs that know nothing of it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
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

describe('the command line', () => {
  const forkscope = (...words: string[]) => spawn(process.execPath, [resolve('src/main/cli/index.ts'), ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const read = async (child: ReturnType<typeof forkscope>) => {
    const [stdout, stderr] = await Promise.all([child.stdout, child.stderr].map(stream => stream.setEncoding('utf8').toArray()))
    return { stdout: (stdout as string[]).join(''), stderr: (stderr as string[]).join(''), code: child.exitCode ?? ((await once(child, 'exit')) as [number | null])[0] }
  }

  it('runs an experiment and writes what was seen, each run with its summary and marks', async () => {
    const { stdout, stderr, code } = await read(forkscope('run', 'do-threads-use-my-cores', '--variant', 'threads-io', '--workers', '2', '--work', '500', '--json', '-'))
    expect(code).toBe(0)
    expect(stderr).toMatch(/threads-io … .*\n[^]*waited nearly all the time/)
    const { variants } = JSON.parse(stdout) as { variants: { variant: string; sentences: { text: string }[]; runs: { summary: { wallNs: number }; marks: { mark: string; tNs: number }[] }[] }[] }
    const [first] = variants
    expect(first?.runs[0]?.marks.filter(({ mark }) => mark === 'first work')).toHaveLength(2)
    expect(first?.runs[0]?.summary.wallNs).toBeGreaterThan(first?.runs[0]?.marks[0]?.tNs ?? Infinity)
    expect(first?.sentences.length).toBeGreaterThan(2)
  })

  it('reports what was run until a signal stopped it, and ends by that signal’s code', async () => {
    const child = forkscope('run', 'do-threads-use-my-cores', '--variant', 'threads-io', '--variant', 'sequential', '--work', '1000')
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => {
      const before = said
      said += bytes.toString()
      if (said.includes('sequential …') && !before.includes('sequential …')) child.kill('SIGINT') // once: a second one would mean us, not the experiment
    })
    const { stdout, code } = await read(child)
    expect(code).toBe(130)
    expect(stdout).toMatch(/threads-io\n {4}It waited[^]*sequential\n {4}It was not run: the experiment was stopped/)
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
