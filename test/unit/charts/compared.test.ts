import { describe, expect, it } from 'vitest'
import { type ComparedCurve, markCompared, mostCompared, strokeOfVariant } from '../../../src/shared/charts/layoutCompared.ts'
import { openLogPen } from './logPen.ts'

const box = { x: 0, y: 0, width: 40, height: 100 }
const curve = (slot: number, values: readonly number[], parts: Partial<ComparedCurve> = {}): ComparedCurve => ({ slot, values: Float64Array.from(values), atWork: null, isFaint: false, ...parts })

describe('curves of variants', () => {
  it('are lines of steps that end where their run ends', () => {
    const pen = openLogPen()
    markCompared(pen, [curve(0, [1, 2, 2, NaN])], { box, most: 2, coreCount: 2 })
    expect(pen.log).toEqual(['path process-0-0 0 50 10 50 10 0 30 0 NaN NaN'])
  })

  it('are strong while the workers were at work', () => {
    const pen = openLogPen()
    markCompared(pen, [curve(1, [1, 2, 2, 1], { atWork: { from: 1, to: 3 } })], { box, most: 2, coreCount: 2 })
    expect(pen.log).toEqual(['path process-1-0 0 50 10 50 10 0 30 0 30 50 40 50', 'path process-1-0 10 0 30 0'])
  })

  it('stand back, below the one that is looked at', () => {
    const pen = openLogPen()
    markCompared(pen, [curve(0, [1, 1]), curve(1, [2, 2], { isFaint: true, atWork: { from: 0, to: 2 } })], { box, most: 2, coreCount: 2 })
    expect(pen.log).toEqual(['path token-muted 0 0 40 0', 'path process-0-0 0 50 40 50'])
  })

  it('have a line at all cores where the axis goes beyond', () => {
    const pen = openLogPen()
    markCompared(pen, [curve(0, [1])], { box, most: 4, coreCount: 2 })
    expect(pen.log).toContain('text all 2 cores')
  })

  it('are told apart without their colour from the seventh on', () => {
    const looks = Array.from({ length: 18 }, (_, slot) => JSON.stringify(strokeOfVariant(slot)))
    expect(new Set(looks).size).toBe(18)
    expect([strokeOfVariant(0), strokeOfVariant(6), strokeOfVariant(12)].map(({ dash }) => dash)).toEqual([null, [6, 3], [2, 2]])
  })

  it('reach as high as the highest of them', () => {
    expect(mostCompared([curve(0, [1, NaN]), curve(1, [0.5, 1.75])])).toBe(1.75)
    expect(mostCompared([])).toBe(0)
  })
})
