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
export interface Punctuality {
  /** Lateness of each tick against the grid, ns. */
  readonly lateNs: readonly number[]
  /** Ticks of the grid that nobody kept. */
  readonly missed: number
  /** How far the most punctual ticks moved against the grid from the first quarter to the last, ns. Without drift: about 0. */
  readonly driftNs: number
}

/** `tickNs` in order of time, against the grid 0, 1, 2 … periods of the run. */
export function derivePunctuality(tickNs: readonly number[], periodNs: number): Punctuality {
  const lateNs = tickNs.map(tNs => tNs % periodNs)
  const quarter = Math.ceil(lateNs.length / 4)
  const punctual = (part: readonly number[]): number => derivePercentile(part, 0.1)
  const expected = Math.floor((tickNs.at(-1) ?? NaN) / periodNs) - Math.floor((tickNs[0] ?? NaN) / periodNs) + 1
  return { lateNs, missed: expected - tickNs.length, driftNs: punctual(lateNs.slice(-quarter)) - punctual(lateNs.slice(0, quarter)) }
}
