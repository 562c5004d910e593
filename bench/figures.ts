// Arithmetic of the benchmarks: what a series of rounds says. Pure; ratios and ns in, ratios and ns out.

/** What several rounds said of one figure. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** The value below which `share` (0 to 1) of the values lie; NaN of nothing. */
export function derivePercentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

export function deriveSpread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const median = ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2
  return { median, least: sorted[0] ?? NaN, most: sorted.at(-1) ?? NaN }
}

/** The ratio of each round, over the rounds that both took part in: neighbours in time share the noise of the machine. */
export function deriveRatios(over: readonly number[], under: readonly number[]): Spread {
  return deriveSpread(over.slice(0, under.length).map((value, round) => value / (under[round] ?? NaN)))
}

/** How an absolute schedule was kept. */
export interface Lateness {
  /** Lateness of each tick against the grid, ns; the grid is laid through the most punctual ticks. */
  readonly lateNs: readonly number[]
  /** Ticks of the grid that nobody kept. */
  readonly missed: number
  /** How far the most punctual ticks moved from the first quarter to the last, ns. A schedule without drift: about 0. */
  readonly driftNs: number
}

/** `tickNs` in order of time. The grid's origin is not told by anyone: it is the phase that the punctual ticks agree on. */
export function deriveLateness(tickNs: readonly number[], periodNs: number): Lateness {
  const firstNs = tickNs[0] ?? NaN
  // The likeliest phase first, so that a tick just before or after it is not taken for one a whole period late.
  const roughNs = findCommonPhase(tickNs.map(tNs => tNs - firstNs), periodNs)
  const fromGrid = (tNs: number): number => foldPhase(tNs - firstNs - roughNs + periodNs / 4, periodNs) - periodNs / 4
  const phases = tickNs.map(fromGrid)
  const originNs = derivePercentile(phases, 0.02)
  const quarter = Math.ceil(phases.length / 4)
  const driftNs = derivePercentile(phases.slice(-quarter), 0.1) - derivePercentile(phases.slice(0, quarter), 0.1)
  const expected = Math.round(((tickNs.at(-1) ?? NaN) - firstNs) / periodNs) + 1
  return { lateNs: phases.map(phase => phase - originNs), missed: expected - tickNs.length, driftNs }
}

/** The phase (0 to a period) around which most of the times lie, by 32 bins. */
function findCommonPhase(timesNs: readonly number[], periodNs: number): number {
  const bins = new Array<number>(32).fill(0)
  for (const tNs of timesNs) {
    const bin = Math.floor((foldPhase(tNs, periodNs) / periodNs) * bins.length)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return ((bins.indexOf(Math.max(...bins)) + 0.5) / bins.length) * periodNs
}

const foldPhase = (ns: number, periodNs: number): number => ((ns % periodNs) + periodNs) % periodNs
