// What an exported comparison says, drawn from made-up outcomes.
import { describe, expect, it } from 'vitest'
import { type ComparedResults, layoutComparedPicture } from '../../../src/shared/charts/comparedPicture.ts'
import { writeSvg } from '../../../src/shared/charts/svgPen.ts'
import { type Drawn, experimentOf, runOf, variantOf } from '../lab/outcomes.ts'
import { parseXml } from './strictXml.ts'
import { openLogPen } from './logPen.ts'

const experiment = experimentOf([variantOf('sequential', { isBaseline: true, title: 'One after another' }), variantOf('threads'), variantOf('fork', { title: 'os.fork <&> "quoted"' })])
const curveOf = (cores: number): ComparedResults['results'][number]['curve'] => ({ toNs: 2e9, used: new Float64Array(40).fill(cores), demand: new Float64Array(40).fill(cores * 2) })
const result = (variant: string, cores: number, drawn: Drawn = {}): ComparedResults['results'][number] => ({ run: runOf(variant, { cores, demand: cores * 2, ...drawn }), curve: curveOf(cores) })

function comparedOf(...results: ComparedResults['results']): ComparedResults {
  const variants = experiment.variants.map(({ name }) => name)
  return { experiment, results, order: { experiment: 'made-up', variants, parameters: { workers: 4 }, python: null, node: null, repeats: 1 }, phase: 'ended', plan: [] }
}
const all = comparedOf(result('fork', 2, { wallMs: 500 }), result('sequential', 1))

/** All words of the picture, in the order in which they are drawn. */
function wordsOf(compared: ComparedResults, kind: 'used' | 'demand' = 'used'): string[] {
  const pen = openLogPen()
  layoutComparedPicture(compared, { kind, percentOf: 'core', width: 1000 })?.draw(pen)
  return pen.log.flatMap(line => (line.startsWith('text ') ? [line.slice(5)] : []))
}

describe('the picture of a comparison', () => {
  it('has a row of figures for each variant that was run, in the order of the experiment, whatever the order of the runs', () => {
    const words = wordsOf(all)
    const row = (title: string): string[] => words.slice(words.indexOf(title), words.indexOf(title) + 6)
    expect(row('One after another')).toEqual(['One after another', '1.00', '2.00', '1.00 s', '1.00 s', '–'])
    expect(row('os.fork <&> "quoted"')).toEqual(['os.fork <&> "quoted"', '2.00', '4.00', '500 ms', '500 ms', '2.00 ×'])
    expect(words).not.toContain('threads')
    expect(words.indexOf('One after another')).toBeLessThan(words.indexOf('os.fork <&> "quoted"'))
  })

  it('says what was asked, by which interpreter, on which machine and how it was measured', () => {
    const words = wordsOf(all).join('\n')
    for (const part of ['Made up', 'Is it?', 'Workers 4', 'CPython 3.12.1', 'Machine: ', 'sampled at 50 Hz', 'medians of the runs', '1970-01-01', 'means over']) expect(words).toContain(part)
  })

  it('shows demand where demand is asked for', () => {
    expect(wordsOf(all)).toContain('Cores used over time')
    expect(wordsOf(all, 'demand')).toContain('Demand over time')
  })

  it('draws, of several runs, the one of median wall time', () => {
    const rounds = comparedOf(result('sequential', 1, { wallMs: 900 }), result('sequential', 2, { wallMs: 700 }), result('sequential', 0.5, { wallMs: 800 }))
    const pen = openLogPen()
    layoutComparedPicture(rounds, { kind: 'used', percentOf: 'core', width: 1000 })?.draw(pen)
    const alone = openLogPen()
    layoutComparedPicture(comparedOf(result('sequential', 0.5, { wallMs: 800 })), { kind: 'used', percentOf: 'core', width: 1000 })?.draw(alone)
    const paths = (log: readonly string[]): string[] => log.filter(line => line.startsWith('path process'))
    expect(paths(pen.log)).toEqual(paths(alone.log))
  })

  it('is XML to the letter, whatever the variants are called', () => {
    const picture = layoutComparedPicture(all, { kind: 'used', percentOf: 'machine', width: 1000 })
    expect(picture).not.toBeNull()
    if (picture) expect(() => parseXml(writeSvg({ ...picture, theme: 'dark' }, pen => picture.draw(pen)))).not.toThrow()
  })

  it('is nothing before the first run has ended', () => {
    expect(layoutComparedPicture(comparedOf(), { kind: 'used', percentOf: 'core', width: 1000 })).toBeNull()
  })
})
