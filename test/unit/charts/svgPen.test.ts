import { describe, expect, it } from 'vitest'
import { escapeXml, writeSvg } from '../../../src/shared/charts/svgPen.ts'
import { layoutPicture } from '../../../src/shared/charts/picture.ts'
import type { ChartName } from '../../../src/shared/model/export.ts'
import type { RunHistory } from '../../../src/shared/derive/history.ts'
import { processId } from '../../../src/shared/model/run.ts'
import { simulateRun } from '../simulateRun.ts'
import { parseXml, textsOf } from './strictXml.ts'

const evil = '</text><script>alert(1)</script>\n\u202e[0]" onload=\'x\'&amp; \u0000\ud800 名前'

const drawn = (history: RunHistory, chart: ChartName, options: Partial<Parameters<typeof layoutPicture>[1]> = {}): { readonly svg: string; readonly height: number } => {
  const picture = layoutPicture(history, { chart, range: null, hidden: new Set(), percentOf: 'core', width: 900, ...options })
  return { svg: writeSvg({ ...picture, theme: 'dark' }, pen => picture.draw(pen)), height: picture.height }
}

describe('escaping', () => {
  it('leaves nothing that could be markup, a control or a turn of the text', () => {
    const escaped = escapeXml(evil)
    // eslint-disable-next-line no-control-regex -- a control character is one of the things that must not be there
    expect(escaped).not.toMatch(/[<>"'\n\u202e\u0000\ud800]|&(?!(amp|lt|gt|quot|#39);)/)
    expect(escaped).toContain('名前')
  })
})

describe('a picture', () => {
  const run = simulateRun({ cores: 2, processes: 4, seconds: 2, nameOf: process => `${evil} ${process}`, command: ['sh', '-c', evil] })

  it.each<ChartName>(['cores', 'used', 'memory', 'tree', 'run'])('of %s is well-formed XML, whatever the programs are called', chart => {
    const { svg } = drawn(run, chart)
    expect(() => parseXml(svg)).not.toThrow()
    expect(svg).not.toContain('<script')
  })

  it.each<ChartName>(['cores', 'used', 'memory', 'tree', 'run'])('of %s says what it shows, of which program, where and how it was measured', chart => {
    const text = textsOf(parseXml(drawn(run, chart).svg)).join('\n')
    for (const wanted of ['sh -c', 'Test CPU', '2 cores', '20 Hz', 'by cgroup', 'ended with code 0']) expect(text).toContain(wanted)
  })

  it('has a unit on every axis and a name for every colour', () => {
    const text = textsOf(parseXml(drawn(run, 'used').svg)).join('\n')
    expect(text).toMatch(/100 % = one core/)
    expect(text).toMatch(/0\.5 s/)
    expect(text).toMatch(/4711[\s\S]*4714/)
    expect(text).toContain('waiting for a core')
  })

  it('draws nothing twice as wide as asked, and nothing that is not a number', () => {
    const { svg } = drawn(run, 'run')
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    expect(svg).toContain('width="900"')
  })

  it('defines every pattern and clip that it uses', () => {
    const { svg } = drawn(simulateRun({ cores: 2, processes: 14, seconds: 2 }), 'run')
    const used = new Set([...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id))
    const defined = new Set([...svg.matchAll(/<(?:pattern|clipPath) id="([^"]+)"/g)].map(([, id]) => id))
    expect([...used].filter(id => !defined.has(id))).toEqual([])
    expect(used.size).toBeGreaterThan(6)
  })

  it('says that processes are hidden, and leaves their lines out', () => {
    const text = textsOf(parseXml(drawn(run, 'tree', { hidden: new Set([processId(1), processId(2)]) }).svg)).join('\n')
    expect(text).toContain('2 processes hidden')
    expect(text).not.toContain(' 4712')
  })

  it.each([
    ['1 core and a third of a second', { cores: 1, processes: 1, seconds: 0.3 }],
    ['64 cores and 500 processes', { cores: 64, processes: 500, seconds: 2, rateHz: 10 }],
    ['an hour', { cores: 2, processes: 2, seconds: 3600, rateHz: 1 }]
  ])('of %s stays a file that can be opened', (_, simulation) => {
    const { svg, height } = drawn(simulateRun(simulation), 'run')
    expect(() => parseXml(svg)).not.toThrow()
    expect({ isSmall: svg.length < 6e6, isFlat: height < 2500 }).toEqual({ isSmall: true, isFlat: true })
  })

  it('of a run without a single process is still a picture', () => {
    expect(() => parseXml(drawn(simulateRun({ cores: 2, processes: 0, seconds: 0.1 }), 'run').svg)).not.toThrow()
  })
})
