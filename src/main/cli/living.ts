// Who of a run is alive, as far as the history so far tells.
import type { ProcessHistory, RunHistory } from '../../shared/derive/history.ts'

export const livingOf = ({ processes }: RunHistory): ProcessHistory[] => processes.filter(({ endedNs }) => endedNs === null)
