// Names that the shell makes of what others chose: files to export to, titles, files of the page.
import { describe, expect, it, vi } from 'vitest'
import { suggestName } from '../../../src/main/shell/exporting.ts'
import { resolvePageFile } from '../../../src/main/shell/protocol.ts'
import { titleOf } from '../../../src/main/shell/title.ts'
import type { ExportSpec } from '../../../src/shared/model/export.ts'
import { fakeRun, specOf } from './fakes.ts'

vi.mock('electron', () => import('./electronPair.ts'))

const chart = { what: { kind: 'chart', chart: 'cores', format: 'svg' } } as ExportSpec
const table = { what: { kind: 'table', format: 'csv' } } as ExportSpec
const nameFor = (argv: string[], what = chart): string => suggestName(fakeRun('r', specOf(...argv)).header, what)

describe('the suggested name of an export', () => {
  it.each([
    [['/usr/bin/sleep', '5'], 'sleep-cores-'],
    [['python3', 'work/threads.py', '4'], 'threads-cores-'],
    [['node', '--max-old-space-size=50', 'a b.mjs'], 'a_b-cores-'],
    [['../../etc'], 'etc-cores-'],
    [['..'], '..-cores-'],
    [['/'], 'run-cores-']
  ])('for %j begins with %s', (argv, beginning) => {
    expect(nameFor(argv)).toMatch(/^[\w.-]+-cores-2026-03-01-\d{4}\.svg$/)
    expect(nameFor(argv).startsWith(beginning)).toBe(true)
  })

  it('of a table says what it holds', () => {
    expect(nameFor(['make'], table)).toMatch(/^make-samples-2026-03-01-\d{4}\.csv$/)
  })
})

describe('the title', () => {
  it('shows the command first', () => {
    expect(titleOf(specOf('python3', 'my script.py'), 'running')).toBe("python3 'my script.py' – running – Forkscope")
  })

  it('obeys no control character and stays short', () => {
    const title = titleOf({ ...specOf(`echo \u202eevil\n${'x'.repeat(500)}`), throughShell: true }, 'ended')
    expect(title).toMatch(/^[^\n\u202e]+$/u)
    expect(title.length).toBeLessThan(130)
  })
})

describe('a file of the page', () => {
  it.each([
    ['app://forkscope/index.html', '/out/renderer/index.html'],
    ['app://forkscope/assets/index-1.js?x=1', '/out/renderer/assets/index-1.js'],
    ['app://forkscope/%2e%2e/main/index.js', '/out/renderer/main/index.js'] // an address has no way up
  ])('%s is served from %s', (address, path) => {
    expect(resolvePageFile(address, '/out/renderer')?.path).toBe(path)
  })

  it.each([
    'app://elsewhere/index.html',
    'file:///out/renderer/index.html',
    'app://forkscope/..%2fmain%2findex.js',
    'app://forkscope/..%2frenderer-of-others/index.html',
    'app://forkscope/a%00.html',
    'app://forkscope/%zz.html',
    'app://forkscope/',
    'app://forkscope/program.exe',
    'nothing'
  ])('%s is not served', address => {
    expect(resolvePageFile(address, '/out/renderer')).toBeNull()
  })
})
