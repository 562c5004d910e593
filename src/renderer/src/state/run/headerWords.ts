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

/** Of a tree that was there before: what becomes of it, and what cannot be measured of it. Null: it was launched. */
export function sayAttached({ spec, executable }: RunHeader): string | null {
  if (spec.kind !== 'attach') return null
  const goesOn = 'Attached: it ran before, and lives on when you detach, when this window closes, and even if Forkscope dies.'
  return executable === '' ? `${goesOn} It keeps its memory to itself or belongs to another user: CPU, RSS and threads are measured; PSS and I/O are not, and signals may be refused.` : goesOn
}
