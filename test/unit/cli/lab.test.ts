import { describe, expect, it } from 'vitest'
import { layoutFindings } from '../../../src/main/cli/doctor.ts'
import { layoutOutcome } from '../../../src/main/cli/experimentReport.ts'
import { layoutExperiments } from '../../../src/main/cli/experiments.ts'
import { parseCommand } from '../../../src/main/cli/options.ts'
import { experimentOf, interpreterOf, outcomeOf, variantOf } from '../lab/outcomes.ts'

const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean), '/place')

describe('forkscope run', () => {
  it('takes the options of the command, and every other one as a parameter of the experiment', () => {
    expect(parse('run --workers 8 start-methods --variant fork --variant spawn --work=100 --repeats 3 --python python3.12 --json out.json')).toEqual({
      kind: 'run',
      order: { experiment: 'start-methods', variants: ['fork', 'spawn'], parameters: { workers: 8, work: 100 }, python: 'python3.12', node: null, repeats: 3 },
      keep: { to: 'nowhere' },
      json: '/place/out.json',
      isQuiet: false
    })
  })

  it.each([
    ['run', 'EXPERIMENT'],
    ['run a b', 'EXPERIMENT'],
    ['run a --workers', 'options'],
    ['run a --workers many', '--workers'],
    ['run a --workers -1', 'options'],
    ['run a --repeats 1.5', '--repeats'],
    ['experiments all', 'options'],
    ['doctor --fix', 'options']
  ])('%s is refused at %s', (line, field) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ fault: expect.objectContaining({ kind: 'bad-input', field }) as object }) as Error)
  })

  it.each(['experiments', 'run', 'doctor'])('%s has a page of help', topic => {
    expect(parse(`${topic} --help`)).toEqual({ kind: 'help', topic })
    expect(parse(`help ${topic}`)).toEqual({ kind: 'help', topic })
  })
})

describe('reports', () => {
  it('the variants are rows with the figures that are known, then what was seen of each', () => {
    const text = layoutOutcome(outcomeOf({ sequential: [{ wallMs: 2000, uss: [] }], fork: [{ wallMs: 1000, cores: 1.9, demand: 3.9, processes: 5, uss: [2 ** 20] }], lost: [] }), 200)
    const lines = text.split('\n')
    expect(lines.find(line => line.includes('wall'))?.trim().split(/ {2,}/)).toEqual(['wall', 'CPU', 'cores', 'demand', 'speed-up', 'eff.', 'PSS', 'USS each', 'procs', 'threads'])
    expect(lines.find(line => line.startsWith('  fork '))?.trim().split(/ {2,}/)).toEqual(['fork', '1.00 s', '1.00 s', '1.90', '3.90', '2.00', '100 %', '9.5 MiB', '1.0 MiB', '5', '5'])
    expect(text).toMatch(/\n {2}fork\n {4}Its 4 workers were ready/)
    expect(text).not.toMatch(/start-up/)
  })

  it('experiments stand under their questions', () => {
    const text = layoutExperiments([experimentOf([variantOf('threads')]), experimentOf([variantOf('gevent')], { name: 'other', group: 'one-process' })], 80)
    expect(text.indexOf('Do threads use my cores?')).toBeLessThan(text.indexOf('made-up'))
    expect(text.indexOf('Without a second process')).toBeLessThan(text.indexOf('other'))
    expect(text).not.toMatch(/What goes wrong/)
  })

  it('the doctor says where a module is, how to get one that is nowhere, and what a missing facility would add', () => {
    const text = layoutFindings(
      {
        interpreters: [interpreterOf({ modules: ['greenlet'] })],
        wanted: [{ name: 'greenlet', install: 'pip install greenlet' }, { name: 'gevent', install: 'pip install gevent' }],
        facilities: [
          { name: 'schedstat', isThere: true, found: 'there', gives: 'demand', remedy: null },
          { name: 'cgroup v2', isThere: false, found: 'none', gives: 'exact totals', remedy: 'start it by systemd-run' }
        ]
      },
      100
    )
    expect(text).toMatch(/greenlet +\/usr\/bin\/python3/)
    expect(text).toMatch(/gevent +nowhere; to install it: pip install gevent/)
    expect(text).toMatch(/would add\n\n {2}cgroup v2: exact totals\. To have it, start it by systemd-run/)
    expect(text).not.toMatch(/schedstat: demand/)
  })
})
