import { describe, expect, it } from 'vitest'
import { argumentParsers } from '../../../src/main/shell/guard.ts'
import { isOwnPage } from '../../../src/main/shell/origin.ts'
import { type Fault, faultOf } from '../../../src/shared/fault.ts'
import { specOf } from './fakes.ts'

/** The fault that a parser throws. */
function faultIn(act: () => unknown): Fault {
  try {
    act()
  } catch (error) {
    return faultOf(error)
  }
  return expect.fail('nothing was refused')
}

const launch = (changes: object): Fault => faultIn(() => argumentParsers.launch({ ...specOf('ls'), ...changes }))

describe('what may be attached to', () => {
  const spec = { pid: 4711, startTicks: 12345, rateHz: 20, looks: 'adaptive' }

  it('comes out as it went in', () => {
    expect(argumentParsers.attach(spec)).toEqual(spec)
  })

  it.each([
    ['pid', { pid: 0 }],
    ['pid', { pid: -1 }], // a process group to kill(2)
    ['pid', { pid: 1.5 }],
    ['pid', { pid: '1' }],
    ['pid', { pid: 1e7 }],
    ['startTicks', { startTicks: undefined }],
    ['startTicks', { startTicks: -1 }],
    ['rateHz', { rateHz: 101 }],
    ['looks', { looks: 'never' }],
    ['spec', { path: '/' }]
  ])('a wrong %s is named: %j', (field, changes) => {
    expect(faultIn(() => argumentParsers.attach({ ...spec, ...changes }))).toMatchObject({ kind: 'bad-input', field })
  })
})

describe('what may be launched', () => {
  it('comes out as it went in', () => {
    const spec = { ...specOf('python3', '-c', 'print("ü\n")', ''), envAdditions: { 'a.b': '', __proto__x: '1' }, rateHz: 100 }
    expect(argumentParsers.launch(spec)).toEqual(spec)
  })

  it.each([
    ['argv', { argv: 'ls' }],
    ['argv[1]', { argv: ['ls', 7] }],
    ['argv[0]', { argv: ['l\0s'] }],
    ['argv', { argv: Array.from({ length: 5000 }, () => 'x') }],
    ['argv[0]', { argv: ['x'.repeat(140_000)] }],
    ['argv', { throughShell: true, argv: ['ls', '-l'] }],
    ['throughShell', { throughShell: 'yes' }],
    ['kind', { kind: 'exec' }],
    ['kind', { kind: 'fork', throughShell: true }],
    ['cwd', { cwd: 'relative/folder' }],
    ['cwd', { cwd: '' }],
    ['envAdditions', { envAdditions: { 'A=B': 'x' } }],
    ['envAdditions', { envAdditions: { '': 'x' } }],
    ['envAdditions', { envAdditions: ['A=B'] }],
    ['envAdditions.A', { envAdditions: { A: 1 } }],
    ['rateHz', { rateHz: 0 }],
    ['rateHz', { rateHz: 101 }],
    ['rateHz', { rateHz: NaN }],
    ['rateHz', { rateHz: '20' }],
    ['sampler', { sampler: 'perf' }],
    ['looks', { looks: undefined }],
    ['spec', { uid: 0 }]
  ])('a wrong %s is named: %j', (field, changes) => {
    expect(launch(changes)).toMatchObject({ kind: 'bad-input', field })
  })

  it.each([[[]], [['']], [['  ']]])('an empty command %j has a sentence of its own', argv => {
    expect(launch({ argv })).toEqual({ kind: 'command-empty' })
  })

  it('a name that means something to objects is only a name', () => {
    const { envAdditions } = argumentParsers.launch({ ...specOf('ls'), envAdditions: Object.fromEntries([['__proto__', 'x']]) })
    expect(Object.entries(envAdditions)).toEqual([['__proto__', 'x']])
  })
})

describe('what may be exported', () => {
  const spec = {
    ...{ run: 'r', what: { kind: 'chart', chart: 'run', format: 'png' }, fromNs: 0, toNs: 5, hidden: [0, 3] },
    ...{ theme: 'light', percentOf: 'machine', width: 1000, scale: 2 }
  }

  it('comes out as it went in', () => {
    expect(argumentParsers.exportRun(spec)).toEqual(spec)
    const table = { ...spec, what: { kind: 'table', format: 'csv' } }
    expect(argumentParsers.exportRun(table)).toEqual(table)
  })

  it.each([
    ['what.kind', { what: { kind: 'video' } }],
    ['what.kind', { what: null }],
    ['format', { what: { kind: 'chart', chart: 'run', format: 'csv' } }],
    ['chart', { what: { kind: 'chart', chart: '../run', format: 'svg' } }],
    ['what', { what: { kind: 'table', chart: 'run', format: 'csv' } }],
    ['toNs', { fromNs: 5 }],
    ['fromNs', { fromNs: -1 }],
    ['hidden[0]', { hidden: [0.5] }],
    ['width', { width: 1e9 }],
    ['scale', { width: 10_000, scale: 4 }]
  ])('a wrong %s is named: %j', (field, changes) => {
    expect(faultIn(() => argumentParsers.exportRun({ ...spec, ...changes }))).toMatchObject({ kind: 'bad-input', field })
  })
})

describe('our own page', () => {
  it.each([
    ['app://forkscope/index.html', null, true],
    ['app://forkscope/index.html?x#y', null, true],
    ['app://forkscope.example.org/index.html', null, false],
    ['https://forkscope/index.html', null, false],
    ['http://localhost:5173/', null, false],
    ['http://localhost:5173/src/', 'http://localhost:5173', true],
    ['http://localhost:5174/', 'http://localhost:5173', false],
    ['no address', null, false]
  ])('%s with the development server %s: %s', (address, devServer, isOwn) => {
    expect(isOwnPage(address, devServer)).toBe(isOwn)
  })
})
