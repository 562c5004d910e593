// Births by the newest PID: only the numbers in between are asked for, a scan answers when they cannot tell. In a folder
// of its own that stands for /proc: the kernel's two counters are files that the test writes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ProcReader } from '../../../src/main/engine/procfs/reader.ts'
import { BirthFinder } from '../../../src/main/engine/sampling/births.ts'

const SECOND_NS = 1e9
let root: string
let births: BirthFinder

/** The machine's state: the PID given out last, births since boot, who lives. */
function be({ newest, forks, alive }: { newest: number; forks: number; alive: number[] }): void {
  writeFileSync(join(root, 'loadavg'), `0.00 0.01 0.05 1/100 ${String(newest)}\n`)
  writeFileSync(join(root, 'stat'), `cpu  1 2 3\nprocesses ${String(forks)}\n`)
  for (const pid of alive) mkdirSync(join(root, String(pid)), { recursive: true })
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'births-'))
  be({ newest: 100, forks: 1000, alive: [1, 100] })
  births = new BirthFinder(new ProcReader(), root)
  births.begin(0)
})

afterEach(() => {
  births.close()
  rmSync(root, { recursive: true, force: true })
})

test('numbers given out since the last look are named without a scan', () => {
  const { scans } = births
  be({ newest: 103, forks: 1003, alive: [101, 103] })
  expect(births.take(2.1 * SECOND_NS)).toEqual([101, 102, 103])
  expect(births.take(2.2 * SECOND_NS)).toEqual([])
  expect(births.scans).toBe(scans)
})

test('a number that was not there yet is named once more', () => {
  be({ newest: 101, forks: 1001, alive: [] })
  births.take(2.1 * SECOND_NS)
  births.putBack(101)
  expect(births.take(2.2 * SECOND_NS)).toEqual([101])
  expect(births.take(2.3 * SECOND_NS)).toEqual([])
})

test('no scan is made while the kernel counts no more births than numbers were passed', () => {
  const { scans } = births
  be({ newest: 110, forks: 1008, alive: [] }) // two numbers were in use already
  births.take(3 * SECOND_NS)
  births.take(4.1 * SECOND_NS)
  births.take(6.2 * SECOND_NS)
  expect(births.scans).toBe(scans)
})

test('a full turn of the numbers between two looks is noticed by the count of births, and a scan finds who was born', () => {
  be({ newest: 100, forks: 1000 + 32_768, alive: [57] })
  expect(births.take(1 * SECOND_NS)).toEqual([])
  expect(births.take(2.1 * SECOND_NS)).toEqual([57])
})

test('numbers that begin again are noticed at once', () => {
  be({ newest: 20, forks: 1010, alive: [20] })
  expect(births.take(2.1 * SECOND_NS)).toEqual([20])
})

test('a scan is made every ten seconds, whatever the counters say', () => {
  be({ newest: 100, forks: 1000, alive: [64] })
  expect(births.take(9.9 * SECOND_NS)).toEqual([])
  expect(births.take(10 * SECOND_NS)).toEqual([64])
})

test('where the kernel does not tell its births, a scan is made every two seconds', () => {
  rmSync(join(root, 'stat'))
  const blind = new BirthFinder(new ProcReader(), root)
  blind.begin(0)
  mkdirSync(join(root, '7'))
  expect(blind.take(SECOND_NS)).toEqual([])
  expect(blind.take(2.1 * SECOND_NS)).toEqual([7])
})
