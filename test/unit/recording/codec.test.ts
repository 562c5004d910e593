// Chunks: what goes in comes out, small; what was damaged is noticed and never believed.
import { describe, expect, test } from 'vitest'
import { randomOf, simulateTree } from '../../../bench/cases/recordingTree.ts'
import { Damage } from '../../../src/main/engine/recording/codec/bytes.ts'
import { unpackChunk } from '../../../src/main/engine/recording/codec/chunk.ts'
import { RowEncoder } from '../../../src/main/engine/recording/codec/encodeRows.ts'
import { BatchRows } from '../../../src/main/engine/sampling/rows.ts'
import type { SampleBatch } from '../../../src/shared/model/batch.ts'
import { runId } from '../../../src/shared/model/run.ts'
import { decode, encode, rowsOf } from './batches.ts'

const ordinary = { processes: 100, busy: 15, rateHz: 10, seconds: 60, cores: 8 }
const allBusy = { ...ordinary, busy: 100, cores: 2 }

/** One process whose rows are given as [fromNs, tNs, ranNs, waitedNs]. */
function rowsToBatch(rows: readonly (readonly [number, number, number, number])[]): SampleBatch {
  const made = new BatchRows()
  for (const row of rows) {
    made.processes.append(3, ...row)
    made.tickNs.push(row[1])
  }
  return made.columns(runId('made-up'), null)
}

describe('a chunk', () => {
  test.each([ordinary, allBusy])('gives every row back exactly: $busy of 100 busy', tree => {
    const batches = [...simulateTree({ ...tree, seconds: 4 })]
    expect(rowsOf([decode(encode(batches))])).toEqual(rowsOf(batches))
  })

  test('gives back what is odd: nothing measured, fractions, falling and huge counters, a time that is no tick', () => {
    const batch = rowsToBatch([
      [0, 100e6, 0.5, NaN],
      [100e6, 200e6, 2 ** 53, NaN],
      [199_999_999, 300e6, 17, 12],
      [250e6, 300e6 + 1, NaN, -5]
    ])
    expect(rowsOf([decode(encode([batch]))])).toEqual(rowsOf([batch]))
  })

  test('of nothing is nothing', () => {
    expect(rowsOf([decode(encode([]))])).toEqual(rowsOf([]))
  })

  test('with a thread that does not do what its process does keeps both as they are', () => {
    const made = new BatchRows()
    made.tickNs.push(1e8, 2e8, 3e8)
    for (const [t, ran] of [[1e8, 5e7], [3e8, 9e7]] as const) made.processes.append(0, t - 1e8, t, ran, NaN)
    for (const [t, ran] of [[1e8, 4e7], [2e8, 6e7], [3e8, 6.5e7]] as const) made.threads.appendLook({ thread: 0, fromNs: t - 1e8, tNs: t, ranNs: ran, waitedNs: 7 }, { core: 1, state: 82 })
    made.threads.appendLook({ thread: 1, fromNs: 0, tNs: 3e8, ranNs: 2e7, waitedNs: NaN }, null)
    const batch = made.columns(runId('made-up'), null)
    for (const ownerOf of [() => 0, (thread: number) => thread, () => -1]) expect(rowsOf([decode(encode([batch], { ownerOf }))])).toEqual(rowsOf([batch]))
  })

  test('rounds times and counters of CPU time when it is told to, and nothing else', () => {
    const batches = [...simulateTree({ ...ordinary, seconds: 5 })]
    const rounded = rowsOf([decode(encode(batches, { quantumNs: 1000 }))])
    const expected = rowsOf(batches)
    const clocks = ['tNs', 'fromNs']
    for (const [section, rows] of Object.entries(expected)) {
      const names = section === 'processes' || section === 'threads' ? [...clocks, 'ranNs', 'waitedNs'] : clocks
      for (const row of rows) for (const name of names) if (name in row) row[name] = Math.round((row[name] ?? NaN) / 1000) * 1000
    }
    expect(rounded).toEqual(expected)
  })

  test('tells what each counter stood at before its first row, so that the first step is known', () => {
    const encoder = new RowEncoder()
    encode([rowsToBatch([[0, 1e8, 4e7, 100]])], { encoder })
    const { sections } = unpackChunk(encode([rowsToBatch([[1e8, 2e8, 9e7, 150]])], { encoder }))
    expect([sections.processes?.bases.get('ranNs')?.[0], sections.processes?.bases.get('waitedNs')?.[0]]).toEqual([4e7, 100])
  })
})

// A sample is one process or one thread at one tick, whether or not it moved: 100 processes of one thread make 200 a tick.
describe('a minute of 100 processes at 10 Hz', () => {
  const bytesPerSample = (tree: typeof ordinary, quantumNs: number): number => encode([...simulateTree(tree)], { quantumNs }).length / (200 * 600)

  test('takes at most a byte a sample with 15 of them busy, exact or rounded', () => {
    expect(bytesPerSample(ordinary, 1)).toBeLessThan(1)
    expect(bytesPerSample(ordinary, 1000)).toBeLessThan(0.65)
  })

  test('takes at most four bytes a sample with all of them busy', () => {
    expect(bytesPerSample(allBusy, 1)).toBeLessThan(4)
  })
})

describe('a damaged chunk', () => {
  const blob = encode([...simulateTree({ processes: 4, busy: 2, rateHz: 10, seconds: 3 })])

  test('that was cut anywhere says so', () => {
    for (let length = 0; length < blob.length; length += 17) expect(() => unpackChunk(blob.subarray(0, length))).toThrow(Damage)
  })

  test('with a flipped bit says so, or has as many rows as it says, but never does anything else', () => {
    const random = randomOf(1)
    for (let i = 0; i < 1000; i++) {
      const flipped = blob.slice()
      flipped[Math.floor(random() * blob.length)]! ^= 1 << Math.floor(random() * 8)
      try {
        const { processes } = decode(flipped)
        expect(processes.tNs.length).toBe(processes.subject.length)
      } catch (error) {
        expect(error).toBeInstanceOf(Damage)
      }
    }
  })
})
