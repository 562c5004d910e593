// A run that is read back from its recording tells what the live run told, under an id of its own, and nobody can be stopped by it.
import { copyFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportFile, type LiveRun, openEngine } from '../../src/main/engine/index.ts'
import { batchOf } from '../../src/shared/derive/batchOf.ts'
import { appendBatch, emptyHistory, type RunHistory } from '../../src/shared/derive/history.ts'
import { deriveSummary } from '../../src/shared/derive/summary.ts'
import type { ExportSpec } from '../../src/shared/model/export.ts'
import { runId } from '../../src/shared/model/run.ts'
import { folderForTest, writeRecording } from '../unit/recording/written.ts'
import { PYTHON, specOf } from './launching.ts'

const forks = `
import os, time
children = [os.fork() for _ in range(2)]
end = time.process_time() + 0.4
while time.process_time() < end: sum(range(1000))
if 0 not in children:
    for _ in children: os.wait()
    print('done', flush=True)
`

const exported = (history: RunHistory, what: ExportSpec['what']): Promise<string | Uint8Array> =>
  exportFile(history, { run: history.header.run, what, fromNs: null, toNs: null, hidden: [], theme: 'light', percentOf: 'core', width: 900, scale: 1 })

test('a reopened run tells what the live run told, and is exported as it is', async () => {
  const recordingsFolder = folderForTest()
  const engine = await openEngine({ programVersion: 'test', recordingsFolder })
  const live = await engine.launch(specOf([PYTHON, '-c', forks]), { stdio: 'stream' })
  await live.ended
  const path = join(recordingsFolder, readdirSync(recordingsFolder)[0] ?? '')
  const reopened = await engine.reopen(path, null)
  const { run } = reopened.header
  expect(run).not.toBe(live.header.run)
  expect({ ...reopened, readBatches: null, history: null }).toMatchObject({ path, number: 1, runCount: 1, damage: [], isLive: false, header: { ...live.header, run }, end: { ...live.end, run }, batchCount: 1 })
  expect(reopened.output.map(chunk => [chunk.run, chunk.text])).toEqual([[run, 'done\n']])
  expect(reopened.history.events).toEqual(live.history.events)
  expect(deriveSummary(reopened.history)).toEqual(deriveSummary(live.history))
  expect(await exported(reopened.history, { kind: 'table', format: 'csv' })).toEqual(await exported(live.history, { kind: 'table', format: 'csv' }))
  for (const what of [{ kind: 'chart', chart: 'run', format: 'svg' }, { kind: 'trace', format: 'perfetto' }, { kind: 'report', format: 'html' }] as const) {
    expect((await exported(reopened.history, what)).length).toBeGreaterThan(1000)
  }
  await engine.close()
})

test('a page that begins with its one batch has the same history', async () => {
  const path = join(folderForTest(), 'a.fscope')
  writeRecording(path, { processes: 3, busy: 1, rateHz: 5, seconds: 4 })
  const engine = await openEngine({ programVersion: 'test' })
  const reopened = await engine.reopen(path, 1)
  const { first, batches } = reopened.readBatches(0)
  const page = emptyHistory(reopened.header)
  for (const batch of batches) appendBatch(page, batch)
  expect([first, batches.length, reopened.readBatches(1)]).toEqual([0, 1, { first: 1, batches: [] }])
  expect(batchOf(page)).toEqual(batchOf(reopened.history)) // all it says, whatever room its columns keep
  await engine.close()
})

test('two copies of a file, and a file that is opened twice, are runs of their own', async () => {
  const folder = folderForTest()
  const [path, copy] = [join(folder, 'a.fscope'), join(folder, 'b.fscope')]
  const { header } = writeRecording(path, { processes: 2, busy: 1, rateHz: 5, seconds: 1 })
  copyFileSync(path, copy)
  const engine = await openEngine({ programVersion: 'test' })
  const runs = [(await engine.reopen(path, 1)).header.run, (await engine.reopen(copy, 1)).header.run, (await engine.reopen(path, 1)).header.run]
  expect(new Set([...runs, header.run]).size).toBe(4)
  expect(runs.map(run => engine.placeOf(run))).toEqual([{ path, number: 1 }, { path: copy, number: 1 }, { path, number: 1 }])
  expect([engine.find(runs[0] ?? header.run), engine.placeOf(header.run), await engine.findKept(header.run)]).toEqual([undefined, undefined, undefined])
  expect(engine.runs).toEqual([])
  await engine.close()
})

test('a run that was cut off has no end, and nobody waits for more of it', async () => {
  const path = join(folderForTest(), 'cut.fscope')
  writeRecording(path, { processes: 2, busy: 1, rateHz: 5, seconds: 3 }, { isEnded: false })
  const engine = await openEngine({ programVersion: 'test' })
  const { end, history, isLive } = await engine.reopen(path, null)
  expect([end, history.end, isLive]).toEqual([null, null, false])
  expect(history.tickNs.length).toBe(15)
  await engine.close()
})

test('of many that were opened the last are held in memory, and older ones are read anew as long as they are there', async () => {
  const path = join(folderForTest(), 'a.fscope')
  writeRecording(path, { processes: 2, busy: 1, rateHz: 5, seconds: 1 })
  const engine = await openEngine({ programVersion: 'test' })
  const first = await engine.reopen(path, 1)
  expect(await engine.findKept(first.header.run)).toBe(first)
  for (let i = 0; i < 3; i++) await engine.reopen(path, 1)
  const again = await engine.findKept(first.header.run)
  expect(again).not.toBe(first)
  expect(again?.history).toEqual(first.history)
  for (let i = 0; i < 3; i++) await engine.reopen(path, 1)
  rmSync(path)
  await expect(engine.findKept(first.header.run)).rejects.toMatchObject({ fault: { kind: 'recording-damaged', reason: 'there is no such file' } })
  await engine.close()
})

test('of many runs that were recorded the last stay in memory, and older ones are read back under the id they had', async () => {
  const engine = await openEngine({ programVersion: 'test', recordingsFolder: folderForTest() })
  const runs: LiveRun[] = []
  for (let i = 0; i < 7; i++) {
    const live = await engine.launch(specOf(['echo', String(i)]), { stdio: 'stream' })
    runs.push(live)
    await live.ended
  }
  expect(engine.runs.map(({ header }) => header.run)).toEqual(runs.slice(2).map(({ header }) => header.run))
  const [first] = runs
  const again = await engine.findKept(first?.header.run ?? runId('none'))
  expect(again).toMatchObject({ header: first?.header, end: first?.end, isLive: false, output: [{ text: '0\n' }] })
  expect(engine.find(runs[6]?.header.run ?? runId('none'))).toBe(runs[6])
  await engine.close()
})

test('a run that is recorded nowhere stays in memory', async () => {
  const engine = await openEngine({ programVersion: 'test' })
  for (let i = 0; i < 6; i++) await (await engine.launch(specOf(['true']), { stdio: 'stream' })).ended
  expect(engine.runs.length).toBe(6)
  await engine.close()
})

test('a run that the file does not have is refused in words', async () => {
  const path = join(folderForTest(), 'a.fscope')
  writeRecording(path, { processes: 2, busy: 1, rateHz: 5, seconds: 1 })
  const engine = await openEngine({ programVersion: 'test' })
  await expect(engine.reopen(path, 7)).rejects.toThrow('there is no run 7 in it')
  await engine.close()
})

test('of a long run a sketch comes at once, and all of it when its samples have been read', async () => {
  const path = join(folderForTest(), 'long.fscope')
  writeRecording(path, { processes: 3, busy: 2, rateHz: 1, seconds: 7300 })
  const engine = await openEngine({ programVersion: 'test' })
  const sketch = await engine.reopen(path, null)
  const { run } = sketch.header
  expect(sketch).toMatchObject({ isSketch: true, batchCount: 1, end: { run } })
  expect([...sketch.history.warnings.keys()]).toContain('being-read')
  expect(sketch.readBatches(0).batches.length).toBe(1)
  const whole = await engine.findKept(run)
  expect(whole).toMatchObject({ isSketch: false, batchCount: 2 })
  expect(whole?.history.warnings.has('being-read')).toBe(false)
  expect(whole?.readBatches(1)).toMatchObject({ first: 0, batches: [{ run, past: {} }] }) // in the place of the sketch
  expect(whole?.readBatches(2).batches).toEqual([])
  expect(await engine.findSoon(run)).toBe(whole)
  // Means of the overview: to 1/200 of a core.
  const mean = ({ processes }: RunHistory): number => (processes[0]?.cpu.ranNs.last() ?? NaN) / 7300e9
  expect(Math.abs(mean(sketch.history) - mean(whole?.history ?? sketch.history))).toBeLessThan(0.01)
  await engine.close()
})
