// A folder of recordings: listed, named, pinned, and kept within a size.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openLibrary } from '../../../src/main/engine/recording/library.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { openToWrite } from '../../../src/main/engine/recording/writing/connection.ts'
import { folderForTest, writeRecording } from './written.ts'

const tree = { processes: 3, busy: 1, rateHz: 5, seconds: 2 }

/** Three recordings, each a day later than the one before: b, a, c. */
function makeLibrary(): ReturnType<typeof openLibrary> {
  const folder = folderForTest()
  for (const [day, name] of ['b', 'a', 'c'].entries()) writeRecording(join(folder, `${name}.fscope`), tree, { startedAtUnixMs: 1_750_000_000_000 + day * 86_400_000 })
  return openLibrary(folder)
}

const namesOf = (entries: readonly { readonly path: string }[]): string[] => entries.map(({ path }) => path.slice(-8, -7))

test('the newest comes first, with its figures and without a sample being read', () => {
  const entries = makeLibrary().list()
  expect(namesOf(entries)).toEqual(['c', 'a', 'b'])
  const [first] = entries
  expect([first?.runs[0]?.header.spec.argv, first?.runs[0]?.end?.exit.code, first?.runs[0]?.processCount, first?.damage]).toEqual([['python3', 'work.py'], 0, 3, []])
  expect(first?.sizeBytes).toBe(statSync(first?.path ?? '').size)
})

// SQLite waits for the other one for three seconds before it gives up.
test('a name that cannot be written says that nothing was changed', { timeout: 30_000 }, () => {
  const library = makeLibrary()
  const path = join(library.folder, 'a.fscope')
  const other = new DatabaseSync(path)
  other.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE')
  onTestFinished(() => other.close())
  expect(() => library.rename(path, 'x')).toThrow(expect.objectContaining({ fault: { kind: 'label-failed', path, reason: 'another program is writing it' } }) as Error)
})

test('read in turns it is the same list, and a file that changes is read anew', async () => {
  const library = makeLibrary()
  expect(await library.listInTurns()).toEqual(library.list())
  const [first] = library.list()
  library.rename(first?.path ?? '', 'c anew')
  expect((await library.listInTurns()).map(({ name }) => name)).toEqual(['c anew', null, null])
  rmSync(first?.path ?? '')
  expect(namesOf(await library.listInTurns())).toEqual(['a', 'b'])
})

test('files to be moved away are one file, unless somebody writes it', () => {
  const folder = folderForTest()
  const path = join(folder, 'live.fscope')
  const library = openLibrary(folder)
  const database = openToWrite(path)
  expect(() => library.takeFiles(path)).toThrow(expect.objectContaining({ fault: { kind: 'recording-in-use', path } }) as Error)
  database.close()
  writeRecording(join(folder, 'cut.fscope'), tree, { isEnded: false })
  expect(library.takeFiles(join(folder, 'cut.fscope'))).toEqual([join(folder, 'cut.fscope')])
  expect(library.read(join(folder, 'cut.fscope'))?.runs[0]?.header.spec.argv).toEqual(['python3', 'work.py'])
  expect(library.takeFiles(join(folder, 'none.fscope'))).toEqual([])
})

test('a folder that is not there yet is an empty library', () => {
  expect(openLibrary(join(folderForTest(), 'none')).list()).toEqual([])
})

test('what cannot be read is listed with the reason, and does not hide the others', () => {
  const library = makeLibrary()
  writeFileSync(join(library.folder, 'x.fscope'), 'no database at all, but long enough to be looked at as one '.repeat(20))
  mkdirSync(join(library.folder, 'y.fscope'))
  const entries = library.list()
  expect(entries.length).toBe(5)
  expect(entries.filter(({ damage }) => damage.length > 0).length).toBe(2)
  expect(entries.find(({ path }) => path.endsWith('x.fscope'))?.damage[0]).toContain('not a database')
})

test('name, note and pin stay in the file, and nothing else changes in it', () => {
  const library = makeLibrary()
  const path = join(library.folder, 'a.fscope')
  const before = library.list().find(entry => entry.path === path)
  library.rename(path, 'Before the fix')
  library.annotate(path, 'Eight workers, one lock.')
  library.pin(path, true)
  const after = library.list().find(entry => entry.path === path)
  expect(after).toEqual({ ...before, name: 'Before the fix', note: 'Eight workers, one lock.', isPinned: true, sizeBytes: after?.sizeBytes })
  library.rename(path, null)
  expect(library.list().find(entry => entry.path === path)?.name).toBeNull()
  expect(readdirSync(library.folder).filter(name => name.startsWith('a.fscope-'))).toEqual([])
})

test('a file that is none of ours is not named', () => {
  const library = makeLibrary()
  writeFileSync(join(library.folder, 'x.fscope'), 'text')
  expect(() => library.rename(join(library.folder, 'x.fscope'), 'x')).toThrow(FaultError)
  expect(() => library.rename(join(library.folder, 'none.fscope'), 'x')).toThrow(FaultError)
})

test('without a limit nobody goes; with one the oldest go that are not pinned, and only as many as must', () => {
  const library = makeLibrary()
  const [c, a, b] = library.list()
  const whole = [a, b, c].reduce((sum, entry) => sum + (entry?.sizeBytes ?? 0), 0)
  expect(library.listOverLimit(null)).toEqual([])
  expect(library.listOverLimit(whole)).toEqual([])
  expect(namesOf(library.listOverLimit(whole - 1))).toEqual(['b'])
  library.pin(b?.path ?? '', true)
  expect(namesOf(library.listOverLimit(whole - 1))).toEqual(['a'])
  expect(namesOf(library.listOverLimit(0))).toEqual(['a', 'c'])
})

test('a run that goes on is not removed, and its log counts', () => {
  const folder = folderForTest()
  const path = join(folder, 'live.fscope')
  writeRecording(path, tree, { isEnded: false })
  const library = openLibrary(folder)
  expect(library.listOverLimit(0)).toEqual([])
  expect(library.filesOf(path)[0]).toBe(path)
})
