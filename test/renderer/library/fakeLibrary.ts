// A library that nobody recorded, for tests of its view: any number of recordings, with figures that can be told apart.
import type { LibraryItem, LibraryRun, LibraryState } from '../../../src/shared/model/recording.ts'
import { recordingId } from '../../../src/shared/model/recording.ts'
import { bytes, ns } from '../../../src/shared/units.ts'
import { fakeSpec } from '../fixtures/fakeRun.ts'

/** Noon, so that no time zone of a tester makes it another day when hours are added. */
export const NOON = new Date(2026, 10, 12, 12).getTime()
export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

export function fakeLibraryRun(run: Partial<LibraryRun> = {}): LibraryRun {
  return {
    ...{ number: 1, spec: fakeSpec({ argv: ['python3', 'work.py'], cwd: '/home/ada/work' }), startedAtUnixMs: NOON, wallNs: ns(12.3e9), exit: { code: 0, signal: null }, endedBy: 'itself' },
    ...{ experiment: null, variant: null, cpuNs: ns(20e9), coresUsedPeak: 1.98, peakRssBytes: bytes(40 * 2 ** 20), peakPssBytes: bytes(61 * 2 ** 20), processCount: 5, threadCountPeak: 9 },
    ...run
  }
}

/** `index` makes its name for main, and its file. */
export function fakeItem(index: number, item: Partial<LibraryItem> = {}): LibraryItem {
  return {
    ...{ recording: recordingId(`recording-${index}`), path: `/home/ada/recordings/${index}.fscope`, name: null, note: null, isPinned: false, sizeBytes: bytes((index + 1) * 2 ** 20) },
    ...{ startedAtUnixMs: NOON - index * HOUR_MS, runs: [fakeLibraryRun({ startedAtUnixMs: NOON - index * HOUR_MS })], isBeingWritten: false, damage: [] },
    ...item
  }
}

export function fakeLibrary(items: readonly LibraryItem[]): LibraryState {
  return { folder: '/home/ada/recordings', items, sizeBytes: bytes(items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)) }
}
