// What is known of one process at one moment: the figures of a row of the tree. NaN = not measured.
import { type Column, lastAtOrBefore } from '../../../../shared/derive/columns.ts'
import { counterAt } from '../../../../shared/derive/cpu.ts'
import type { CpuHistory, ProcessHistory, RunHistory, ThreadHistory } from '../../../../shared/derive/history.ts'
import { NS_PER_SECOND } from '../../../../shared/units.ts'

export type LifePhase = 'unborn' | 'alive' | 'ended'

export interface ProcessFigures {
  readonly life: LifePhase
  /** State letter of /proc, '' where not told. */
  readonly stateLetter: string
  readonly threads: number
  /** Cores used over the last second before the moment, or since birth if that is less. */
  readonly coresNow: number
  readonly cpuNs: number
  /** At the moment; of an ended process its peak. */
  readonly rssBytes: number
  readonly pssBytes: number
}

/** "Now" is a second: shorter figures jump faster than anybody reads. */
const NOW_NS = NS_PER_SECOND

export function figuresOf(process: ProcessHistory, atNs: number): ProcessFigures {
  const life = lifeAt(process, atNs)
  if (life === 'unborn') return { life, stateLetter: '', threads: NaN, coresNow: NaN, cpuNs: NaN, rssBytes: NaN, pssBytes: NaN }
  const { detail, memory } = process
  const wasLookedAt = detail.tNs.length > 0
  const bytesOf = life === 'ended' ? peakOf : valueAt
  return {
    life,
    stateLetter: life === 'ended' ? '' : letterOf(valueAt(detail.tNs, detail.state, atNs)),
    threads: life === 'ended' ? NaN : valueAt(detail.tNs, detail.threads, atNs),
    coresNow: life === 'ended' ? NaN : coresAt(process, atNs, wasLookedAt),
    cpuNs: ranAt(process.cpu, atNs, wasLookedAt),
    rssBytes: bytesOf(detail.tNs, detail.rssBytes, atNs),
    pssBytes: bytesOf(memory.tNs, memory.pssBytes, atNs)
  }
}

export interface ThreadFigures {
  readonly life: LifePhase
  readonly stateLetter: string
  readonly coresNow: number
  readonly cpuNs: number
  /** Core it was last seen on; NaN where not looked at. */
  readonly core: number
}

export function threadFiguresOf(thread: ThreadHistory, atNs: number): ThreadFigures {
  const life = lifeAt(thread, atNs)
  if (life === 'unborn') return { life, stateLetter: '', coresNow: NaN, cpuNs: NaN, core: NaN }
  const row = lastAtOrBefore(thread.cpu.tNs, atNs)
  const core = thread.core.at(row)
  return {
    life,
    stateLetter: life === 'ended' ? '' : letterOf(thread.state.at(row)),
    coresNow: life === 'ended' ? NaN : coresAt(thread, atNs, row >= 0),
    cpuNs: ranAt(thread.cpu, atNs, row >= 0),
    core: core >= 0 ? core : NaN
  }
}

/** By ProcessId: CPU time of a process and all below it; NaN if nothing of it was measured. */
export function deriveSubtreeCpu(history: RunHistory, atNs: number): Float64Array {
  const sums = new Float64Array(history.processes.length).fill(NaN)
  const add = (process: number, ranNs: number): void => {
    const before = sums[process] ?? NaN
    if (!Number.isNaN(ranNs)) sums[process] = Number.isNaN(before) ? ranNs : before + ranNs
  }
  // A child is always found after its parent, so its number is greater: from the end, children come first.
  for (let id = history.processes.length - 1; id >= 0; id--) {
    const process = history.processes[id]
    if (!process || process.bornNs > atNs) continue
    add(id, ranAt(process.cpu, atNs, process.detail.tNs.length > 0))
    if (process.parent !== null) add(process.parent, sums[id] ?? NaN)
  }
  return sums
}

function lifeAt({ bornNs, endedNs }: { bornNs: number; endedNs: number | null }, atNs: number): LifePhase {
  if (endedNs !== null && endedNs <= atNs) return 'ended'
  return bornNs > atNs ? 'unborn' : 'alive'
}

/** A counter without rows was either looked at and never moved (0 is measured), or never looked at (NaN). */
function ranAt(cpu: CpuHistory, atNs: number, wasLookedAt: boolean): number {
  return cpu.tNs.length > 0 || wasLookedAt ? counterAt(cpu, cpu.ranNs, atNs) : NaN
}

function coresAt({ cpu, bornNs }: { cpu: CpuHistory; bornNs: number }, atNs: number, wasLookedAt: boolean): number {
  const fromNs = Math.max(bornNs, atNs - NOW_NS, 0)
  if (atNs <= fromNs) return NaN
  return (ranAt(cpu, atNs, wasLookedAt) - counterAt(cpu, cpu.ranNs, fromNs)) / (atNs - fromNs)
}

/** The newest measured value at or before a moment; looks that left it out are skipped. */
export function valueAt(tNs: Column, values: Column, atNs: number): number {
  for (let row = lastAtOrBefore(tNs, atNs); row >= 0; row--) {
    const value = values.at(row)
    if (!Number.isNaN(value)) return value
  }
  return NaN
}

function peakOf(tNs: Column, values: Column, atNs: number): number {
  let peak = NaN
  for (let row = lastAtOrBefore(tNs, atNs); row >= 0; row--) {
    const value = values.at(row)
    if (!Number.isNaN(value) && !(peak >= value)) peak = value
  }
  return peak
}

const letterOf = (code: number): string => (code > 0 ? String.fromCharCode(code) : '')
