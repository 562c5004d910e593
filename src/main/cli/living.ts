// Who of a run is alive, as far as the history so far tells.
import type { ProcessHistory, RunHistory } from '../../shared/derive/history.ts'

export const livingOf = ({ processes }: RunHistory): ProcessHistory[] => processes.filter(({ endedNs }) => endedNs === null)

/** The living whose parent is not among them. */
export function livingTops(history: RunHistory): ProcessHistory[] {
  return livingOf(history).filter(({ parent }) => parent === null || (history.processes[parent]?.endedNs ?? null) !== null)
}
