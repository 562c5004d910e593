import { expect, test } from 'vitest'
import { fillLimit, listGoing, parseLimit, sayLimit } from '../../../src/renderer/src/state/library/limitForm.ts'
import { bytes } from '../../../src/shared/units.ts'
import { fakeItem, fakeLibraryRun } from './fakeLibrary.ts'

const MIB = 2 ** 20

test.each([
  [{ amount: '5', unit: 'GiB' as const }, 5 * 1024 * MIB],
  [{ amount: ' 1,5 ', unit: 'GiB' as const }, 1536 * MIB],
  [{ amount: '10', unit: 'MiB' as const }, 10 * MIB]
])('%j is understood', (fields, size) => {
  expect(parseLimit(fields)).toEqual({ ok: true, bytes: size })
  const { amount, unit } = fillLimit(size)
  expect(parseLimit({ amount, unit })).toEqual({ ok: true, bytes: size })
})

test.each(['', 'much', '-1', '0', '9', '1e3', '1 000', 'NaN', '99999999999999999999'])('“%s” MiB is refused in words', amount => {
  expect(parseLimit({ amount, unit: 'MiB' })).toMatchObject({ ok: false, reason: expect.stringMatching(/^(Type a number|At least|At most)/) as string })
})

test('what stays over the limit is said, and why', () => {
  const size = { sizeBytes: bytes(100 * MIB) }
  const items = [fakeItem(0, { ...size, isPinned: true }), fakeItem(1, { ...size, runs: [] }), fakeItem(2, { ...size, runs: [fakeLibraryRun({ exit: null, endedBy: null })] }), fakeItem(3, size)]
  const going = listGoing(items, 50 * MIB)
  expect(going.map(({ recording }) => recording)).toEqual(['recording-3'])
  expect(sayLimit(items, 50 * MIB, going)).toBe('1 recording (100 MiB) would go to the trash at once. What is pinned, cut off or cannot be read stays and takes 300 MiB, more than the limit.')
  expect(sayLimit(items, 500 * MIB, [])).toBe('Nothing goes now.')
})
