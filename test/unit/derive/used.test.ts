import { describe, expect, it } from 'vitest'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveRate } from '../../../src/shared/derive/cpu.ts'
import { deriveUnseen, unseenTotalNs } from '../../../src/shared/derive/unseen.ts'
import { deriveUsed } from '../../../src/shared/derive/used.ts'
import { processId } from '../../../src/shared/model/run.ts'
import { drawRun, processOf } from '../drawRun.ts'

const rounded = (values: ArrayLike<number>): number[] => Array.from(values, value => Math.round(value * 1e3) / 1e3)
const every = (ms: number, untilMs: number): Float64Array => edgesOf({ fromNs: 0, toNs: untilMs * 1e6 }, untilMs / ms)

describe('cores used', () => {
  it('is the exact mean over each bin, whatever the looks were', () => {
    const run = drawRun(`
      ms     0   10   20   30   40
      main   0   10    -   15   20
    `)
    expect(rounded(deriveUsed(run, every(10, 40)).total)).toEqual([1, 0.25, 0.25, 0.5])
    expect(rounded(deriveUsed(run, every(20, 40)).total)).toEqual([0.625, 0.375])
    expect(rounded(deriveUsed(run, every(5, 40)).total)).toEqual([1, 1, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5])
  })

  it('adds up: the bands are the total, in order of birth', () => {
    const run = drawRun(`
      ms         0   10   20   30
      main       0   10   20   30
      a<main     .    0    5   10
      b<main     .    .    0   10
    `)
    const { bands, total } = deriveUsed(run, every(10, 30))
    expect(rounded(total)).toEqual([1, 1.5, 2.5])
    expect(bands.map(({ of, first, used }) => ({ of, first, used: rounded(used) }))).toEqual([
      { of: { kind: 'process', process: 0 }, first: 0, used: [1, 1, 1] },
      { of: { kind: 'process', process: 1 }, first: 1, used: [0.5, 0.5] },
      { of: { kind: 'process', process: 2 }, first: 2, used: [1] }
    ])
  })

  it('merges who is too many to draw, and still adds up', () => {
    const run = drawRun(`
      ms         0   10   20
      main       0   10   20
      a<main     0    1    2
      b<main     0    2    4
    `)
    const { bands, total } = deriveUsed(run, every(10, 20), { budget: 2 })
    expect(bands.map(({ of }) => of)).toEqual([{ kind: 'process', process: 0 }, { kind: 'further', count: 2 }])
    expect(rounded(total)).toEqual([1.3, 1.3])
  })

  it('leaves a hidden process out of every figure, and says how many are hidden', () => {
    const run = drawRun(`
      ms         0   10
      main       0   10
      a<main     0    5
    `)
    const used = deriveUsed(run, every(10, 10), { hidden: new Set([processId(0)]) })
    expect({ total: rounded(used.total), hidden: used.hiddenCount }).toEqual({ total: [0.5], hidden: 1 })
  })

  it('does not dilute the bin in which now lies, and knows nothing of the future', () => {
    const run = drawRun(`
      ms     0   10   20
      main   0   10   20
    `)
    expect(rounded(deriveUsed(run, every(15, 60)).total)).toEqual([1, 1, NaN, NaN])
  })

  it('keeps what an ended process used, and gives it nothing after its end', () => {
    const run = drawRun(`
      ms         0   10   20   30
      main       0    0    0    0
      a<main     0   10    .    .
    `)
    expect(rounded(deriveUsed(run, every(10, 30)).total)).toEqual([1, 0, 0])
  })

  it('keeps waiting apart from running, and absent where the kernel does not tell', () => {
    const run = drawRun(`
      ms            0   10   20
      main          0    5   10
      main:waited   0    5    5
      a<main        0   10   20
    `)
    const { waited, bands } = deriveUsed(run, every(10, 20))
    expect(rounded(waited)).toEqual([0.5, 0])
    expect(rounded(bands[1]?.waited ?? [])).toEqual([NaN, NaN])
  })
})

describe('a rate', () => {
  it('is the same whether its bins are walked or asked for one by one', () => {
    const ticks = Array.from({ length: 200 }, (_, i) => i * 10)
    const ran = ticks.map(t => Math.round(t * (0.5 + 0.4 * Math.sin(t / 90))))
    const run = drawRun(`ms ${ticks.join(' ')}\nmain ${ran.join(' ')}`)
    const { cpu } = processOf(run, 'main')
    const edges = every(7, 1988)
    const single = Array.from({ length: edges.length - 1 }, (_, i) => deriveRate(cpu, cpu.ranNs, edges.subarray(i, i + 2))[0] ?? NaN)
    expect(rounded(deriveRate(cpu, cpu.ranNs, edges))).toEqual(rounded(single))
  })
})

describe('children that no look saw', () => {
  it('are known from what their parent reaped beyond its known children', () => {
    const run = drawRun(
      `
      ms            0   50  100  150  200
      main          0    0    0    0    0
      main:reaped   0    0   30   30   60
    `,
      { totalMs: 60 }
    )
    const { bands, total } = deriveUsed(run, every(50, 200))
    expect(bands.map(({ of }) => of.kind)).toEqual(['unseen'])
    expect(rounded(total)).toEqual([0, 0.6, 0, 0.6])
  })

  it('are not made up from a child that was seen, even if its end was found a look late', () => {
    const run = drawRun(
      `
      ms            0   50  100  150  200
      main          0    0    0    0    0
      main:reaped   0    0   50   50   50
      kid<main      0   50   50    .    .
    `,
      { totalMs: 50 }
    )
    expect(unseenTotalNs(deriveUnseen(run))).toBe(0)
  })

  it('are not claimed before a later look confirms them, while the run goes on', () => {
    const run = drawRun(`
      ms            0   50  100
      main          0    0    0
      main:reaped   0    0   50
    `)
    expect(deriveUnseen(run)).toEqual([])
  })

  it('count only what the known children do not explain, their own children included', () => {
    const run = drawRun(
      `
      ms            0   50  100  150  200
      main          0    0    0    0    0
      main:reaped   0    0    0   90   90
      kid<main      0   20   40    .    .
      kid:reaped    0   10   30    -    -
    `,
      { totalMs: 90 }
    )
    // kid reaped 30 ms of children nobody saw; main reaped kid's 40 + 30 and 20 more that only its counter knows.
    expect(unseenTotalNs(deriveUnseen(run)) / 1e6).toBe(30 + 20)
  })
})
