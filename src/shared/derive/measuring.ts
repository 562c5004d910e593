// How each figure on the screen was obtained: its source and its resolution, for this run on this machine.
import type { RunHistory } from './history.ts'
import { formatDuration } from '../format.ts'
import type { Thinned } from '../model/batch.ts'
import type { TotalSource } from '../model/run.ts'
import { NS_PER_SECOND } from '../units.ts'

export interface MeasuredFigure {
  readonly figure: string
  readonly source: string
  readonly resolution: string
}

const totals: Readonly<Record<TotalSource, MeasuredFigure>> = {
  cgroup: { figure: 'CPU time, total of the run', source: 'cpu.stat of a cgroup of its own: every member, however short its life', resolution: 'exact, to the microsecond' },
  procfs: { figure: 'CPU time, total of the run', source: '/proc/PID/stat of each process, and of the ended ones by their parents (cutime, cstime)', resolution: 'clock ticks; within 3 %' },
  sampled: { figure: 'CPU time, total of the run', source: 'sum of what was sampled since Forkscope came, and what parents tell of children that no look saw', resolution: 'half an interval per process; what was used before is not in it' },
  portable: { figure: 'CPU time, total of the run', source: 'sum of what the system told per process (pidusage)', resolution: 'sampled; children that lived between two looks are missing' }
}

export function listMeasuring({ header, own, thinned }: RunHistory): MeasuredFigure[] {
  const tick = formatDuration(NS_PER_SECOND / header.spec.rateHz)
  const rows = header.sampler === 'procfs' ? fromProcfs(tick, header.machine.clockTicksPerSecond) : fromPortable(tick)
  const ownRow = { figure: 'Own cost', source: 'CPU time of Forkscope’s measuring process, its sampling threads included; the window is not', resolution: own.length > 0 ? 'exact' : 'not measured yet' }
  return [totals[header.totalBy], ...rows, ownRow, ...averaged(thinned)]
}

function averaged({ secondsUntilNs, coarseUntilNs, stepNs = 0 }: Thinned): MeasuredFigure[] {
  const source = 'the same counters, fewer of their rows: sums and means are exact, the run’s peaks were taken before'
  if (stepNs > 0) return [{ figure: 'The recording as a whole', source, resolution: `averaged over ${formatDuration(stepNs)}; what you zoom into is read from the file anew` }]
  if (secondsUntilNs === 0) return []
  const seconds = `averaged over 1 s up to ${formatDuration(secondsUntilNs)}`
  const resolution = coarseUntilNs > 0 ? `averaged over 16 s up to ${formatDuration(coarseUntilNs)} of the run, ${seconds}` : `${seconds} of the run`
  return [{ figure: 'What is more than ten minutes ago', source, resolution }]
}

function fromProcfs(tick: string, ticksPerSecond: number): MeasuredFigure[] {
  const clockTick = formatDuration(NS_PER_SECOND / ticksPerSecond)
  return [
    { figure: 'Cores used, per process and thread', source: '/proc/PID/task/TID/schedstat, nanoseconds on a core', resolution: `exact counters, looked at every ${tick}; “now” is the last half second` },
    { figure: 'Waiting for a core', source: '/proc/PID/task/TID/schedstat, run-queue wait', resolution: `exact counters, looked at every ${tick}` },
    { figure: 'Core lanes', source: 'last core of each thread, /proc/PID/task/TID/stat field 39', resolution: `sampled every ${tick}: moves between two looks are not seen` },
    { figure: 'Rest of the machine', source: '/proc/stat, busy time per core', resolution: `${clockTick} clock ticks` },
    { figure: 'RSS, threads, state', source: '/proc/PID/stat', resolution: 'at each closer look; idle processes less often' },
    { figure: 'PSS, private and shared', source: '/proc/PID/smaps_rollup', resolution: 'at a rate of its own, so that it costs little' },
    { figure: 'Born', source: '/proc/PID/stat, start time', resolution: `${clockTick} clock tick` },
    { figure: 'Ended', source: 'the first look that found it gone', resolution: `${tick}, unless marked exact` }
  ]
}

function fromPortable(tick: string): MeasuredFigure[] {
  return [
    { figure: 'Cores used, per process', source: 'pidusage', resolution: `sampled, no faster than every ${tick}` },
    { figure: 'RSS', source: 'pidusage', resolution: `sampled, no faster than every ${tick}` },
    { figure: 'Threads, core lanes of this run, waiting, PSS', source: 'not measured: this system has no way that we can use', resolution: '–' },
    { figure: 'Rest of the machine', source: 'the system’s counters per core', resolution: 'as the system tells' }
  ]
}
