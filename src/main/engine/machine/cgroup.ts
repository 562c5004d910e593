// What the surrounding cgroups allow and how long they have held us back: cpu.max and cpu.stat of version 2
// (Documentation/admin-guide/cgroup-v2.rst), cpu.cfs_quota_us and cpu.stat of version 1 (scheduler/sched-bwc.rst).
import { join } from 'node:path'
import { parseCgroupPlaces } from '../procfs/cgroupPlaces.ts'
import { readText } from './readText.ts'

export interface CgroupLimits {
  /** The smallest limit from our group upwards: that one binds. Null: none, or not told. */
  readonly quotaCores: number | null
  /** Microseconds so far, of the group that binds, else of our own. Null where not told. */
  readonly throttledUs: number | null
}

interface Level {
  readonly quotaCores: number | null
  readonly throttledUs: number | null
}

/** `root` is '/' but for fixtures. */
export function readCgroupLimits(root = '/'): CgroupLimits {
  const cgroup = readText(join(root, 'proc/self/cgroup'))
  const mountinfo = readText(join(root, 'proc/self/mountinfo'))
  if (cgroup === null || mountinfo === null) return { quotaCores: null, throttledUs: null }
  const { v2, v1 } = parseCgroupPlaces(cgroup, mountinfo)
  return deriveLimits([...v2.map(folder => readLevelV2(join(root, folder))), ...v1.map(folder => readLevelV1(join(root, folder)))])
}

/** Levels of one hierarchy after another, nearest first. */
export function deriveLimits(levels: readonly Level[]): CgroupLimits {
  const limited = levels.filter(level => level.quotaCores !== null)
  const binding = limited.reduce<Level | null>((least, level) => (least && (least.quotaCores ?? 0) <= (level.quotaCores ?? 0) ? least : level), null)
  if (binding) return binding
  return { quotaCores: null, throttledUs: levels.find(level => level.throttledUs !== null)?.throttledUs ?? null }
}

/** '50000 100000' → 0.5; 'max 100000' → null. */
export function parseCpuMax(text: string): number | null {
  const match = /^(\d+) (\d+)$/.exec(text.trim())
  return match ? positiveRatio(Number(match[1]), Number(match[2])) : null
}

/** Version 1 writes "no limit" as −1. */
export function parseQuotaV1(quotaUs: string, periodUs: string): number | null {
  return positiveRatio(Number(quotaUs), Number(periodUs))
}

/** Microseconds; version 1 tells nanoseconds under another name. Null where the group is not told about (e.g. the root). */
export function parseThrottledUs(cpuStat: string): number | null {
  const v2 = /^throttled_usec (\d+)$/m.exec(cpuStat)?.[1]
  if (v2 !== undefined) return Number(v2)
  const v1 = /^throttled_time (\d+)$/m.exec(cpuStat)?.[1]
  return v1 === undefined ? null : Math.round(Number(v1) / 1000)
}

const positiveRatio = (quota: number, period: number): number | null => (quota > 0 && period > 0 ? quota / period : null)

function readLevelV2(folder: string): Level {
  const max = readText(join(folder, 'cpu.max'))
  return { quotaCores: max === null ? null : parseCpuMax(max), throttledUs: readThrottledUs(folder) }
}

function readLevelV1(folder: string): Level {
  const quota = readText(join(folder, 'cpu.cfs_quota_us'))
  const period = readText(join(folder, 'cpu.cfs_period_us'))
  return { quotaCores: quota === null || period === null ? null : parseQuotaV1(quota, period), throttledUs: readThrottledUs(folder) }
}

function readThrottledUs(folder: string): number | null {
  const text = readText(join(folder, 'cpu.stat'))
  return text === null ? null : parseThrottledUs(text)
}
