import { describe, expect, it } from 'vitest'
import { deriveSummary } from '../../../src/shared/derive/summary.ts'
import { drawRun } from '../drawRun.ts'

const MIB = 1024 * 1024

describe('the summary', () => {
  it('holds the total that the end tells, and what of it no look explains', () => {
    const run = drawRun(
      `
      ms         0   50  100  150  200
      main       0   50  100  150  200
      kid<main   .    0   40   80    .
    `,
      { totalMs: 300 }
    )
    const { cpuNs, unsampledCpuNs, coresUsedMean, processCount, wallNs } = deriveSummary(run)
    expect({ cpuNs, unsampledCpuNs, coresUsedMean, processCount, wallNs }).toEqual({ cpuNs: 300e6, unsampledCpuNs: 20e6, coresUsedMean: 1.5, processCount: 2, wallNs: 200e6 })
  })

  it('never explains more than there was', () => {
    const run = drawRun('ms 0 50 100\nmain 0 50 100', { totalMs: 99 })
    expect(deriveSummary(run).unsampledCpuNs).toBe(0)
  })

  it('says nothing of a total that could not be read', () => {
    const { cpuNs, unsampledCpuNs, coresUsedMean } = deriveSummary(drawRun('ms 0 50 100\nmain 0 50 100', { totalMs: null }))
    expect({ cpuNs, unsampledCpuNs, coresUsedMean }).toEqual({ cpuNs: null, unsampledCpuNs: null, coresUsedMean: null })
  })

  it('takes the peak over windows of 100 ms, and of one tick where ticks are longer', () => {
    const fast = drawRun('ms 0 50 100 150 200\nmain 0 50 50 50 100', { totalMs: 100 })
    expect(deriveSummary(fast).coresUsedPeak).toBe(0.5)
    const slow = drawRun('ms 0 1000 2000\nmain 0 1000 1000', { totalMs: 1000, rateHz: 1 })
    expect(deriveSummary(slow).coresUsedPeak).toBe(1)
  })

  it('never has a peak below the mean: what no look saw was used some time', () => {
    const run = drawRun('ms 0 100 200\nmain 0 10 20', { totalMs: 180 })
    expect(deriveSummary(run).coresUsedPeak).toBe(0.9)
  })

  it('has the greatest RSS of one process, and the greatest sum of PSS of those alive at a time', () => {
    const run = drawRun(
      `
      ms          0   50  100  150
      main        0    0    0    0
      main:rss   10   60   60   20
      main:pss   10    -   30    -
      a<main      0    0    .    .
      a:rss      50   50    -    -
      a:pss      25    -    -    -
      b<main      .    .    0    0
      b:pss       -    -    -   15
    `,
      { totalMs: 0 }
    )
    const { peakRssBytes, peakPssBytes } = deriveSummary(run)
    // PSS: 10 + 25 first; a has ended when main grows to 30, b comes with 15.
    expect({ rss: (peakRssBytes ?? NaN) / MIB, pss: (peakPssBytes ?? NaN) / MIB }).toEqual({ rss: 60, pss: 45 })
  })

  it('do not count the empty memory of one who was only seen as a zombie', () => {
    const { processes } = deriveSummary(drawRun('ms 0 50\nmain 0 50\nmain:rss 10 10\nkid<main . 0\nkid:rss - 0', { totalMs: 50 }))
    expect(processes.map(({ peakRssBytes }) => peakRssBytes)).toEqual([10 * MIB, null])
  })

  it('has no memory peak that was never measured', () => {
    const { peakPssBytes, peakRssBytes, threadCountPeak } = deriveSummary(drawRun('ms 0 50\nmain 0 50', { totalMs: 50 }))
    expect({ peakPssBytes, peakRssBytes, threadCountPeak }).toEqual({ peakPssBytes: null, peakRssBytes: null, threadCountPeak: null })
  })

  it('counts the threads of all who live at a time, and of each process', () => {
    const run = drawRun(
      `
      ms            0   50  100
      main          0   50  100
      main:threads  1    5    2
      kid<main      .    0    0
      kid:threads   -    1    3
    `,
      { totalMs: 100 }
    )
    const { threadCountPeak, processes } = deriveSummary(run)
    expect({ threadCountPeak, each: processes.map(process => process.threadCountPeak) }).toEqual({ threadCountPeak: 6, each: [5, 3] })
  })

  it('tells a process that used nothing from one that was never looked at', () => {
    const run = drawRun(
      `
      ms         0   50
      main       0   50
      idle<main  -    -
      idle:rss   1    1
      lost<main  -    -
    `,
      { totalMs: 50 }
    )
    expect(deriveSummary(run).processes.map(({ cpuNs }) => cpuNs)).toEqual([50e6, 0, null])
  })

  it('is a summary so far while the run goes on, by what was sampled', () => {
    const { cpuNs, totalBy, exit, wallNs } = deriveSummary(drawRun('ms 0 50 100\nmain 0 50 100'))
    expect({ cpuNs, totalBy, exit, wallNs }).toEqual({ cpuNs: 100e6, totalBy: 'procfs', exit: { code: null, signal: null }, wallNs: 100e6 })
  })
})
