// The file: what was recorded is read back, by minutes and by the seconds that had not become one; several runs; versions.
import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { openOlder } from '../../../src/main/engine/recording/reading/open.ts'
import { openRecording } from '../../../src/main/engine/recording/reading/recording.ts'
import { stepsAreComplete, upgrade } from '../../../src/main/engine/recording/upgrades.ts'
import { openToWrite } from '../../../src/main/engine/recording/writing/connection.ts'
import { appendBatch, emptyHistory } from '../../../src/shared/derive/history.ts'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveRunPeaks, deriveSummary } from '../../../src/shared/derive/summary.ts'
import { deriveUsed } from '../../../src/shared/derive/used.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { contentsOf, expectedOf, folderForTest, historyOf, writeRecording } from './written.ts'

const small = { processes: 5, busy: 2, rateHz: 10, seconds: 4 }

describe('a recording', () => {
  test('is one file, and tells exactly what was recorded', () => {
    const folder = folderForTest()
    const path = join(folder, 'run.fscope')
    const written = writeRecording(path, small)
    expect(readdirSync(folder)).toEqual(['run.fscope'])
    const recording = openRecording(path)
    expect(contentsOf(recording)).toEqual(expectedOf(written))
    expect(recording.damage).toEqual([])
    recording.close()
  })

  test('of a run of minutes comes back from chunks and from the seconds behind them', () => {
    const path = join(folderForTest(), 'run.fscope')
    const written = writeRecording(path, { ...small, rateHz: 4, seconds: 137 }, { isEnded: false })
    const recording = openRecording(path)
    expect(contentsOf(recording)).toEqual({ ...expectedOf(written), end: null })
    expect(recording.runs[0]?.end).toBeNull()
    recording.close()
  })

  test('makes the same history as the run itself, and so the same summary', () => {
    const path = join(folderForTest(), 'run.fscope')
    const { header, end, batches } = writeRecording(path, { ...small, seconds: 65 })
    const live = emptyHistory(header)
    for (const batch of batches) appendBatch(live, batch)
    live.end = end
    const recording = openRecording(path)
    expect(deriveSummary(recording.readHistory(1))).toEqual(deriveSummary(live))
    recording.close()
  })

  test.each([
    ['twelve seconds', { ...small, seconds: 12 }],
    ['twelve seconds at one look a second, windows of a second', { ...small, rateHz: 1, seconds: 12 }],
    ['twenty-five minutes, most of it thinned', { processes: 6, busy: 3, rateHz: 5, seconds: 1500, cores: 4 }]
  ])('lists the very figures of the summary without reading a sample: %s', (_, tree) => {
    const path = join(folderForTest(), 'run.fscope')
    const written = writeRecording(path, tree)
    const recording = openRecording(path)
    const { coresUsedPeak, peakRssBytes, peakPssBytes, threadCountPeak, processCount } = deriveSummary(recording.readHistory(1))
    const [run] = recording.runs
    expect(run?.peaks).toEqual(deriveRunPeaks(historyOf(written)))
    expect({ ...run?.peaks, processCount: run?.processCount }).toEqual({ coresUsedPeak: expect.closeTo(coresUsedPeak ?? NaN, 4) as number, peakRssBytes, peakPssBytes, threadCountPeak, processCount })
    // Times of long runs are kept to a microsecond, a hundred-thousandth of a window.
    if (tree.seconds < 600) expect(run?.peaks.coresUsedPeak).toBe(coresUsedPeak)
    recording.close()
  })

  test('without an end is known as far as its last second', () => {
    const path = join(folderForTest(), 'run.fscope')
    for (const seconds of [12, 137]) writeRecording(path, { ...small, rateHz: 4, seconds }, { isEnded: false })
    const recording = openRecording(path)
    expect(recording.runs.map(({ number, knownUntilNs }) => [number, knownUntilNs])).toEqual([1, 2].map(run => [run, Math.round(recording.readHistory(run).tickNs.last())]))
    recording.close()
  })

  test('holds several runs, each with its own', () => {
    const path = join(folderForTest(), 'experiment.fscope')
    const first = writeRecording(path, small, { place: { experiment: 'gil', variant: 'threads', round: 0 } })
    const second = writeRecording(path, { ...small, processes: 3, seconds: 2 }, { place: { experiment: 'gil', variant: 'processes', round: 0 } })
    const recording = openRecording(path)
    expect(recording.runs.map(({ number, place }) => [number, place.variant])).toEqual([[1, 'threads'], [2, 'processes']])
    expect(contentsOf(recording)).toEqual(expectedOf(first))
    expect([...recording.readBatches(2)].flatMap(({ tickNs }) => [...tickNs])).toEqual(second.batches.flatMap(({ tickNs }) => [...tickNs]))
    recording.close()
  })

  test('gives a stretch of time with what everybody had used before it', () => {
    const path = join(folderForTest(), 'run.fscope')
    const { batches } = writeRecording(path, { ...small, rateHz: 4, seconds: 200 })
    const recording = openRecording(path)
    const history = recording.readHistory(1, { fromNs: 130e9, toNs: 150e9 })
    const [root] = history.processes
    expect(history.processes.length).toBe(5)
    expect(history.tickNs.at(0)).toBeGreaterThan(119e9)
    expect(history.tickNs.last()).toBeLessThan(182e9)
    // One row stands for all that came before: from its birth until the first look that was read.
    expect([root?.cpu.fromNs.at(0), root?.cpu.ranNs.at(0)]).toEqual([root?.bornNs, ranBefore(batches, (root?.cpu.tNs.at(0) ?? NaN) + 1)])
    recording.close()
  })

  test.each([['minutes', 30e9, 35e9, true], ['the last seconds of one that was cut off', 134e9, 136e9, false]] as const)('shows no spike at the edge of a stretch: %s', (_, fromNs, toNs, isEnded) => {
    const path = join(folderForTest(), 'run.fscope')
    writeRecording(path, { ...small, rateHz: 4, seconds: 137 }, { isEnded })
    const recording = openRecording(path)
    const edges = edgesOf({ fromNs, toNs }, 10)
    const [part, all] = [recording.readHistory(1, { fromNs, toNs }), recording.readHistory(1)].map(history => [...deriveUsed(history, edges).total])
    for (const [bin, cores] of (part ?? []).entries()) expect(Math.abs(cores - (all?.[bin] ?? NaN))).toBeLessThan(0.4)
    const { mean } = recording.readRange(1, { measure: 'used' }, { fromNs, toNs, pixels: 10 })
    for (const [bin, cores] of mean.entries()) expect(Math.abs(cores - (all?.[bin] ?? NaN))).toBeLessThan(0.4)
    recording.close()
  })

  test('does not grow with what is written again every second', () => {
    const path = join(folderForTest(), 'run.fscope')
    writeRecording(path, { processes: 20, busy: 3, rateHz: 10, seconds: 122 })
    expect(statSync(path).size).toBeLessThan(400_000)
  })
})

function ranBefore(batches: ReturnType<typeof writeRecording>['batches'], tNs: number): number {
  let ran = NaN
  for (const { processes } of batches) processes.subject.forEach((subject, row) => {
    if (subject === 0 && processes.tNs[row]! < tNs) ran = processes.ranNs[row]!
  })
  return ran
}

describe('what is no recording of ours', () => {
  const faultOf = (open: () => unknown): unknown => {
    try {
      open()
    } catch (error) {
      return error instanceof FaultError ? error.fault : error
    }
    return null
  }

  test('is refused in words: no file, no database, another database', () => {
    const folder = folderForTest()
    new DatabaseSync(join(folder, 'other.fscope')).exec('CREATE TABLE run (run)')
    expect(faultOf(() => openRecording(join(folder, 'none.fscope')))).toMatchObject({ kind: 'recording-damaged', reason: 'there is no such file' })
    expect(faultOf(() => openRecording('package.json'))).toMatchObject({ kind: 'recording-damaged', reason: 'it is not a database' })
    expect(faultOf(() => openRecording(join(folder, 'other.fscope')))).toMatchObject({ kind: 'recording-damaged', reason: 'it is a database, but not a recording' })
    expect(faultOf(() => openToWrite(join(folder, 'other.fscope')))).toMatchObject({ kind: 'recording-damaged' })
    expect(existsSync(join(folder, 'none.fscope'))).toBe(false)
  })

  test('that is newer is refused by both, and told to be newer', () => {
    const path = join(folderForTest(), 'new.fscope')
    writeRecording(path, small)
    new DatabaseSync(path).exec('PRAGMA user_version = 99')
    expect(faultOf(() => openRecording(path))).toEqual({ kind: 'recording-too-new', path, format: 99, known: 1 })
    expect(faultOf(() => openToWrite(path))).toEqual({ kind: 'recording-too-new', path, format: 99, known: 1 })
  })

  test('is not believed where a table of ours is a view that never ends', () => {
    const path = join(folderForTest(), 'trap.fscope')
    writeRecording(path, small)
    new DatabaseSync(path).exec('DROP TABLE event; CREATE VIEW event AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS event FROM n')
    expect(faultOf(() => openRecording(path))).toMatchObject({ kind: 'recording-damaged' })
  })
})

describe('versions', () => {
  test('there is a step from every version to the next', () => {
    expect(stepsAreComplete).toBe(true)
  })

  test('all steps from the file’s own version on are taken, in order', () => {
    const database = new DatabaseSync(':memory:')
    database.exec('PRAGMA user_version = 2; CREATE TABLE told (step)')
    const steps = [1, 2, 3].map(step => (at: DatabaseSync) => at.exec(`INSERT INTO told VALUES (${step})`))
    upgrade(database, { from: 2, steps })
    expect(database.prepare('SELECT step FROM told').all().map(({ step }) => step)).toEqual([2, 3])
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 4 })
  })

  test('a step that fails leaves the file as it was', () => {
    const database = new DatabaseSync(':memory:')
    database.exec('PRAGMA user_version = 1; CREATE TABLE told (step)')
    const steps = [(at: DatabaseSync) => at.exec('INSERT INTO told VALUES (1)'), (at: DatabaseSync) => at.exec('nonsense')]
    expect(() => upgrade(database, { from: 1, steps })).toThrow()
    expect(database.prepare('SELECT count(*) AS count FROM told').get()).toEqual({ count: 0 })
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
  })

  test('an older file is read as a copy that was brought up to date, and stays as it is', () => {
    const path = join(folderForTest(), 'old.fscope')
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 1; CREATE TABLE old (told)')
    const file = openOlder({ database, damage: [], close: () => database.close() }, path, { format: 1, steps: [at => at.exec('CREATE TABLE fresh (told)')] })
    expect(file.database.prepare(`SELECT name FROM sqlite_schema`).all().map(({ name }) => name)).toEqual(['old', 'fresh'])
    file.close()
    expect(new DatabaseSync(path, { readOnly: true }).prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
  })

  test.each(readdirSync('test/fixtures/recordings').filter(name => name.endsWith('.fscope')))('%s, written by its version, is read', name => {
    const path = join(folderForTest(), name)
    copyFileSync(join('test/fixtures/recordings', name), path) // reading must not touch the fixture, not even by a log beside it
    const recording = openRecording(path)
    const summary = deriveSummary(recording.readHistory(1))
    expect(recording.damage).toEqual([])
    expect([summary.processCount, summary.command.join(' '), recording.readOutput(1).length, recording.runs.length]).toEqual([5, 'python3 work.py', 3, 2])
    recording.close()
  })
})
