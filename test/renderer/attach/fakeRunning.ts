// Running processes that never were.
import type { RunningList, RunningProcess } from '../../../src/shared/model/running.ts'
import { bytes, ns } from '../../../src/shared/units.ts'

/** Parts by name; everything else is as of an idle program of Ada's. */
export function running(pid: number, name: string, parts: Partial<RunningProcess> = {}): RunningProcess {
  return {
    ...{ pid, startTicks: pid * 10, parentPid: 1, name, command: [`/usr/bin/${name}`], uid: 1000, user: 'ada', startedAtUnixMs: 1_790_000_000_000 },
    ...{ cpuNs: ns(1e9), readNs: 0, rssBytes: bytes(10 * 2 ** 20), threadCount: 1, belowCount: 0, isOpen: true, followedBy: null, ...parts }
  }
}

export const listOf = (...processes: readonly RunningProcess[]): RunningList => ({ ownUid: 1000, processes })

/** The same processes a second later; each used so many ms of CPU meanwhile, by name. */
export function secondLater({ ownUid, processes }: RunningList, usedMs: Readonly<Record<string, number>>): RunningList {
  return { ownUid, processes: processes.map(each => ({ ...each, readNs: each.readNs + 1e9, cpuNs: ns(each.cpuNs + (usedMs[each.name] ?? 0) * 1e6) })) }
}
