import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../src/main/engine/exporting/csv.ts'
import { findFontFiles } from '../../../src/main/engine/exporting/fonts.ts'
import { exportPicture } from '../../../src/main/engine/exporting/picture.ts'
import { exportTable } from '../../../src/main/engine/exporting/table.ts'
import { emptyHistory } from '../../../src/shared/derive/history.ts'
import type { ExportSpec } from '../../../src/shared/model/export.ts'
import { processId, runId } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { temporaryFolder } from '../../temporaryFolder.ts'
import { drawRun, headerOf } from '../drawRun.ts'

const run = drawRun(
  `
  ms         0   50  100
  main       0   50   80
  main:rss  10    -   20
  main/a     0 50@0 80@1
  kid<main   .    0   20
  core0      0   50   60
`,
  { totalMs: 110 }
)
const spec = (what: ExportSpec['what'], options: Partial<ExportSpec> = {}): ExportSpec => ({
  ...{ run: runId('drawn'), what, fromNs: null, toNs: null, hidden: [], theme: 'light', percentOf: 'core', width: 600, scale: 2 },
  ...options
})
const csv = async (options: Partial<ExportSpec> = {}): Promise<string[]> => String(await exportTable(run, spec({ kind: 'table', format: 'csv' }, options))).split('\r\n')

describe('a picture as a file', () => {
  it('is SVG text', async () => {
    const bytes = await exportPicture(run, spec({ kind: 'chart', chart: 'used', format: 'svg' }))
    expect(new TextDecoder().decode(bytes)).toMatch(/^<\?xml[\s\S]*<svg[\s\S]*<\/svg>\n$/)
  })

  it('is a PNG of the width asked for, in device pixels', async () => {
    const bytes = await exportPicture(run, spec({ kind: 'chart', chart: 'run', format: 'png' }))
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    expect({ signature: [...bytes.subarray(1, 4)], width: view.getUint32(16) }).toEqual({ signature: [...new TextEncoder().encode('PNG')], width: 1200 })
  })

  it('finds the fonts that are shipped, from wherever it runs below the project', () => {
    expect(findFontFiles().map(file => file.split('/').at(-1))).toEqual(['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSansMono.ttf'])
    expect(findFontFiles(join(process.cwd(), 'out', 'main'))).toHaveLength(3)
    expect(findFontFiles(temporaryFolder())).toEqual([])
  })

  it('is refused where there is nothing to show', async () => {
    const empty = emptyHistory(headerOf({}))
    await expect(exportPicture(empty, spec({ kind: 'chart', chart: 'run', format: 'svg' }))).rejects.toMatchObject({ fault: { kind: 'nothing-to-export' } })
    const backwards = spec({ kind: 'chart', chart: 'run', format: 'svg' }, { fromNs: ns(9), toNs: ns(3) })
    await expect(exportPicture(run, backwards)).rejects.toMatchObject({ fault: { kind: 'bad-input', field: 'range' } })
  })
})

describe('CSV', () => {
  it('is one measurement a line, with units in the names and empty cells for what does not apply', async () => {
    expect(await csv()).toEqual([
      'subject,pid,tid,core,name,measure,from_ns,t_ns,value',
      'process,100,,,main,ran_ns,0,50000000,50000000',
      'process,100,,,main,ran_ns,50000000,100000000,80000000',
      'process,100,,,main,rss_bytes,,0,10485760',
      'process,100,,,main,rss_bytes,,100000000,20971520',
      'thread,100,1000,,a,ran_ns,0,50000000,50000000',
      'thread,100,1000,,a,ran_ns,50000000,100000000,80000000',
      'process,101,,,kid,ran_ns,50000000,100000000,20000000',
      'core,,,0,,busy_ns,,0,0',
      'core,,,0,,busy_ns,,50000000,50000000',
      'core,,,0,,busy_ns,,100000000,60000000',
      ''
    ])
  })

  it('holds the range and the processes that were asked for', async () => {
    expect(await csv({ fromNs: ns(60e6), toNs: ns(200e6), hidden: [processId(0)] })).toEqual([
      'subject,pid,tid,core,name,measure,from_ns,t_ns,value',
      'process,101,,,kid,ran_ns,50000000,100000000,20000000',
      'core,,,0,,busy_ns,,100000000,60000000',
      ''
    ])
  })

  it.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"\r\n`],
    ['@SUM(1)', "'@SUM(1)\r\n"],
    ['-1+1', "'-1+1\r\n"],
    ['a,b "c"', '"a,b ""c"""\r\n'],
    ['two\nlines', 'two⏎lines\r\n'],
    ['\t=1', "'⇥=1\r\n"],
    ['plain', 'plain\r\n']
  ])('a program called %j is text to every spreadsheet', (name, line) => {
    expect(csvLine([name])).toBe(line)
  })

  it('leaves numbers alone, negative ones too', () => {
    expect(csvLine([-1.5, 0, 2e9])).toBe('-1.5,0,2000000000\r\n')
  })
})

describe('JSON', () => {
  it('holds header, summary, events and series, and nothing that is not a number for one', async () => {
    const text = String(await exportTable(run, spec({ kind: 'table', format: 'json' })))
    const document = JSON.parse(text) as Record<string, unknown>
    expect(document).toMatchObject({
      ...{ format: 'forkscope-series', version: 1 },
      header: { rootPid: 100, spec: { argv: ['main'] } },
      summary: { cpuNs: 110e6, processCount: 2, unsampledCpuNs: 10e6 },
      processes: [
        { pid: 100, series: { ran_ns: { from_ns: [0, 50e6], t_ns: [50e6, 100e6], value: [50e6, 80e6] } }, threads: [{ tid: 1000 }] },
        { pid: 101, parentPid: 100 }
      ]
    })
    expect(text).not.toMatch(/null,\s*null,\s*null|NaN/)
  })
})
