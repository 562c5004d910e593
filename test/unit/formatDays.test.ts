import { expect, test } from 'vitest'
import { formatDate, formatDay, formatTimeOfDay } from '../../src/shared/format.ts'

/** The reader's own time, whatever zone the tests run in. */
const at = (year: number, month: number, day: number, hour = 12, minute = 0): number => new Date(year, month - 1, day, hour, minute).getTime()

test('days are counted by the calendar, not by 24 hours', () => {
  expect(formatDay(at(2026, 11, 12, 0, 1), at(2026, 11, 12, 23, 59))).toBe('Today')
  expect(formatDay(at(2026, 11, 11, 23, 59), at(2026, 11, 12, 0, 1))).toBe('Yesterday')
  expect(formatDay(at(2026, 11, 10), at(2026, 11, 12, 0, 1))).toBe('Tuesday 10 November')
})

test('yesterday can be in another month or year; another day of another year names it', () => {
  expect(formatDay(at(2025, 12, 31), at(2026, 1, 1))).toBe('Yesterday')
  expect(formatDay(at(2025, 12, 30), at(2026, 1, 1))).toBe('Tuesday 30 December 2025')
})

test('what a clock that was set back leaves in the future keeps its date', () => {
  expect(formatDay(at(2026, 11, 13), at(2026, 11, 12))).toBe('Friday 13 November')
})

test('times and dates have one width', () => {
  expect([formatTimeOfDay(at(2026, 3, 1, 4, 5)), formatDate(at(2026, 3, 1, 14, 32))]).toEqual(['04:05', '2026-03-01 14:32'])
})
