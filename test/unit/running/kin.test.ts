import { describe, expect, it } from 'vitest'
import { assignHeads, countBelow, type Kin, orderByBirth } from '../../../src/main/engine/running/kin.ts'

const family = (...pairs: readonly (readonly [pid: number, parentPid: number])[]): ReadonlyMap<number, Kin> => new Map(pairs.map(([pid, parentPid]) => [pid, { pid, parentPid }]))
const pidsOf = (kin: readonly Kin[]): number[] => kin.map(({ pid }) => pid)

describe('who is below whom', () => {
  it('puts everyone after their parent, whatever their numbers', () => {
    expect(pidsOf(orderByBirth(family([7, 90], [90, 1], [1, 0], [8, 7])))).toEqual([1, 90, 7, 8])
  })

  it('takes those whose parent was not seen for the first of their line', () => {
    expect(pidsOf(orderByBirth(family([5, 4], [6, 5])))).toEqual([5, 6])
  })

  it('leaves out a ring, which a number used again while reading can make', () => {
    expect(pidsOf(orderByBirth(family([1, 0], [5, 6], [6, 5], [7, 6], [9, 9])))).toEqual([1])
  })

  it('counts those below at any depth, and not those that do not count', () => {
    const ordered = orderByBirth(family([1, 0], [2, 1], [3, 2], [4, 2], [5, 1]))
    const below = countBelow(ordered, ({ pid }) => pid !== 3)
    expect([1, 2, 3, 5].map(pid => below.get(pid) ?? 0)).toEqual([3, 1, 0, 0])
  })

  it('gives everyone to the nearest head above them', () => {
    const heads = assignHeads(orderByBirth(family([1, 0], [2, 1], [3, 2], [4, 3], [5, 1])), new Map([[2, 'ours'], [3, 'run']]))
    expect([1, 2, 3, 4, 5].map(pid => heads.get(pid))).toEqual([undefined, 'ours', 'run', 'run', undefined])
  })

  it('is quick with 20,000 in one line', () => {
    const line = orderByBirth(new Map(Array.from({ length: 20_000 }, (_, index) => [index + 1, { pid: index + 1, parentPid: index }])))
    expect(countBelow(line, () => true).get(1)).toBe(19_999) // walking up from each would take 200 million steps
  })
})
