import { describe, expect, it } from 'vitest'
import { HUE_COUNT, inkKey, TEXTURE_COUNT, token, type Ink } from '../../../src/shared/charts/pen.ts'
import { paintOf, type ThemeName } from '../../../src/shared/charts/theme.ts'

const themes: readonly ThemeName[] = ['light', 'dark']
const process = (slot: number, tint = 0): Ink => ({ kind: 'process', slot, tint })

/** WCAG 2 contrast of two #rrggbb. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16) / 255).map(c => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

describe('colours', () => {
  it.each(themes)('of text are readable in %s: at least 4.5:1 on ground and panel', theme => {
    const grounds = [token('ground'), token('panel')].map(ink => paintOf(theme, ink).edge)
    const texts = (['text', 'muted', 'danger', 'warning'] as const).map(name => paintOf(theme, token(name)).edge)
    expect(texts.flatMap(text => grounds.map(ground => contrast(text, ground))).filter(ratio => ratio < 4.5)).toEqual([])
  })

  it.each(themes)('of lines and edges stand out in %s: at least 3:1 on the ground', theme => {
    const ground = paintOf(theme, token('ground')).edge
    const inks: Ink[] = [...Array.from({ length: HUE_COUNT }, (_, slot) => process(slot)), { kind: 'waiting', slot: 3 }, { kind: 'gap' }, { kind: 'further' }]
    expect(inks.map(ink => [inkKey(ink), contrast(paintOf(theme, ink).edge, ground)] as const).filter(([, ratio]) => ratio < 3)).toEqual([])
  })

  it('tell thirty processes apart by hue and texture, the same in every chart', () => {
    const looks = Array.from({ length: HUE_COUNT * TEXTURE_COUNT }, (_, slot) => JSON.stringify(paintOf('light', process(slot))))
    expect(new Set(looks).size).toBe(HUE_COUNT * TEXTURE_COUNT)
    expect(paintOf('light', process(0))).toEqual(paintOf('light', process(HUE_COUNT * TEXTURE_COUNT)))
  })

  it('never tell waiting or a gap by colour alone: one hatch rises, the other falls', () => {
    expect([paintOf('light', { kind: 'waiting', slot: 0 }).hatch?.kind, paintOf('light', { kind: 'gap' }).hatch?.kind, paintOf('light', process(0)).hatch]).toEqual(['rising', 'falling', null])
  })

  it('give inks that look alike one key, and no others', () => {
    const inks: Ink[] = [process(0), process(1), process(0, 1), process(6), { kind: 'waiting', slot: 0 }, { kind: 'waiting', slot: 1 }, { kind: 'rest' }, { kind: 'further' }]
    const keys = inks.map(inkKey)
    expect(new Set(keys).size).toBe(inks.length)
    expect(inkKey(process(30, 5))).toBe(inkKey(process(0, 0)))
  })
})
