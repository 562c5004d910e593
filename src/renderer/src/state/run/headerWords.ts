// The short words of the header: clock, level of exactness.
import { formatClock } from '../../../../shared/format.ts'
import type { RunHeader } from '../../../../shared/model/run.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'

/** '0:12.4': a clock with tenths, since most runs are short. */
export function formatLongClock(ns: number): string {
  const tenths = Math.floor((ns / NS_PER_SECOND) * 10) % 10
  return `${formatClock(ns)}.${tenths}`
}

/** How the figures of this run come about, in two or three words. */
export function sayLevel({ sampler, totalBy }: RunHeader): string {
  if (sampler === 'portable') return 'sampled, portable'
  return totalBy === 'cgroup' ? 'sampled, total exact' : 'sampled'
}
