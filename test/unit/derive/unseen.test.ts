import { expect, it } from 'vitest'
import { deriveUnseen } from '../../../src/shared/derive/unseen.ts'
import { ns } from '../../../src/shared/units.ts'
import { drawRun, processOf } from '../drawRun.ts'

it('children that were reaped late were not all at work in the last interval: no more than the cores there are', () => {
  const run = drawRun(
    `
    ms           0  100  200  300  400  500  600
    main         0    1    2    3    4    5    6
    main:reaped  0    0    0    0    0  800  800
    `,
    { cores: 2, totalMs: 806 }
  )
  const [unseen] = deriveUnseen(run)
  expect([unseen?.fromNs.at(0), unseen?.tNs.at(0), unseen?.ranNs.last()]).toEqual([100e6, 500e6, 800e6]) // 800 ms on 2 cores: 400 ms at least
})

it('a known child is no unseen one, also if it was found gone a moment after its parent had reaped it', () => {
  const run = drawRun(
    `
    ms           0  100  200  300
    main         0    1    2    3
    main:reaped  0    0    0  200
    kid<main     0  100  200    .
    `,
    { totalMs: 203 }
  )
  const kid = processOf(run, 'kid')
  kid.endedNs = ns(300.1e6)
  expect(deriveUnseen(run)).toEqual([])
})
