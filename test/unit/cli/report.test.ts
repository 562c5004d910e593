import { describe, expect, it } from 'vitest'
import { layoutCoresChart } from '../../../src/main/cli/coresChart.ts'
import { layoutJson } from '../../../src/main/cli/jsonText.ts'
import { layoutReport } from '../../../src/main/cli/report.ts'
import { deriveSummary } from '../../../src/shared/derive/summary.ts'
import { drawRun } from '../drawRun.ts'

/** A process that computes on one core, with a child that joins it half way; the machine has two. */
const pair = (totalMs: number | null) =>
  drawRun(
    `
    ms           0  100  200  300  400
    main         0  100  200  300  400
    main:waited  0    0    0   50  100
    main:rss     9    9    9   12   12
    kid<main     .    .    0   90  190
  `,
    { cores: 2, totalMs, command: ['python3', 'two words.py'] }
  )

describe('the report', () => {
  it('says what ran, how it ended, what it used, and who', () => {
    const report = layoutReport(pair(600), { columns: 100 })
    expect(report.startsWith('\n')).toBe(true) // the program may have left the cursor in the middle of a line
    for (const words of ["forkscope  python3 'two words.py'", 'wall       400 ms', '600 ms · ', '1.50 used on average', '2 there', '12.0 MiB RSS', '– PSS']) {
      expect(report).toContain(words)
    }
    const table = report.split('\n').filter(line => /main|kid/.test(line))
    expect(table[0]).toContain('main')
    expect(table[1]).toContain('190 ms')
  })

  it('says nothing of waiting where the kernel does not tell', () => {
    const silent = drawRun('ms 0 100\nmain 0 100', { totalMs: 100 })
    expect(layoutReport(silent, { columns: 100 })).not.toContain('waiting')
    expect(layoutReport(pair(600), { columns: 100 })).toContain('0.25 threads for a core')
  })

  it('keeps within the terminal', () => {
    expect(layoutReport(pair(600), { columns: 60 }).split('\n').filter(line => line.length > 60)).toEqual([])
  })

  it('leaves a gap, never a 0, where the total could not be read', () => {
    expect(layoutReport(pair(null), { columns: 100 })).toContain('– used on average')
  })
})

describe('the chart of cores used', () => {
  it('rises from one core to two when the child joins', () => {
    expect(layoutCoresChart(pair(600), { columns: 4, rows: 2 })).toEqual([
      '2 ┤  ▇█', //
      '  │████',
      '0 └────',
      '   0 s400 ms'
    ])
  })
  it('is not drawn where nothing was measured', () => {
    expect(layoutCoresChart(drawRun('ms'), { columns: 4, rows: 2 })).toEqual([])
  })
})

describe('the JSON', () => {
  it('has null for what was not measured', () => {
    const text = layoutJson(deriveSummary(pair(null)))
    expect(text).not.toContain('\n')
    expect(JSON.parse(text)).toMatchObject({ cpuNs: null, coresUsedMean: null, peakPssBytes: null, processCount: 2 })
  })
})
