// The CPU of a whole tree, by the best account there is. docs/measuring.md, "The total", says how exact each one is.
import type { RunHistory } from '../../../shared/derive/history.ts'
import type { TotalSource } from '../../../shared/model/run.ts'
import { type Ns, ns } from '../../../shared/units.ts'
import type { OrphanTotal } from '../sampling/sampler.ts'
import type { Account } from './accounts.ts'
import type { CgroupTotal } from './cgroup.ts'

export interface Total {
  readonly cpuNs: Ns | null
  readonly userNs: Ns | null
  readonly systemNs: Ns | null
  readonly totalBy: TotalSource
}

export interface Accounts {
  /** At the release, and now; null: no cgroup. */
  readonly cgroup: { readonly before: CgroupTotal; readonly after: CgroupTotal } | null
  /** What the root and all whom it waited for used, by wait. Null: not told. */
  readonly root: Account | null
  /** What nobody's account contains. Null: the sampler failed. */
  readonly orphans: OrphanTotal | null
}

/** Picks the total. `history` holds the sampled figures, which are the floor: what was seen was used. */
export function composeTotal({ cgroup, root, orphans }: Accounts, history: RunHistory): Total {
  if (cgroup) {
    const { before, after } = cgroup
    return {
      ...{ cpuNs: ns(after.cpuNs - before.cpuNs), userNs: ns(after.userNs - before.userNs) },
      ...{ systemNs: ns(after.systemNs - before.systemNs), totalBy: 'cgroup' }
    }
  }
  const sampledNs = sumSampled(history)
  if (history.header.sampler === 'portable' || !root || !orphans) {
    return { cpuNs: hasBeenLookedAt(history) ? ns(sampledNs) : null, userNs: null, systemNs: null, totalBy: history.header.totalBy }
  }
  const userNs = root.userNs + orphans.userNs
  const systemNs = root.systemNs + orphans.systemNs
  const accountedNs = root.userNs + root.systemNs + orphans.cpuNs
  // Children whose parent ignores SIGCHLD are on nobody's account: then what was sampled knows more.
  return { cpuNs: ns(Math.max(accountedNs, sampledNs)), userNs: ns(userNs), systemNs: ns(systemNs), totalBy: 'procfs' }
}

/** Somebody's counters were read at least once: only then is a sum of nothing a measured 0. */
const hasBeenLookedAt = ({ processes }: RunHistory): boolean => processes.some(({ cpu, detail }) => cpu.tNs.length + detail.tNs.length > 0)

function sumSampled(history: RunHistory): number {
  let sum = 0
  for (const { cpu } of history.processes) if (cpu.ranNs.length > 0) sum += cpu.ranNs.last()
  return sum
}
