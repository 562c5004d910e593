// The hand that draws every chart: on the window's canvas, into an SVG file, into a test's log. Layout says *what* a mark
// is (a process's time, a gap, a hairline) and never which colour; the pen's theme says how that looks. Units: CSS pixels,
// y downwards.

export type Token = 'ground' | 'panel' | 'line' | 'text' | 'muted' | 'accent' | 'danger' | 'warning'

/** What a mark stands for. */
export type Ink =
  | { readonly kind: 'token'; readonly token: Token }
  /** Time of a process on a core, or its memory. `slot`: its place in the order of birth. `tint`: which of its threads, 0 = the process itself. */
  | { readonly kind: 'process'; readonly slot: number; readonly tint: number }
  /** A process waiting for a core. */
  | { readonly kind: 'waiting'; readonly slot: number }
  /** The rest of the machine. */
  | { readonly kind: 'rest' }
  /** Processes of the run that are too many to draw apart. */
  | { readonly kind: 'further' }
  | { readonly kind: 'further-waiting' }
  /** CPU time known from its parent only: children that no look saw. */
  | { readonly kind: 'unseen' }
  /** Memory of its own (private), and its share of what several processes use. */
  | { readonly kind: 'private' }
  | { readonly kind: 'shared' }
  /** Not measured. */
  | { readonly kind: 'gap' }

export const token = (name: Token): Ink => ({ kind: 'token', token: name })

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Stroke {
  readonly ink: Ink
  readonly width: number
  readonly dash?: readonly [on: number, off: number]
}

export interface TextStyle {
  readonly size: number
  readonly ink: Ink
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly weight?: 'normal' | 'bold'
  readonly face?: 'sans' | 'mono'
}

export interface Pen {
  rect(box: Box, ink: Ink): void
  /** Many boxes of one ink in one stroke: x, y, width, height, x, y, … */
  bars(boxes: readonly number[], ink: Ink): void
  line(from: readonly [x: number, y: number], to: readonly [x: number, y: number], stroke: Stroke): void
  /** x, y, x, y, …; a NaN lifts the pen. */
  path(points: readonly number[], stroke: Stroke): void
  /** `y` is the baseline. The text is drawn as it is: names must have gone through showControls. */
  text(at: readonly [x: number, y: number], text: string, style: TextStyle): void
  /** Nothing that `draw` draws appears outside the box. */
  clip(box: Box, draw: () => void): void
  /** Marks that belong together, with a name for who can't see them. */
  group(title: string, draw: () => void): void
}

/** Six hues, each plain and with four textures; five tints of a process for its threads. Beyond, they repeat. */
export const HUE_COUNT = 6
export const TEXTURE_COUNT = 5
export const TINT_COUNT = 5

/** The same key for inks that look the same. */
export function inkKey(ink: Ink): string {
  switch (ink.kind) {
    case 'token':
      return `token-${ink.token}`
    case 'process':
      return `process-${ink.slot % (HUE_COUNT * TEXTURE_COUNT)}-${ink.tint % TINT_COUNT}`
    case 'waiting':
      return `waiting-${ink.slot % HUE_COUNT}`
    default:
      return ink.kind
  }
}
