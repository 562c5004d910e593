// The stretch of a run in which its workers were at work, by their own marks, and what the cores did in it. Starting and
// ending are left out: they are not what variants differ in, and their share depends on how much work was asked for.
import type { AtWork, RunMark } from '../model/outcome.ts'
import { cores, ns, type Ns, NS_PER_MS } from '../units.ts'
import { edgesOf, knownUntilNs } from './bins.ts'
import { type Column, lastAtOrBefore } from './columns.ts'
import type { CoreHistory, RunHistory } from './history.ts'
import { deriveUsed } from './used.ts'

/** With fewer looks inside it, a mean would be made of what was going on before and after. */
const FEWEST_LOOKS = 5

/** So long must all have been at work at once to be asked about that alone: at the lab's rate it holds FEWEST_LOOKS for sure. */
const SHORTEST_NS = (FEWEST_LOOKS + 1) * 20 * NS_PER_MS

export interface Stretch {
  readonly fromNs: number
  readonly toNs: number
  readonly of: AtWork['of']
}

/** `history` of the same run; valid once it has ended. */
export function deriveAtWork(history: RunHistory, marks: readonly RunMark[]): AtWork {
  const stretch = findStretch(marks, knownUntilNs(history))
  const isMeasured = lastAtOrBefore(history.tickNs, stretch.toNs) - lastAtOrBefore(history.tickNs, stretch.fromNs) >= FEWEST_LOOKS
  const used = isMeasured ? deriveUsed(history, edgesOf(stretch, 1), { budget: 0 }) : null
  const coresUsed = knownOrNull(used?.total[0])
  const waited = knownOrNull(used?.waited[0])
  return {
    ...{ fromNs: ns(stretch.fromNs), toNs: ns(stretch.toNs), of: stretch.of },
    coresUsed,
    demand: coresUsed === null || waited === null ? null : cores(coresUsed + waited),
    othersCores: coresUsed === null ? null : othersCores(history, stretch, coresUsed)
  }
}

/** All at once if they ever were, for long enough; else from the first to the last of them; else the whole run. */
export function findStretch(marks: readonly RunMark[], wholeNs: number): Stretch {
  const begun = timesOf(marks, 'first work')
  const done = timesOf(marks, 'work done')
  if (begun.length === 0 || done.length === 0) return { fromNs: 0, toNs: wholeNs, of: 'whole run' }
  const all = { fromNs: Math.max(...begun), toNs: Math.min(...done), of: 'all workers' as const }
  if (all.toNs - all.fromNs >= SHORTEST_NS) return all
  return { fromNs: Math.min(...begun), toNs: Math.max(...done), of: begun.length === 1 && done.length === 1 ? 'all workers' : 'any worker' }
}

const timesOf = (marks: readonly RunMark[], name: string): Ns[] => marks.filter(({ mark }) => mark === name).map(({ tNs }) => tNs)

const knownOrNull = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)

/** The machine's busy cores without this run's and without this program. Where they cancel out, noise may leave less than nothing. */
function othersCores(history: RunHistory, { fromNs, toNs }: Stretch, coresUsed: number): number | null {
  const busyNs = history.cores.reduce((sum, core) => sum + busyBetween(core, fromNs, toNs), 0)
  const ownNs = history.own.length < 2 ? NaN : ownAt(history, toNs) - ownAt(history, fromNs)
  const others = (busyNs - ownNs) / (toNs - fromNs) - coresUsed
  return Number.isNaN(others) ? null : Math.max(0, others)
}

const busyBetween = ({ tNs, busyNs }: CoreHistory, fromNs: number, toNs: number): number => valueAt(tNs, busyNs, toNs) - valueAt(tNs, busyNs, fromNs)

/** Linear between two looks, held beyond the first and the last; NaN where there is none. */
function valueAt(tNs: Column, values: Column, t: number): number {
  const row = Math.max(0, lastAtOrBefore(tNs, t))
  if (row + 1 >= tNs.length || t <= tNs.at(row)) return values.at(row)
  const share = (t - tNs.at(row)) / (tNs.at(row + 1) - tNs.at(row))
  return values.at(row) + (values.at(row + 1) - values.at(row)) * share
}

function ownAt({ own }: RunHistory, t: number): number {
  const later = own.findIndex(each => each.tNs >= t)
  const after = own[later] ?? own.at(-1)
  const before = own[later - 1]
  if (!after) return NaN
  if (!before || after.tNs <= before.tNs || later < 0) return after.programNs
  return before.programNs + (after.programNs - before.programNs) * ((t - before.tNs) / (after.tNs - before.tNs))
}
