// When a thread waited for a core. The kernel books a wait when it ends, so a look finds waits that began before the look
// before it. What cannot have lain since then is moved to where it must have: into time in which the thread did not run.
import type { CpuHistory } from './history.ts'

/** A wait of more looks than this is left where it was booked. */
const LOOKS_BACK = 32

/** Settles the wait that the newest row of a thread brought. Earlier rows' `waitedNs` grow by what belongs to them. */
export function settleWait(cpu: CpuHistory): void {
  const newest = cpu.tNs.length - 1
  let excessNs = takenNs(cpu, newest) - roomNs(cpu, newest)
  let row = newest
  while (excessNs > 0 && row > 0 && newest - row < LOOKS_BACK) {
    row--
    const movedNs = Math.min(excessNs, Math.max(0, roomNs(cpu, row) - takenNs(cpu, row)))
    for (let later = row; later < newest; later++) cpu.waitedNs.values[later] = cpu.waitedNs.at(later) + movedNs
    excessNs -= movedNs
  }
  for (; row <= newest; row++) cpu.waitFromNs.values[row] = beganNs(cpu, row)
}

/** How long the thread ran and waited in this row. */
function takenNs({ ranNs, waitedNs }: CpuHistory, row: number): number {
  return ranNs.at(row) + waitedNs.at(row) - (row > 0 ? ranNs.at(row - 1) + waitedNs.at(row - 1) : 0)
}

/** The time since the row before. */
function roomNs(cpu: CpuHistory, row: number): number {
  return cpu.tNs.at(row) - startNs(cpu, row)
}

/** It ran or waited all of this time, so it began no later; it may have begun earlier, but no earlier than the row before. */
function beganNs(cpu: CpuHistory, row: number): number {
  const latestNs = cpu.tNs.at(row) - takenNs(cpu, row)
  return Number.isNaN(latestNs) ? cpu.fromNs.at(row) : Math.max(startNs(cpu, row), Math.min(cpu.fromNs.at(row), latestNs))
}

const startNs = ({ fromNs, tNs }: CpuHistory, row: number): number => (row > 0 ? tNs.at(row - 1) : fromNs.at(row))
