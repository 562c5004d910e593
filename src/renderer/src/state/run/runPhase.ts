// The state of a run in words: a word each, so that colour only repeats what is said.
import type { RunEnd } from '../../../../shared/model/run.ts'

export type RunPhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'ended'; readonly end: RunEnd }
  /** Of a recording that stops before its run did: nobody knows how it ended. */
  | { readonly kind: 'cut-off' }
  | { readonly kind: 'failed'; readonly reason: string }

export type Tone = 'quiet' | 'live' | 'good' | 'bad' | 'warning'

export interface PhaseWords {
  readonly text: string
  readonly tone: Tone
}

export function sayPhase(phase: RunPhase): PhaseWords {
  switch (phase.kind) {
    case 'none':
      return { text: 'no run', tone: 'quiet' }
    case 'starting':
      return { text: 'starting', tone: 'live' }
    case 'running':
      return { text: 'running', tone: 'live' }
    case 'stopping':
      return { text: 'stopping', tone: 'warning' }
    case 'failed':
      return { text: 'failed', tone: 'bad' }
    case 'ended':
      return sayEnd(phase.end)
    case 'cut-off':
      return { text: 'cut off: its end is not in the recording', tone: 'warning' }
  }
}

/** How a run ended. */
export function sayEnd({ exit, endedBy }: Pick<RunEnd, 'exit' | 'endedBy'>): PhaseWords {
  if (endedBy === 'left') return { text: 'no longer followed; it goes on', tone: 'quiet' }
  const asked = endedBy === 'asked'
  if (exit.signal !== null) return asked ? { text: `stopped by you (${exit.signal})`, tone: 'quiet' } : { text: `killed by ${exit.signal}`, tone: 'bad' }
  if (exit.code === 0) return asked ? { text: 'stopped by you (code 0)', tone: 'quiet' } : { text: 'ended well', tone: 'good' }
  if (exit.code !== null) return { text: asked ? `stopped by you (code ${exit.code})` : `ended with code ${exit.code}`, tone: asked ? 'quiet' : 'bad' }
  return { text: 'ended, exit code not told', tone: 'quiet' }
}

/** Nothing more will come of it. */
export const isOver = (phase: RunPhase): boolean => phase.kind === 'ended' || phase.kind === 'cut-off'

export const isLive = (phase: RunPhase): boolean => phase.kind === 'running' || phase.kind === 'stopping'
