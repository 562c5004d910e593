// How a run is played: what speeds make sense for its length, and where its play head goes next. Pure; ns since the run began.
import { NS_PER_MS, NS_PER_SECOND } from '../../../../shared/units.ts'

const SPEEDS = [0.01, 0.1, 0.5, 1, 2, 5, 10, 30, 100, 1000, 10_000] as const
/** Faster than this nobody sees anything, slower than this nobody waits for the end. */
const SHORTEST_NS = 2 * NS_PER_SECOND
const LONGEST_NS = 3600 * NS_PER_SECOND

/** Times real time; always with 1. */
export function speedsFor(lengthNs: number): readonly number[] {
  return SPEEDS.filter(speed => speed === 1 || (lengthNs / speed >= SHORTEST_NS && lengthNs / speed <= LONGEST_NS))
}

/** '0.1×', '10×', '1,000×'. */
export const formatSpeed = (speed: number): string => `${speed.toLocaleString('en-US')}×`

/** The next speed up (1) or down (−1); the same at either end. */
export function nextSpeed(speed: number, direction: 1 | -1, lengthNs: number): number {
  const speeds = speedsFor(lengthNs)
  const beyond = speeds.filter(each => (direction > 0 ? each > speed : each < speed))
  return (direction > 0 ? beyond[0] : beyond.at(-1)) ?? speed
}

/** After a pause of the screen (a hidden window, a busy machine) it goes on where it was, not where it would be. */
const LONGEST_STEP_MS = 500

export function advanceHead(headNs: number, { passedMs, speed, endNs }: { passedMs: number; speed: number; endNs: number }): number {
  return Math.min(endNs, headNs + Math.min(passedMs, LONGEST_STEP_MS) * NS_PER_MS * speed)
}
