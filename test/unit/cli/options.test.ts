import { describe, expect, it } from 'vitest'
import { parseCommand, type RecordCommand } from '../../../src/main/cli/options.ts'
import { FaultError } from '../../../src/shared/fault.ts'

const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean), '/place')

function record(line: string): RecordCommand {
  const command = parse(`record ${line}`)
  if (command.kind !== 'record') throw new Error(command.kind)
  return command
}

/** The field that is refused. */
function refused(line: string): string {
  try {
    parse(line)
  } catch (error) {
    if (error instanceof FaultError && error.fault.kind === 'bad-input') return error.fault.field
    throw error
  }
  throw new Error('not refused')
}

describe('the command line', () => {
  it('runs what stands behind --, untouched', () => {
    expect(record('--rate 5 -- prog --rate 7 -- -x').spec.argv).toEqual(['prog', '--rate', '7', '--', '-x'])
  })

  it('takes the first word that is no option for the program, so that -- may be left out', () => {
    const { spec } = record('--rate 5 -q --env A=1 prog --rate 7 -q')
    expect([spec.argv, spec.rateHz, spec.envAdditions]).toEqual([['prog', '--rate', '7', '-q'], 5, { A: '1' }])
  })

  it('has defaults that need no thought', () => {
    expect(record('true')).toEqual({
      kind: 'record',
      spec: { argv: ['true'], throughShell: false, kind: 'spawn', cwd: '/place', envAdditions: {}, rateHz: 20, sampler: 'auto', looks: 'adaptive' },
      keep: { to: 'nowhere' },
      json: null,
      isQuiet: false
    })
  })

  it('understands every option', () => {
    expect(record('--rate=2.5 --cwd sub --env A=x=y --env B= --json out.json --sampler portable --fork --every-tick --quiet -- mod.mjs')).toEqual({
      kind: 'record',
      spec: { argv: ['mod.mjs'], throughShell: false, kind: 'fork', cwd: '/place/sub', envAdditions: { A: 'x=y', B: '' }, rateHz: 2.5, sampler: 'portable', looks: 'every-tick' },
      keep: { to: 'nowhere' },
      json: '/place/out.json',
      isQuiet: true
    })
    expect(record('--json - true').json).toBe('-')
    expect(parseCommand(['record', '--shell', '--', 'a | b'], '/').kind).toBe('record')
  })

  it.each([
    ['', 'command'],
    ['frobnicate', 'command'],
    ['record', 'COMMAND'],
    ['record --', 'COMMAND'],
    ['record --rate 0 -- x', '--rate'],
    ['record --rate 101 -- x', '--rate'],
    ['record --rate fast -- x', '--rate'],
    ['record --rate', 'options'],
    ['record --bogus -- x', 'options'],
    ['record --quiet=yes -- x', 'options'],
    ['record --env A -- x', '--env'],
    ['record --env =1 -- x', '--env'],
    ['record --sampler ps -- x', '--sampler'],
    ['record --shell -- a b', '--shell'],
    ['record --shell --fork -- a', '--shell, --fork'],
    ['demo extra', 'options']
  ])('refuses “forkscope %s” and names what is wrong', (line, field) => {
    expect(refused(line)).toBe(field)
  })

  it('helps wherever it is asked for help', () => {
    const topics = ['--help', '-h', 'help', 'help record', 'record --help', 'record -h', 'demo --help'].map(line => parse(line))
    expect(topics.map(command => (command.kind === 'help' ? command.topic : command.kind))).toEqual(['forkscope', 'forkscope', 'forkscope', 'record', 'record', 'record', 'demo'])
    expect(record('prog --help').spec.argv).toEqual(['prog', '--help'])
  })

  it('puts the demonstration’s pictures where it is told, else beside the user', () => {
    expect([parse('demo --out pics'), parse('demo')]).toEqual([{ kind: 'demo', outFolder: '/place/pics' }, { kind: 'demo', outFolder: '/place/forkscope-demo' }])
  })
})
