import { describe, expect, test } from 'vitest'
import { type RowQuery, listRows } from '../../../src/renderer/src/state/library/libraryRows.ts'
import { fitsSearch, listTexts } from '../../../src/renderer/src/state/library/librarySearch.ts'
import { NOTHING_CHOSEN, chooseAll, chooseRow, keepSelection } from '../../../src/renderer/src/state/library/librarySelection.ts'
import { listTitles } from '../../../src/renderer/src/state/library/labTitles.ts'
import { nameRecording, sayItem, sayRunEnd } from '../../../src/renderer/src/state/library/libraryWords.ts'
import type { LibraryItem } from '../../../src/shared/model/recording.ts'
import { ns } from '../../../src/shared/units.ts'
import { fakeSpec } from '../fixtures/fakeRun.ts'
import { DAY_MS, HOUR_MS, NOON, fakeItem, fakeLibraryRun } from './fakeLibrary.ts'

const titles = listTitles([])
const rowsOf = (items: readonly LibraryItem[], query: Partial<RowQuery> = {}) => listRows({ items, sorting: { by: 'started', descending: true }, open: new Set(), titles, nowUnixMs: NOON + HOUR_MS, ...query })
const keysOf = (items: readonly LibraryItem[], query: Partial<RowQuery> = {}): string[] => rowsOf(items, query).map(row => (row.kind === 'day' ? `${row.title} (${row.count})` : row.key))
const severalRuns = (index: number): LibraryItem => fakeItem(index, { runs: [fakeLibraryRun({ number: 1, coresUsedPeak: 1, wallNs: ns(2e9) }), fakeLibraryRun({ number: 2, coresUsedPeak: 3, wallNs: ns(5e9), exit: { code: 1, signal: null } })] })

describe('the list', () => {
  test('stands under its days, newest first', () => {
    const items = [fakeItem(0), fakeItem(1), fakeItem(2, { startedAtUnixMs: NOON - DAY_MS }), fakeItem(3, { startedAtUnixMs: NOON - 4 * DAY_MS }), fakeItem(4, { startedAtUnixMs: NOON - 400 * DAY_MS })]
    expect(keysOf(items)).toEqual([
      ...['Today (2)', 'recording-0', 'recording-1', 'Yesterday (1)', 'recording-2'],
      ...['Sunday 8 November (1)', 'recording-3', 'Wednesday 8 October 2025 (1)', 'recording-4']
    ])
  })

  test('has no days where it is sorted by anything else', () => {
    expect(keysOf([fakeItem(0), fakeItem(1)], { sorting: { by: 'size', descending: true } })).toEqual(['recording-1', 'recording-0'])
  })

  test('puts what was not measured last, whichever way it is sorted', () => {
    const peaks = [null, 2, 0.5]
    const items = peaks.map((coresUsedPeak, index) => fakeItem(index, { runs: [fakeLibraryRun({ coresUsedPeak })] }))
    expect(keysOf(items, { sorting: { by: 'cores', descending: true } })).toEqual(['recording-1', 'recording-2', 'recording-0'])
    expect(keysOf(items, { sorting: { by: 'cores', descending: false } })).toEqual(['recording-2', 'recording-1', 'recording-0'])
  })

  test('unfolds a recording to its runs, and one with a single run to nothing', () => {
    const items = [severalRuns(0), fakeItem(1)]
    expect(rowsOf(items).map(row => (row.kind === 'recording' ? row.isOpen : row.kind))).toEqual(['day', false, null])
    const open = new Set([items[0]!.recording, items[1]!.recording])
    expect(keysOf(items, { open, sorting: { by: 'size', descending: false } })).toEqual(['recording-0', 'recording-0-run-1', 'recording-0-run-2', 'recording-1'])
  })
})

describe('the words of a row', () => {
  test('durations of several runs add up, peaks are the highest', () => {
    expect(sayItem(severalRuns(0), { titles, isUnderDay: true })).toMatchObject({ duration: '7.00 s', cores: '3.00', exit: '1 of 2 failed', started: '12:00' })
  })

  test('what nobody measured is a dash, never 0', () => {
    const item = fakeItem(0, { runs: [fakeLibraryRun({ coresUsedPeak: null, peakPssBytes: null, threadCountPeak: null })] })
    expect(sayItem(item, { titles, isUnderDay: false })).toMatchObject({ cores: '–', pss: '–', threads: '–', started: '2026-11-12 12:00' })
    expect(sayItem(fakeItem(0, { runs: [], damage: ['x'] }), { titles, isUnderDay: true })).toMatchObject({ duration: '–', processes: '–', exit: 'cannot be read', size: '1.0 MiB' })
  })

  test.each([
    [{ exit: { code: 0, signal: null } }, false, 'exit 0'],
    [{ exit: { code: 3, signal: null } }, false, 'exit 3'],
    [{ exit: { code: null, signal: 'SIGKILL' } }, false, 'SIGKILL'],
    [{ exit: { code: null, signal: 'SIGTERM' }, endedBy: 'asked' as const }, false, 'stopped by you'],
    [{ exit: { code: null, signal: null } }, false, 'exit not told'],
    [{ exit: { code: null, signal: null }, endedBy: 'left' as const }, false, 'left running'],
    [{ exit: null, endedBy: null }, false, 'cut off'],
    [{ exit: null, endedBy: null }, true, 'goes on']
  ])('a run that ended as %j (being written: %s) is said to have ended “%s”', (run, isBeingWritten, words) => {
    expect(sayRunEnd(fakeLibraryRun(run), isBeingWritten).text).toBe(words)
  })

  test('a run of the lab is called by its place there, unless it was given a name; a file that cannot be read by its file', () => {
    const runs = [fakeLibraryRun({ experiment: 'fork-or-threads', variant: 'fork' })]
    const nameOf = (item: LibraryItem) => nameRecording(item, titles)
    expect(nameOf(fakeItem(0, { runs }))).toEqual({ name: 'fork', detail: 'fork-or-threads', command: null })
    expect(nameOf(fakeItem(0, { runs, name: 'Before' }))).toEqual({ name: 'Before', detail: 'fork · fork-or-threads', command: null })
    expect(nameOf(fakeItem(0))).toEqual({ name: 'python3 work.py', detail: '', command: 'name' })
    expect(nameOf(fakeItem(0, { runs: [] }))).toEqual({ name: '0.fscope', detail: '', command: null })
  })

  test('control characters of a stranger’s file are shown, not obeyed', () => {
    const item = fakeItem(0, { name: 'a\u202eb\nc', runs: [fakeLibraryRun({ spec: fakeSpec({ argv: ['x\u001b[2J'], throughShell: true }) })] })
    expect(nameRecording(item, titles)).toEqual({ name: 'a\\x202eb⏎c', detail: 'x\\x1b[2J', command: 'detail' })
  })
})

describe('search', () => {
  const item = fakeItem(0, { name: 'Fork-vs-threads, café', note: 'queue of Ada', runs: [fakeLibraryRun({ spec: fakeSpec({ argv: ['pytest', '-n', '4'], cwd: '/srv/thing' }) })] })
  const fits = (search: string): boolean => fitsSearch(search, listTexts(item, titles))

  test.each(['', 'fork', 'CAFÉ', 'pytest', 'queue', 'srv/th', 'pytest ada', 'frkthr', 'pyt'])('“%s” finds it', search => {
    expect(fits(search)).toBe(true)
  })
  test.each(['spawn', 'pytest spawn', 'quada', 'hreads4x', 'kf'])('“%s” does not', search => {
    expect(fits(search)).toBe(false)
  })
})

describe('choosing', () => {
  const rows = rowsOf([0, 1, 2, 3].map(index => fakeItem(index)))
  const chosenOf = (selection: { readonly chosen: ReadonlySet<string> }): string[] => [...selection.chosen]
  const second = chooseRow(NOTHING_CHOSEN, rows, 'recording-1', 'only')

  test('one, a stretch, single ones, all', () => {
    expect(chosenOf(second)).toEqual(['recording-1'])
    const stretch = chooseRow(second, rows, 'recording-3', 'stretch')
    expect(chosenOf(stretch)).toEqual(['recording-1', 'recording-2', 'recording-3'])
    expect(chosenOf(chooseRow(stretch, rows, 'recording-0', 'stretch'))).toEqual(['recording-0', 'recording-1'])
    expect(chosenOf(chooseRow(second, rows, 'recording-3', 'toggle'))).toEqual(['recording-1', 'recording-3'])
    expect(chosenOf(chooseRow(second, rows, 'recording-1', 'toggle'))).toEqual([])
    expect(chooseRow(second, rows, 'recording-3', 'pass')).toMatchObject({ active: 'recording-3', anchor: 'recording-1' })
    expect(chosenOf(chooseAll(second, rows))).toHaveLength(4)
  })

  test('a day cannot be chosen', () => {
    expect(chooseRow(second, rows, rows[0]!.key, 'only')).toBe(second)
  })

  test('what has gone is not chosen any more, and the keyboard goes to what moved up', () => {
    const left = rowsOf([0, 3].map(index => fakeItem(index)))
    expect(keepSelection(second, left, rows)).toEqual({ active: 'recording-3', anchor: 'recording-3', chosen: new Set(['recording-3']) })
    expect(keepSelection(second, rowsOf([fakeItem(0)]), rows).active).toBe('recording-0')
    expect(keepSelection(second, [], rows)).toEqual(NOTHING_CHOSEN)
  })

  test('a run that is folded away leaves the keyboard on its recording', () => {
    const items = [severalRuns(0), fakeItem(1)]
    const unfolded = rowsOf(items, { open: new Set([items[0]!.recording]) })
    expect(keepSelection(chooseRow(NOTHING_CHOSEN, unfolded, 'recording-0-run-2', 'only'), rowsOf(items), unfolded).active).toBe('recording-0')
  })

  test('what is still there stays chosen, wherever it stands', () => {
    expect(keepSelection(second, rowsOf([0, 1, 2].map(index => fakeItem(index)), { sorting: { by: 'size', descending: true } }), rows)).toEqual(second)
  })
})
