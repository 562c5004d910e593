// The memory thread's pace follows its price, and quiet processes wait.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ProcReader } from '../../../src/main/engine/procfs/reader.ts'
import { MEMORY_SHARE, MemoryRounds } from '../../../src/main/engine/sampling/memoryRounds.ts'
import type { RunEvent } from '../../../src/shared/model/batch.ts'
import { processId } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { temporaryFolder } from '../../temporaryFolder.ts'

const born = (process: number, pid: number): RunEvent => ({
  ...{ kind: 'born', tNs: ns(0), seenNs: ns(0), process: processId(process), pid, startTicks: 1, parent: null, parentPid: 1 },
  ...{ name: 'x', command: [], making: null, exactness: 'sampled' }
})

function procOf(pids: readonly number[]): string {
  const root = temporaryFolder()
  for (const pid of pids) {
    mkdirSync(join(root, String(pid)))
    writeFileSync(join(root, `${String(pid)}/stat`), 'there')
    writeFileSync(join(root, `${String(pid)}/smaps_rollup`), 'x [rollup]\nRss: 9 kB\nPss: 5 kB\nShared_Clean: 1 kB\nShared_Dirty: 2 kB\nPrivate_Clean: 3 kB\nPrivate_Dirty: 1 kB\nSwap: 0 kB\n')
  }
  return root
}

test('a process whose pages have not moved since it was measured waits for its turn, one whose have does not', () => {
  const rounds = new MemoryRounds(new ProcReader(), procOf([7, 8]))
  rounds.follow([born(0, 7), born(1, 8)], [])
  const measured = [1, 2, 3].map(() => {
    const rows = rounds.round(() => 5)
    rounds.follow([], [1])
    return rows.map(({ process }) => process)
  })
  expect(measured).toEqual([[0, 1], [1], [1]])
})

test('who stays the same is measured ever less often, until somebody is born', () => {
  const rounds = new MemoryRounds(new ProcReader(), procOf([7, 8]))
  rounds.follow([born(0, 7)], [])
  const measured: number[] = []
  const go = (from: number, to: number): void => {
    for (let round = from; round <= to; round++) if (rounds.round(() => 5).some(({ process }) => process === 0)) measured.push(round)
  }
  go(1, 200)
  rounds.follow([born(1, 8)], [])
  go(201, 209)
  expect(measured).toEqual([1, 9, 41, 105, 169, 208])
})

test('a process whose figures change waits no longer than eight rounds', () => {
  const root = procOf([7])
  const rounds = new MemoryRounds(new ProcReader(), root)
  rounds.follow([born(0, 7)], [])
  const measured: number[] = []
  for (let round = 1; round <= 33; round++) {
    writeFileSync(join(root, '7/smaps_rollup'), `x [rollup]\nPss: ${String(100 + 10 * round)} kB\n`)
    if (rounds.round(() => 5).length > 0) measured.push(round)
  }
  expect(measured).toEqual([1, 9, 17, 25, 33])
})

test('the figures are bytes of private, shared and proportional memory', () => {
  const rounds = new MemoryRounds(new ProcReader(), procOf([7]))
  rounds.follow([born(0, 7)], [])
  expect(rounds.round(() => 5)).toEqual([{ process: 0, tNs: 5, pssBytes: 5120, ussBytes: 4096, sharedBytes: 3072, swapBytes: 0 }])
})

test('a process that has left, or is leaving, makes no row and no doubt', () => { // who hides it: test/engine/otherUser.test.ts
  const root = procOf([7])
  mkdirSync(join(root, '8'))
  writeFileSync(join(root, '8/stat'), 'there')
  const rounds = new MemoryRounds(new ProcReader(), root)
  rounds.follow([born(0, 6), born(1, 8)], [])
  expect(rounds.round(() => 5)).toEqual([])
  expect([...rounds.unreadable]).toEqual([])
})

test('the pause after a dear round keeps the share of a core', () => {
  const rounds = new MemoryRounds(new ProcReader(), procOf([]))
  const costNs = 40e6
  expect(rounds.pauseNs(costNs)).toBe(costNs / MEMORY_SHARE)
})
