import { expect, test } from 'vitest'
import { pickOverLimit, type Retained } from '../../../src/shared/derive/retention.ts'

interface Kept extends Retained {
  readonly name: string
}
const kept = (name: string, sizeBytes: number, marks: Partial<Retained> = {}): Kept => ({ name, sizeBytes, isPinned: false, isComplete: true, ...marks })
const goingOf = (newestFirst: readonly Kept[], limitBytes: number | null): string => pickOverLimit(newestFirst, limitBytes, item => item).map(({ name }) => name).join(' ')

test('the oldest go first, and no more than must', () => {
  const items = [kept('new', 10), kept('middle', 10), kept('old', 10)]
  expect([30, 29, 20, 19, 0].map(limit => goingOf(items, limit))).toEqual(['', 'old', 'old', 'old middle', 'old middle new'])
})

test('pinned and incomplete ones stay, but take their room', () => {
  const items = [kept('new', 10), kept('cut off', 10, { isComplete: false }), kept('pinned', 10, { isPinned: true })]
  expect([goingOf(items, 25), goingOf(items, 5)]).toEqual(['new', 'new'])
})

test('without a limit nobody goes', () => {
  expect(goingOf([kept('huge', 1e15)], null)).toBe('')
})
