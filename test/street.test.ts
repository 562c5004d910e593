// The street: one sample from /proc to the pen, through every door. The best introduction to the program.
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Tick } from '../src/main/engine/sampling/clock.ts'
import { Sampler } from '../src/main/engine/sampling/sampler.ts'
import { markUsed } from '../src/shared/charts/layoutUsed.ts'
import { writeSvg } from '../src/shared/charts/svgPen.ts'
import { appendBatch, emptyHistory } from '../src/shared/derive/history.ts'
import { deriveUsed } from '../src/shared/derive/used.ts'
import { runId } from '../src/shared/model/run.ts'
import { temporaryFolder } from './temporaryFolder.ts'
import { headerOf } from './unit/drawRun.ts'

const ROOT = 20949 // the captured process of two threads
const OTHER_THREAD = 20952
const MS = 1e6
const tickAt = (ms: number): Tick => ({ nowNs: ms * MS, lateNs: 0, missed: 0, isBetween: false })

test('what /proc says of a process ends as strokes of the pen', () => {
  const proc = temporaryFolder()
  cpSync(fileURLToPath(new URL('fixtures/proc', import.meta.url)), proc, { recursive: true })
  const letRun = (ms: number): void => {
    for (const file of ['schedstat', `task/${String(ROOT)}/schedstat`]) writeFileSync(join(proc, String(ROOT), file), `${String(ms * MS)} 0 1\n`)
  }

  writeFileSync(join(proc, String(ROOT), 'task', String(OTHER_THREAD), 'schedstat'), '0 0 0\n')

  // read → parse → tick: held with 1 s on its account, then half a core, then a whole one
  const sampler = new Sampler({ run: runId('street'), rootPid: ROOT, command: ['python3'], rateHz: 10, looks: 'adaptive', cgroup: null, clockTicksPerSecond: 100, pageBytes: 4096, root: proc })
  letRun(1000)
  expect(sampler.begin()).toBe(true)
  letRun(1050)
  sampler.tick(tickAt(100))
  letRun(1150)
  sampler.tick(tickAt(200))

  // batch → history → derive
  const history = emptyHistory(headerOf({ cores: 2 }))
  appendBatch(history, sampler.take(null))
  sampler.close()
  const used = deriveUsed(history, Float64Array.of(0, 100 * MS, 200 * MS))
  expect([...used.total]).toEqual([0.5, 1])

  // layout → pen: the second bar is twice as high as the first
  const svg = writeSvg({ width: 200, height: 100, theme: 'light', title: 'street', description: 'a test' }, pen => {
    markUsed(pen, used, { box: { x: 0, y: 0, width: 200, height: 100 }, most: 2 })
  })
  expect(heightsOfBars(svg)).toEqual([25, 50])
})

/** Heights of the bars of the first path that is filled: "M0 75h100v25h-100z…". */
function heightsOfBars(svg: string): number[] {
  return [...svg.matchAll(/v(\d+(?:\.\d+)?)/g)].map(([, height]) => Number(height)).filter(height => height !== 100)
}
