// The profile for the Firefox Profiler, opened by that profiler's own command line: it upgrades, checks and adds up as the
// page at profiler.firefox.com does. It answers through a process of its own, which this test ends.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportTrace } from '../../src/main/engine/exporting/trace.ts'
import { BatchRows } from '../../src/main/engine/sampling/rows.ts'
import { appendBatch, type RunHistory } from '../../src/shared/derive/history.ts'
import { deriveSummary } from '../../src/shared/derive/summary.ts'
import type { ExportSpec } from '../../src/shared/model/export.ts'
import { processId, runId } from '../../src/shared/model/run.ts'
import { ns } from '../../src/shared/units.ts'
import { simulateRun } from '../unit/simulateRun.ts'

const spec: ExportSpec = {
  ...{ run: runId('drawn'), what: { kind: 'trace', format: 'firefox' }, fromNs: null, toNs: null, hidden: [] },
  ...{ theme: 'light', percentOf: 'core', width: 600, scale: 2 }
}
const profiler = createRequire(import.meta.url).resolve('@firefox-devtools/profiler-cli')
const SESSION = 'forkscope'

let folder = ''
const ask = (...words: string[]): string => execFileSync(process.execPath, [profiler, ...words, '--session', SESSION], { env: { ...process.env, PROFILER_CLI_SESSION_DIR: folder, PROFILER_CLI_NO_SYMBOLICATE: '1' }, encoding: 'utf8' })
const askJson = (...words: string[]): unknown => JSON.parse(ask(...words, '--json'))

function drawnRun(): RunHistory {
  const history = simulateRun({ cores: 2, processes: 4, threadsEach: 2, seconds: 6 })
  const process = processId(1)
  appendBatch(history, {
    ...new BatchRows().columns(history.header.run, null),
    events: [
      { kind: 'renamed', tNs: ns(2e9), process, name: 'renamed', command: ['renamed', 'anew'], making: 'execd' },
      { kind: 'marker', tNs: ns(3e9), pid: 4711, name: 'work done', value: '7' }
    ],
    warnings: [{ code: 'late-ticks', tNs: ns(1e9), text: '1 tick came late', count: 1 }]
  })
  return history
}
const run = drawnRun()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firefox-'))
  const path = join(folder, 'run.json')
  writeFileSync(path, exportTrace(run, spec))
  ask('load', path)
})
afterAll(() => {
  ask('stop')
  rmSync(folder, { recursive: true })
})

interface Info {
  readonly processCount: number
  readonly threadCount: number
  readonly processes: readonly { readonly pid: string; readonly name: string; readonly cpuMs: number; readonly threads: readonly { readonly name: string; readonly tid: number }[] }[]
}

describe('a profile for the Firefox Profiler', () => {
  it('has every process under its name, with the CPU time that was measured', () => {
    const { processes, processCount } = askJson('profile', 'info') as Info
    const summary = deriveSummary(run)
    expect(processCount).toBe(5) // the run itself is one, with the cores as its threads
    const measured = summary.processes.map(({ pid, cpuNs }) => [String(pid), Math.round((cpuNs ?? NaN) / 1e6)])
    const told = processes.filter(({ pid }) => pid !== 'run').map(({ pid, cpuMs }) => [pid, Math.round(cpuMs)])
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(measured))
    expect(processes.find(({ pid }) => pid === '4711')).toMatchObject({ name: 'python3 4711', threads: expect.arrayContaining([expect.objectContaining({ name: 't0', tid: 4711 }), expect.objectContaining({ name: 't1' })]) as unknown })
  })

  it('says when and where it was measured, and of what', () => {
    const meta = askJson('profile', 'meta') as Record<string, unknown>
    expect(meta).toMatchObject({ startTimeFormatted: '2025-06-15T15:06:40.000Z', interval: 50, arguments: 'python3 work.py --workers 4', cpuName: 'Test CPU', importedFrom: 'Forkscope', logicalCPUs: 2 })
    expect(JSON.stringify(meta.extra)).toContain('ended with code 0 after 6.00 s')
  })

  it('counts memory in bytes, per process', () => {
    const { counters } = askJson('counter', 'list') as { counters: readonly { name: string; unit: string; pid: string; graphType: string }[] }
    expect(counters.filter(({ pid }) => pid === '4711')).toEqual(['RSS', 'PSS', 'Private (USS)'].map(name => expect.objectContaining({ name, unit: 'bytes', graphType: 'line-accumulated' }) as unknown))
    const rss = run.processes[0]?.detail.rssBytes.view() ?? []
    const [least, most] = [Math.min(...rss), Math.max(...rss)]
    expect(ask('counter', 'list')).toContain(`range in the graph: ${((most - least) / 1e6).toFixed(1)}MB`)
  })

  it('has lives, changes, words of the programs, doubts and cores as markers', () => {
    const text = ask('profile', 'markers', '--limit', '0')
    expect(text).toMatch(/exec\s+t=2s\s+instant\s+✗\s+4712 is now renamed: renamed anew/)
    expect(text).toMatch(/work done\s+t=3s\s+instant\s+✗\s+work done 7/)
    expect(text).toMatch(/late-ticks\s+t=1s\s+instant\s+✗\s+1 tick came late/)
    expect(text).toMatch(/rest of the machine\s+t=/)
    expect(text).toMatch(/t0 \(renamed 4712, pid 4712\)\s+2\n/) // its life, and its new name
  })
})
