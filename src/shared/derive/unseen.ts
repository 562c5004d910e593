// CPU time of children that no look ever saw: born and reaped between two looks. A parent accounts for every child it
// waited for (cutime + cstime); what its known children do not explain is theirs. Clock-tick resolution, and dated only by
// the two looks at the parent between which it appeared.
import type { CpuHistory, ProcessHistory, RunHistory } from './history.ts'
import { Column } from './columns.ts'
import { NS_PER_SECOND } from '../units.ts'

/**
 * Unexplained CPU per parent, each as a counter like any other: a row from the look before to the look that found it.
 * `waitedNs` is NaN: nobody knows how long those children waited.
 */
export function deriveUnseen(history: RunHistory): CpuHistory[] {
  const unseen: CpuHistory[] = []
  history.processes.forEach(process => {
    if (!(process.detail.reapedNs.last() > 0)) return
    const counter = unexplainedBelow(history, process)
    if (counter.tNs.length > 0) unseen.push(counter)
  })
  return unseen
}

/** Sum of the newest values, ns. */
export function unseenTotalNs(unseen: readonly CpuHistory[]): number {
  return unseen.reduce((sum, counter) => sum + counter.ranNs.last(), 0)
}

function unexplainedBelow(history: RunHistory, parent: ProcessHistory): CpuHistory {
  const { tNs, reapedNs } = parent.detail
  const explained = explainedOverTime(history, parent)
  // A child counts as reaped by the look that found it gone, which may come one look after the parent's counter rose. Taking
  // the least of all later remainders removes such a step that was only early, and keeps the counter from falling.
  const remainder = new Float64Array(tNs.length)
  let least = Infinity
  for (let row = tNs.length - 1; row >= 0; row--) {
    const raw = reapedNs.at(row) - explained(tNs.at(row))
    if (isConfirmed(history, tNs.at(row)) && !Number.isNaN(raw)) least = Math.min(least, raw)
    remainder[row] = least === Infinity ? NaN : Math.max(0, least)
  }
  return rowsWhereItRises(tNs, remainder, { coreCount: history.header.machine.coreCount, bornNs: parent.bornNs })
}

/** The newest look stands alone until two more ticks have passed: the child may not have been found gone yet. */
function isConfirmed(history: RunHistory, tNs: number): boolean {
  return history.end !== null || tNs < history.tickNs.at(history.tickNs.length - 3) || tNs < history.tickNs.last() - NS_PER_SECOND
}

/** A child is found gone after its parent's counter rose: in the same tick, or by its next look if it was idle. */
const FOUND_LATE_NS = 1.1 * NS_PER_SECOND

/** CPU of known children that had ended by `t` and were reaped by this parent (an adopted child is reaped by another). */
function explainedOverTime(history: RunHistory, parent: ProcessHistory): (t: number) => number {
  const ended = parent.children
    .map(child => history.processes[child])
    .filter(child => child !== undefined)
    .flatMap(child => (child.endedNs === null || child.adoptedBy !== null ? [] : [{ at: child.endedNs, ns: wholeCpuNs(child) }]))
    .sort((a, b) => a.at - b.at)
  let next = ended.length // walked backwards in time by the caller
  let sum = ended.reduce((total, { ns }) => total + ns, 0)
  return t => {
    while (next > 0 && (ended[next - 1]?.at ?? 0) > t + FOUND_LATE_NS) sum -= ended[--next]?.ns ?? 0
    return sum
  }
}

/** What the kernel adds to the parent when it reaps this process: its own CPU and that of what it had reaped itself. */
function wholeCpuNs({ cpu, detail }: ProcessHistory): number {
  const own = cpu.ranNs.length > 0 ? cpu.ranNs.last() : 0
  const reaped = detail.reapedNs.last()
  return own + (Number.isNaN(reaped) ? 0 : reaped)
}

/**
 * A parent may reap late: what all cores together cannot have done since the look before was done earlier, after the former
 * row at the earliest.
 */
function rowsWhereItRises(tNs: Column, remainder: Float64Array, { coreCount, bornNs }: { coreCount: number; bornNs: number }): CpuHistory {
  const rows = { fromNs: new Column(), tNs: new Column(), ranNs: new Column(), waitedNs: new Column(), waitFromNs: new Column() }
  for (let row = 0; row < remainder.length; row++) {
    const value = remainder[row] ?? NaN
    const before = rows.ranNs.length > 0 ? rows.ranNs.last() : 0
    if (!(value > before)) continue
    const lookNs = row > 0 ? tNs.at(row - 1) : bornNs
    const earliestNs = rows.tNs.length > 0 ? rows.tNs.last() : bornNs
    rows.fromNs.append(Math.max(earliestNs, Math.min(lookNs, tNs.at(row) - (value - before) / coreCount)))
    rows.tNs.append(tNs.at(row))
    rows.ranNs.append(value)
    rows.waitedNs.append(NaN)
    rows.waitFromNs.append(NaN)
  }
  return rows
}
