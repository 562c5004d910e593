import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSecondStart, recordingFromArguments, specFromArguments, startFolder } from '../../../src/main/shell/startArguments.ts'
import { type Finding, readyWorkloads } from '../../../src/main/shell/workloads.ts'
import { FaultError } from '../../../src/shared/fault.ts'

describe('the command line', () => {
  it.each([
    [['electron', '.'], null],
    [['electron', '.', '--'], null],
    [['forkscope', '--', 'make', '-j4'], ['make', '-j4']],
    [['electron', '.', '--inspect=0', '--', 'node', '--', '--version'], ['node', '--', '--version']],
    [['electron', '.', 'make'], null]
  ])('%j asks for a run of %j', (argv, wanted) => {
    expect(specFromArguments({ argv, cwd: '/work' })?.argv ?? null).toEqual(wanted)
  })

  it('is run as it stands, where the user stood, without a shell', () => {
    expect(specFromArguments({ argv: ['f', '--', '$(reboot); *'], cwd: '/home/me' })).toMatchObject({ argv: ['$(reboot); *'], throughShell: false, kind: 'spawn', cwd: '/home/me' })
  })

  it.each([
    [['electron', '.'], null],
    [['electron', '--user-data-dir=/x.fscope', '.'], null],
    [['electron', '.', '--open='], null],
    [['electron', '.', '--', 'cat', 'a.fscope'], null],
    [['a.fscope', '.'], null],
    [['electron', '.', 'a.fscope'], '/home/me/a.fscope'],
    [['electron', '.', '--open=../x y'], '/home/x y'],
    [['electron', '.', '--open=/abs/a', '--', 'ls'], '/abs/a']
  ])('%j asks for the recording %j', (argv, path) => {
    expect(recordingFromArguments({ argv, cwd: '/home/me' })).toBe(path)
  })

  it('that names an empty command is a fault', () => {
    expect(() => specFromArguments({ argv: ['f', '--', ''], cwd: '/' })).toThrow(FaultError)
  })

  it('of npm comes from the folder where the user typed it', () => {
    expect(startFolder({ npm_package_name: 'forkscope', INIT_CWD: '/home/me' }, '/program')).toBe('/home/me')
    expect(startFolder({ npm_package_name: 'other', INIT_CWD: '/home/me' }, '/program')).toBe('/program')
    expect(startFolder({}, '/program')).toBe('/program')
  })
})

describe('a second start', () => {
  it('hands over its words and its folder', () => {
    expect(parseSecondStart({ argv: ['f', '--', 'ls'], cwd: '/' })).toEqual({ argv: ['f', '--', 'ls'], cwd: '/' })
  })

  it.each([[null], ['ls'], [{ argv: ['ls'] }], [{ argv: 'ls', cwd: '/' }], [{ argv: ['ls'], cwd: '/', env: {} }]])('that hands over %j is not listened to', value => {
    expect(() => parseSecondStart(value)).toThrow(FaultError)
  })
})

describe('the ready workloads', () => {
  const all: Finding = { folder: '/starters', canRun: () => true, ownNode: '/own/node' }
  const commands = (finding: Finding): string[] => readyWorkloads(finding).map(({ spec, missing }) => missing ?? `${spec.kind} ${spec.argv.join(' ')}`)

  it('are run with what the user would type', () => {
    expect(commands(all)).toEqual(['spawn python3 threads.py', 'spawn python3 processes.py', 'fork fork.mjs', 'spawn node workers.mjs'])
  })

  it("fall back on the program's own node, but fork only with the user's", () => {
    expect(commands({ ...all, canRun: command => command === 'python' })).toEqual([
      'spawn python threads.py',
      'spawn python processes.py',
      'Node.js was not found on the PATH. Install it to run this.',
      'spawn /own/node workers.mjs'
    ])
  })

  it('are files that are there', () => {
    for (const { spec } of readyWorkloads({ ...all, folder: resolve('lab/starters') })) {
      expect(readFileSync(join(spec.cwd, spec.argv.at(-1) ?? ''), 'utf8')).not.toBe('')
    }
  })
})
