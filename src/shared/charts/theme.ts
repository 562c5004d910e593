// How each ink looks in light and dark: the only place with colours. Six hues that colour-blind people tell apart, by order
// of birth; further processes repeat them with a texture; threads are tints of their process. Waiting is a hatch of the
// process's colour, a gap a grey hatch the other way: neither is told by colour alone.
import { HUE_COUNT, TEXTURE_COUNT, TINT_COUNT, type Ink, type Token } from './pen.ts'

export type ThemeName = 'light' | 'dark'

/** `rising` and `falling` are diagonals; the rest are textures over a filled ground. */
export type Hatch = 'rising' | 'falling' | 'dots' | 'rows' | 'columns' | 'grid'

export interface Paint {
  /** #rrggbb. Null: the ground shows through between the strokes of the hatch. */
  readonly fill: string | null
  readonly hatch: { readonly kind: Hatch; readonly colour: string } | null
  /** For lines and the upper edge of an area: at least 3:1 against the ground. */
  readonly edge: string
}

interface Theme {
  readonly tokens: Readonly<Record<Token, string>>
  readonly hues: readonly { readonly fill: string; readonly edge: string }[]
  readonly rest: string
  readonly gap: string
  readonly further: string
  readonly unseen: string
  /** What tints are mixed with: away from the ground, and towards it. */
  readonly deepen: string
  readonly soften: string
}

const themes: Readonly<Record<ThemeName, Theme>> = {
  light: {
    tokens: {
      ...{ ground: '#ffffff', panel: '#f6f7f9', line: '#d9dde3', text: '#16191d', muted: '#57606c' },
      ...{ accent: '#2456d6', danger: '#b3261e', warning: '#8a5a00' }
    },
    // Yellow and cyan are too light for a line on white; their edges are the same hue, darkened to 3:1.
    hues: [
      { fill: '#4477aa', edge: '#4477aa' },
      { fill: '#ee6677', edge: '#d6475a' },
      { fill: '#228833', edge: '#228833' },
      { fill: '#ccbb44', edge: '#94831a' },
      { fill: '#66ccee', edge: '#1f8fb5' },
      { fill: '#aa3377', edge: '#aa3377' }
    ],
    ...{ rest: '#8f98a3', gap: '#8a93a0', further: '#5b6573', unseen: '#57606c', deepen: '#16191d', soften: '#ffffff' }
  },
  dark: {
    tokens: {
      ...{ ground: '#0f1216', panel: '#161a20', line: '#2a313a', text: '#e8ebef', muted: '#9aa4b0' },
      ...{ accent: '#7aa2ff', danger: '#ff8a80', warning: '#ffcf70' }
    },
    hues: [
      { fill: '#4477aa', edge: '#6b9bcb' },
      { fill: '#ee6677', edge: '#ee6677' },
      { fill: '#228833', edge: '#3fae52' },
      { fill: '#ccbb44', edge: '#ccbb44' },
      { fill: '#66ccee', edge: '#66ccee' },
      { fill: '#aa3377', edge: '#cf5c9d' }
    ],
    ...{ rest: '#5f6a78', gap: '#6b7684', further: '#a3adba', unseen: '#9aa4b0', deepen: '#ffffff', soften: '#0f1216' }
  }
}

const textures: readonly (Hatch | null)[] = [null, 'dots', 'rows', 'columns', 'grid']

/** Tints of a process's threads: the process's own colour, then steps away from the ground and towards it. */
const tints: readonly { readonly towards: 'deepen' | 'soften'; readonly share: number }[] = [
  { towards: 'deepen', share: 0 },
  { towards: 'soften', share: 0.28 },
  { towards: 'deepen', share: 0.22 },
  { towards: 'soften', share: 0.14 },
  { towards: 'deepen', share: 0.36 }
]

export const tokenColour = (name: ThemeName, wanted: Token): string => themes[name].tokens[wanted]

/** How an ink looks. Pure: the same ink always looks the same. */
export function paintOf(name: ThemeName, ink: Ink): Paint {
  const theme = themes[name]
  switch (ink.kind) {
    case 'token':
      return plain(theme.tokens[ink.token])
    case 'process':
      return processPaint(theme, ink)
    case 'waiting':
      return { ...hatched(hueOf(theme, ink.slot).edge, 'rising'), edge: hueOf(theme, ink.slot).edge }
    case 'rest':
      return plain(theme.rest)
    case 'further':
      return plain(theme.further)
    case 'further-waiting':
      return hatched(theme.further, 'rising')
    case 'unseen':
      return { fill: theme.tokens.panel, hatch: { kind: 'dots', colour: theme.unseen }, edge: theme.unseen }
    case 'private':
      return { ...plain(mix(theme.rest, theme.tokens.ground, 0.35)), edge: theme.rest }
    case 'shared':
      return { fill: mix(theme.rest, theme.tokens.ground, 0.85), hatch: { kind: 'dots', colour: mix(theme.rest, theme.tokens.ground, 0.2) }, edge: theme.rest }
    case 'gap':
      return hatched(theme.gap, 'falling')
  }
}

const plain = (colour: string): Paint => ({ fill: colour, hatch: null, edge: colour })
const hatched = (colour: string, kind: Hatch): Paint => ({ fill: null, hatch: { kind, colour }, edge: colour })

function hueOf(theme: Theme, slot: number): { readonly fill: string; readonly edge: string } {
  return theme.hues[slot % HUE_COUNT] ?? { fill: theme.further, edge: theme.rest }
}

function processPaint(theme: Theme, { slot, tint }: { readonly slot: number; readonly tint: number }): Paint {
  const { fill, edge } = hueOf(theme, slot)
  const step = tints[tint % TINT_COUNT]
  const colour = step ? mix(fill, theme[step.towards], step.share) : fill
  const texture = textures[Math.floor(slot / HUE_COUNT) % TEXTURE_COUNT] ?? null
  return { fill: colour, hatch: texture ? { kind: texture, colour: theme.tokens.ground } : null, edge }
}

/** `share` of the way from one #rrggbb to another. */
export function mix(from: string, to: string, share: number): string {
  const channel = (colour: string, at: number): number => parseInt(colour.slice(at, at + 2), 16)
  return `#${[1, 3, 5].map(at => Math.round(channel(from, at) * (1 - share) + channel(to, at) * share).toString(16).padStart(2, '0')).join('')}`
}

/** A tile of a hatch: its size and the strokes on it, for canvas and SVG alike. */
export interface HatchTile {
  readonly size: number
  readonly strokeWidth: number
  /** x1, y1, x2, y2 each. */
  readonly lines: readonly (readonly [number, number, number, number])[]
  /** x, y, radius each. */
  readonly dots: readonly (readonly [number, number, number])[]
}

export const hatchTiles: Readonly<Record<Hatch, HatchTile>> = {
  // Diagonals run over the tile's corners too, so that they join without a notch.
  rising: { size: 5, strokeWidth: 1.3, dots: [], lines: [[-1, 1, 1, -1], [0, 5, 5, 0], [4, 6, 6, 4]] },
  falling: { size: 7, strokeWidth: 1, dots: [], lines: [[-1, 6, 1, 8], [0, 0, 7, 7], [6, -1, 8, 1]] },
  dots: { size: 4, strokeWidth: 0, dots: [[1, 1, 0.75], [3, 3, 0.75]], lines: [] },
  rows: { size: 4, strokeWidth: 1, dots: [], lines: [[0, 1.5, 4, 1.5]] },
  columns: { size: 4, strokeWidth: 1, dots: [], lines: [[1.5, 0, 1.5, 4]] },
  grid: { size: 5, strokeWidth: 0.9, dots: [], lines: [[0, 2.5, 5, 2.5], [2.5, 0, 2.5, 5]] }
}
