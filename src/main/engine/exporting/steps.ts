// What was measured of one subject, as steps over time for the trace formats: a value holds from its time until the next
// step. Gaps cannot be said there: before the first step nothing is known, after the subject's end there is nothing (0).
import type { Column } from '../../../shared/derive/columns.ts'
import type { CpuHistory } from '../../../shared/derive/history.ts'
import type { TimeRange } from '../../../shared/derive/bins.ts'

export interface Step {
  readonly tNs: number
  readonly value: number
}

/**
 * Rate of a cumulative counter, in cores: constant over each row's interval and 0 between rows, where it is known not to have
 * moved. Rows that were not measured are left out.
 */
export function rateSteps({ fromNs, tNs }: CpuHistory, counter: Column): Step[] {
  const steps: Step[] = []
  let before = 0
  for (let row = 0; row < tNs.length; row++) {
    const [from, to, value] = [fromNs.at(row), tNs.at(row), counter.at(row)]
    if (Number.isNaN(value) || !(to > from)) continue
    put(steps, { tNs: from, value: Math.max(0, value - before) / (to - from) })
    put(steps, { tNs: to, value: 0 })
    before = value
  }
  return steps
}

/** A measured value that holds until the next measurement; 0 from the subject's end on. */
export function heldSteps(tNs: Column, values: Column, endedNs: number | null): Step[] {
  const steps: Step[] = []
  for (let row = 0; row < tNs.length; row++) if (!Number.isNaN(values.at(row))) put(steps, { tNs: tNs.at(row), value: values.at(row) })
  if (endedNs !== null && steps.length > 0) put(steps, { tNs: Math.max(endedNs, steps.at(-1)?.tNs ?? 0), value: 0 })
  return steps
}

/** One value per bin (NaN = not measured), as steps at the bins' left edges. */
export function binSteps(edgesNs: Float64Array, values: Float64Array): Step[] {
  const steps: Step[] = []
  values.forEach((value, bin) => {
    if (!Number.isNaN(value)) put(steps, { tNs: edgesNs[bin] ?? 0, value })
  })
  return steps
}

/** A later word about the same moment replaces the former; what does not change needs no step. */
function put(steps: Step[], step: Step): void {
  if (steps.at(-1)?.tNs === step.tNs) steps.pop()
  if (steps.at(-1)?.value !== step.value) steps.push(step)
}

/** The steps within a range; the one that holds at its beginning stands there. */
export function stepsWithin(steps: readonly Step[], { fromNs, toNs }: TimeRange): Step[] {
  const first = steps.findLast(({ tNs }) => tNs <= fromNs)
  return [...(first ? [{ tNs: Math.max(fromNs, first.tNs), value: first.value }] : []), ...steps.filter(({ tNs }) => tNs > fromNs && tNs <= toNs)]
}
