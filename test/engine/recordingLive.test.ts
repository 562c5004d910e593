// Runs of real programs, recorded while they go on: the recording tells what the live run tells.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEngine, openLibrary, openRecording } from '../../src/main/engine/index.ts'
import { deriveSummary } from '../../src/shared/derive/summary.ts'
import { FaultError } from '../../src/shared/fault.ts'
import type { RunEnd } from '../../src/shared/model/run.ts'
import { folderForTest } from '../unit/recording/written.ts'
import { PYTHON, specOf, whenSaid } from './launching.ts'

const forks = `
import os, sys, time
children = [os.fork() for _ in range(2)]
end = time.process_time() + 0.4
while time.process_time() < end: sum(range(1000))
if 0 not in children:
    for _ in children: os.wait()
    print('done', flush=True)
`

test('a recorded run has the history, the summary and the output of the live one', async () => {
  const path = join(folderForTest(), 'run.fscope')
  const engine = await openEngine({ programVersion: 'test' })
  const live = await engine.launch(specOf([PYTHON, '-c', forks]), { stdio: 'stream', recordTo: path, recordAs: { experiment: 'e', variant: 'v', round: 2 } })
  expect(live.recordedTo).toBe(path)
  const end: RunEnd = await live.ended
  const recording = openRecording(path)
  const [run] = recording.runs
  expect(recording.damage).toEqual([])
  expect({ header: run?.header, end: run?.end, place: run?.place }).toEqual({ header: live.header, end, place: { experiment: 'e', variant: 'v', round: 2 } })
  expect(deriveSummary(recording.readHistory(1))).toEqual(deriveSummary(live.history))
  expect(recording.readHistory(1).events).toEqual(live.history.events)
  expect(recording.readOutput(1).map(({ text }) => text).join('')).toBe(live.output.map(({ text }) => text).join(''))
  recording.close()
  await engine.close()
})

const briefChildren = `
import subprocess
for _ in range(40): subprocess.run(['true'])
`

test.each([
  ['two children that compute', [PYTHON, '-c', forks]],
  ['children too short to be seen', [PYTHON, '-c', briefChildren]],
  ['nothing at all', ['true']]
])('a list tells the very peaks of the summary: %s', async (_, argv) => {
  const path = join(folderForTest(), 'run.fscope')
  const engine = await openEngine({ programVersion: 'test' })
  const live = await engine.launch(specOf(argv), { stdio: 'stream', recordTo: path })
  await live.ended
  const recording = openRecording(path)
  const { coresUsedPeak, peakRssBytes, peakPssBytes, threadCountPeak, processCount } = deriveSummary(recording.readHistory(1))
  expect({ ...recording.runs[0]?.peaks, processCount: recording.runs[0]?.processCount }).toEqual({ coresUsedPeak, peakRssBytes, peakPssBytes, threadCountPeak, processCount })
  recording.close()
  await engine.close()
})

test('with a folder every run is recorded there, but for who asks not to be', async () => {
  const recordingsFolder = join(folderForTest(), 'recordings')
  const engine = await openEngine({ programVersion: 'test', recordingsFolder })
  await (await engine.launch(specOf(['true']), { stdio: 'stream' })).ended
  await (await engine.launch(specOf(['true']), { stdio: 'stream', recordTo: null })).ended
  await engine.close()
  expect(readdirSync(recordingsFolder)).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d true \S+\.fscope$/)])
})

test('a run can be read while it is recorded, its peaks so far too', async () => {
  const folder = folderForTest()
  const path = join(folder, 'live.fscope')
  const engine = await openEngine({ programVersion: 'test' })
  const live = await engine.launch(specOf([PYTHON, '-c', `import time; print('there', flush=True); time.sleep(60)`]), { stdio: 'stream', recordTo: path })
  await whenSaid(live, 'there')
  await expect.poll(() => readSaid(path), { timeout: 20_000 }).toBe('there\n')
  await expect.poll(() => openLibrary(folder).list()[0]?.runs[0]?.peaks.threadCountPeak, { timeout: 20_000 }).toBeGreaterThan(0) // told after the first second
  live.kill()
  await live.ended
  await engine.close()
  expect(existsSync(`${path}-wal`)).toBe(false)
})

/** What a run that goes on has written so far; null: it has not begun to be recorded. */
function readSaid(path: string): string | null {
  try {
    const recording = openRecording(path)
    expect(recording.runs[0]?.end).toBeNull()
    const said = recording.readOutput(1).map(({ text }) => text).join('')
    recording.close()
    return said
  } catch (error) {
    if (error instanceof FaultError) return null
    throw error
  }
}

test('a file that cannot be written is refused before anything is started', async () => {
  const folder = folderForTest()
  writeFileSync(join(folder, 'text.fscope'), 'a text of somebody else, long enough to be looked at as a database '.repeat(20))
  const engine = await openEngine({ programVersion: 'test' })
  await expect(engine.launch(specOf(['true']), { stdio: 'stream', recordTo: join(folder, 'no', 'such', 'folder.fscope') })).rejects.toMatchObject({ fault: { kind: 'cannot-record', reason: 'it cannot be opened' } })
  await expect(engine.launch(specOf(['true']), { stdio: 'stream', recordTo: join(folder, 'text.fscope') })).rejects.toMatchObject({ fault: { kind: 'cannot-record', reason: 'it is not a database' } })
  await expect(engine.launch(specOf(['no-such-program']), { stdio: 'stream', recordTo: join(folder, 'never.fscope') })).rejects.toMatchObject({ fault: { kind: 'command-not-found' } })
  expect(readdirSync(folder)).toEqual(['text.fscope'])
  expect(engine.runs).toEqual([])
  await engine.close()
})

test('a folder that cannot be used is a doubt of the run, which goes on', async () => {
  const blocked = join(folderForTest(), 'file')
  writeFileSync(blocked, '')
  const engine = await openEngine({ programVersion: 'test', recordingsFolder: join(blocked, 'recordings') })
  const live = await engine.launch(specOf(['true']), { stdio: 'stream' })
  const { exit } = await live.ended
  expect([exit.code, live.recordedTo, live.history.warnings.get('recording-failed')?.count]).toEqual([0, null, 1])
  await engine.close()
})
