// The library as the page has it: what is told when, what may go to the trash, and what keeps within the limit.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EventName } from '../../../src/shared/contract.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { type LibraryState, type RecordingId, recordingId } from '../../../src/shared/model/recording.ts'
import { openLibrary } from '../../../src/main/engine/index.ts'
import { type LibraryDesk, openLibraryDesk } from '../../../src/main/shell/library.ts'
import type { MainWindow } from '../../../src/main/shell/window.ts'
import { writeRecording } from '../recording/written.ts'
import { messages, trash } from './electronPair.ts'
import { type FakeRun, fakeEngine, fakeRun } from './fakes.ts'

vi.mock('electron', () => import('./electronPair.ts'))

const tree = { processes: 2, busy: 1, rateHz: 5, seconds: 1 }
const DAY_MS = 86_400_000

let folder: string
let told: EventName[]
let title: string
let isShown: boolean
let libraryLimitBytes: number | null
let desk: LibraryDesk

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'forkscope-desk-')), 'library')
  mkdirSync(folder)
  told = []
  title = ''
  isShown = true
  libraryLimitBytes = null
  messages.length = trash.files.length = 0
  trash.refusal = null
  const window = { isDestroyed: () => false, setTitle: (text: string) => void (title = text) }
  const page = { window, isShown: () => isShown, send: (name: EventName) => void told.push(name) } as unknown as MainWindow
  const kept = {
    get settings() {
      return { theme: 'system', percentOf: 'core', libraryLimitBytes } as const
    }
  }
  desk = openLibraryDesk({ engine: Promise.resolve(fakeEngine()), library: openLibrary(folder), kept, page })
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

const settle = (): Promise<void> => new Promise(resolve => void setImmediate(resolve))
const place = (name: string): string => join(folder, `${name}.fscope`)
/** Oldest first. */
const record = (...names: string[]): void => names.forEach((name, day) => void writeRecording(place(name), tree, { startedAtUnixMs: 1_750_000_000_000 + day * DAY_MS }))
const read = async (): Promise<LibraryState> => desk.calls.readLibrary(null)
const idOf = async (name: string): Promise<RecordingId> => (await read()).items.find(({ path }) => path === place(name))?.recording ?? recordingId('none')
const namesIn = (paths: readonly string[]): string[] => paths.map(path => path.slice(-8, -7))

/** As if the engine recorded a run to this file, and the shell followed it. */
function follow(name: string): FakeRun {
  const live = Object.assign(fakeRun(`run-${name}`), { recordedTo: place(name) })
  desk.follow(live)
  return live
}

test('a name leads to its file as long as the program runs, and no other name to any', async () => {
  record('a', 'b')
  const { items, sizeBytes } = (await read())
  expect(namesIn(items.map(({ path }) => path))).toEqual(['b', 'a'])
  expect(sizeBytes).toBe(items.reduce((sum, item) => sum + item.sizeBytes, 0))
  expect(items.map(({ runs }) => runs[0])).toMatchObject([1, 2].map(() => ({ number: 1, exit: { code: 0 }, endedBy: 'itself', cpuNs: 1.234e9, processCount: 2, experiment: null })))
  record('c')
  expect((await read()).items.slice(0, 2).map(({ recording }) => recording).sort()).not.toContain(undefined)
  expect((await read()).items.find(({ path }) => path === place('a'))?.recording).toBe(items[1]?.recording)
  expect(() => desk.calls.renameRecording({ recording: recordingId('/etc/passwd'), name: 'x' })).toThrow('There is no such recording')
  await expect(desk.calls.trashRecordings([recordingId('recording-99')])).rejects.toThrow('There is no such recording')
})

test('what was not measured is null, never 0', async () => {
  writeRecording(place('a'), tree, { isEnded: false })
  expect((await read()).items[0]?.runs[0]).toMatchObject({ exit: null, endedBy: null, cpuNs: null })
})

test('the page is told of a recording when it is new and when it is complete; a hidden one once, when it is shown', async () => {
  record('a')
  const live = follow('a')
  expect([told, (await read()).items[0]?.isBeingWritten]).toEqual([['libraryChanged'], true])
  isShown = false
  live.finish()
  await settle()
  follow('b')
  expect(told.length).toBe(1)
  isShown = true
  desk.resume()
  desk.resume()
  expect([told.length, (await read()).items[0]?.isBeingWritten]).toEqual([2, false])
})

test('a run that is recorded nowhere is no news', async () => {
  desk.follow(fakeRun('run-1'))
  expect(told).toEqual([])
})

test('a recording that is being written opens as the live run, any other under an id of its own', async () => {
  record('a', 'b')
  follow('a')
  const live = await desk.calls.openRecording({ recording: await idOf('a'), number: 1 })
  expect([live.header.run, title]).toEqual(['run-a', 'sleep 1 – running – Forkscope'])
  const reopened = await desk.calls.openRecording({ recording: await idOf('b'), number: 1 })
  expect([reopened.header.run, reopened.recording, title]).toEqual([expect.stringMatching(/^reopened-/), await idOf('b'), 'python3 work.py – recording – Forkscope'])
})

test('what cannot be read is listed with the reason, opens with words and can be thrown away', async () => {
  writeFileSync(place('x'), 'no database at all '.repeat(100))
  expect((await read()).items).toMatchObject([{ runs: [], damage: [expect.stringContaining('not a database')] }])
  await expect(desk.calls.openRecording({ recording: await idOf('x'), number: 1 })).rejects.toThrow(/cannot be read as a recording: it is not a database\. It was not changed/)
  expect(await desk.calls.trashRecordings([await idOf('x')])).toEqual({ trashed: 1 })
})

test('files go to the trash, each once however often it is named, and the page is told', async () => {
  record('a', 'b', 'c')
  expect(await desk.calls.trashRecordings([await idOf('a'), await idOf('c'), await idOf('a')])).toEqual({ trashed: 2 })
  expect([namesIn(trash.files), told]).toEqual([['a', 'c'], ['libraryChanged']])
  const gone = await idOf('b')
  rmSync(place('b'))
  expect(await desk.calls.trashRecordings([gone])).toEqual({ trashed: 0 })
})

test('if one of them is being written nothing goes at all', async () => {
  record('a', 'b')
  follow('b')
  await expect(desk.calls.trashRecordings([await idOf('a'), await idOf('b')])).rejects.toMatchObject({ fault: { kind: 'recording-in-use', path: place('b') } })
  expect([trash.files, existsSync(place('a'))]).toEqual([[], true])
})

test('what cannot be moved to the trash is kept, and said', async () => {
  record('a')
  trash.refusal = 'there is no trash'
  await expect(desk.calls.trashRecordings([await idOf('a')])).rejects.toThrow(new FaultError({ kind: 'trash-failed', path: place('a'), reason: 'there is no trash', trashed: 0 }))
  expect(existsSync(place('a'))).toBe(true)
})

test('the oldest go when a recording is complete and the limit is passed, but neither pinned ones nor who is being written', async () => {
  record('a', 'b', 'c', 'd')
  await desk.calls.pinRecording({ recording: await idOf('a'), isPinned: true })
  const live = follow('b')
  const written = (await read()).items.find(({ isBeingWritten }) => isBeingWritten)
  libraryLimitBytes = (await read()).sizeBytes - (written?.sizeBytes ?? 0) - 1
  await desk.applyLimit()
  expect(namesIn(trash.files)).toEqual(['c'])
  libraryLimitBytes = 0
  live.finish()
  await vi.waitFor(() => expect(namesIn(trash.files)).toEqual(['c', 'b', 'd']))
  expect([existsSync(place('a')), messages]).toEqual([true, []])
})

test('a library that cannot be kept within its limit says so once', async () => {
  record('a', 'b')
  trash.refusal = 'there is no trash'
  libraryLimitBytes = 0
  await desk.applyLimit()
  await desk.applyLimit()
  expect(messages).toEqual([expect.stringMatching(/a\.fscope” could not be moved to the trash: there is no trash\. It was kept/)])
  expect([existsSync(place('a')), existsSync(place('b'))]).toEqual([true, true])
})
