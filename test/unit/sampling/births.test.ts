// Births by the newest PID: only the numbers in between are asked for; a scan answers when they wrapped.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ProcReader } from '../../../src/main/engine/procfs/reader.ts'
import { BirthFinder } from '../../../src/main/engine/sampling/births.ts'

function fakeProc(): { root: string; newest: (pid: number) => void; enter: (pid: number) => void } {
  const root = mkdtempSync(join(tmpdir(), 'forkscope-births-'))
  const newest = (pid: number): void => { writeFileSync(join(root, 'loadavg'), `0.1 0.1 0.1 1/99 ${String(pid)}\n`) }
  newest(100)
  return { root, newest, enter: pid => { mkdirSync(join(root, String(pid))) } }
}

test('nothing new means nothing asked', () => {
  const { root } = fakeProc()
  const births = new BirthFinder(new ProcReader(), root)
  births.begin(0)
  expect([births.take(1e6), births.scans]).toEqual([[], 1])
})

test('the numbers since the last look are asked for, absent ones once more', () => {
  const { root, newest } = fakeProc()
  const births = new BirthFinder(new ProcReader(), root)
  births.begin(0)
  newest(103)
  expect(births.take(1e6)).toEqual([101, 102, 103])
  births.putBack(102)
  newest(104)
  expect(births.take(2e6)).toEqual([102, 104])
  expect(births.take(3e6)).toEqual([])
})

test('after a wrap of the numbers, and after two seconds, a scan finds who is new', () => {
  const { root, newest, enter } = fakeProc()
  enter(99)
  const births = new BirthFinder(new ProcReader(), root)
  births.begin(0)
  enter(5)
  newest(5)
  expect(births.take(1e6)).toEqual([5])
  enter(7)
  expect(births.take(2.1e9)).toEqual([7])
  expect(births.scans).toBe(3)
})
