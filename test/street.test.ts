// The street: one sample from /proc to the pen, through every door. The best introduction to the program.
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Sampler } from '../src/main/engine/sampling/sampler.ts'
import { svgPen } from '../src/shared/charts/svgPen.ts'
import { deriveRate } from '../src/shared/derive/cpu.ts'
import { appendBatch, emptyHistory } from '../src/shared/derive/history.ts'
import { runId } from '../src/shared/model/run.ts'
import { headerOf } from './unit/derive/drawRun.ts'

const ROOT = 20949
const tick = (nowMs: number): { nowNs: number; lateNs: number; missed: number; isBetween: boolean } => ({ nowNs: nowMs * 1e6, lateNs: 0, missed: 0, isBetween: false })

test('what /proc says of two cores ends as strokes of the pen', () => {
  // a folder that stands for /proc: a process of two threads, three children
  const proc = mkdtempSync(join(tmpdir(), 'forkscope-street-'))
  cpSync(fileURLToPath(new URL('fixtures/proc', import.meta.url)), proc, { recursive: true })
  const ran = (ns: number): void => { writeFileSync(join(proc, `${String(ROOT)}/task/${String(ROOT)}/schedstat`), `${String(ns)} 0 1\n`) }
  ran(1e9)
  writeFileSync(join(proc, `${String(ROOT)}/schedstat`), '1000000000 0 1\n')

  // read → parse → tick
  const sampler = new Sampler({ run: runId('street'), rootPid: ROOT, command: ['python3'], rateHz: 10, looks: 'adaptive', cgroup: null, clockTicksPerSecond: 100, pageBytes: 4096, root: proc })
  expect(sampler.begin()).toBe(true)
  ran(1.05e9)
  sampler.tick(tick(100))
  ran(1.15e9)
  sampler.tick(tick(200))

  // batch → history → derive
  const history = emptyHistory(headerOf({ coreCount: 2 }))
  appendBatch(history, sampler.take(null))
  sampler.close()
  expect([...history.tickNs.view()]).toEqual([100e6, 200e6])
  const cpu = history.processes[0]!.cpu
  expect([...deriveRate(cpu, cpu.ranNs, Float64Array.of(0, 100e6, 200e6))]).toEqual([0.5, 1])
  expect(svgPen).toBeTypeOf('function')
})
