// What a picture says about itself: which program on which machine, and how its figures were measured.
import type { RunHistory } from '../derive/history.ts'
import { deriveSummary } from '../derive/summary.ts'
import { formatBytes, formatCommand, formatCores, formatCount, formatDuration, formatPercent } from '../format.ts'
import type { MachineFacts } from '../model/machine.ts'
import type { Exit, RunEnd, RunHeader, TotalSource } from '../model/run.ts'

export const sayCommand = ({ header: { spec } }: RunHistory): string => (spec.throughShell ? (spec.argv[0] ?? '') : formatCommand(spec.argv))

/** 'AMD EPYC 7B13 · 2 cores · 23.5 GiB · Debian 12 · kernel 6.18 · kvm'. What is not known is left out. */
export function sayMachine(machine: MachineFacts): string {
  const cores = `${machine.coreCount} ${machine.coreCount === 1 ? 'core' : 'cores'}`
  return [
    machine.cpuModel ?? 'CPU model not known',
    cores,
    formatBytes(machine.memoryBytes),
    machine.os,
    `kernel ${machine.kernel}`,
    machine.virtualisation === 'none' ? '' : (machine.virtualisation ?? ''),
    machine.affinity && machine.affinity.length < machine.coreCount ? `bound to cores ${machine.affinity.join(', ')}` : '',
    machine.quotaCores === null ? '' : `quota of ${formatCores(machine.quotaCores)} cores`,
    machine.governor === null ? '' : `governor ${machine.governor}`
  ]
    .filter(Boolean)
    .join(' · ')
}

const totals: Readonly<Record<TotalSource, string>> = {
  cgroup: 'total exact, by cgroup',
  procfs: 'total by /proc',
  sampled: 'total as sampled since Forkscope came',
  portable: 'total as the system’s process list tells it'
}

export function sayMeasured({ header }: RunHistory): string {
  const { sampler, spec, programVersion } = header
  const how = sampler === 'procfs' ? 'per thread from /proc' : 'per process, without threads and cores (portable)'
  return [`sampled at ${spec.rateHz} Hz ${how}`, spec.looks === 'adaptive' ? 'idle processes less often' : '', totals[header.totalBy], `Forkscope ${programVersion}`]
    .filter(Boolean)
    .join(' · ')
}

/** 'ended with code 0', 'killed by SIGKILL', 'goes on'. */
export function sayExit(exit: Exit | null): string {
  if (exit?.signal) return `killed by ${exit.signal}`
  return exit?.code === null || exit === null ? 'end not known' : `ended with code ${exit.code}`
}

export const sayStart = ({ startedAtUnixMs }: RunHeader): string => sayUnixMs(startedAtUnixMs)

/** '2026-03-01 14:32:05 UTC'. */
export function sayUnixMs(unixMs: number): string {
  return `${new Date(unixMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** 'ended with code 0 after 12.4 s · 12.3 s CPU · 0.99 cores on average, 1.02 at most · 4 processes'. */
export function sayFigures(history: RunHistory): string {
  const summary = deriveSummary(history)
  return [
    sayState(history.end, formatDuration(summary.wallNs)),
    `${formatDuration(summary.cpuNs)} CPU`,
    `${formatCores(summary.coresUsedMean)} cores on average, ${formatCores(summary.coresUsedPeak)} at most`,
    `${formatCount(summary.processCount)} ${summary.processCount === 1 ? 'process' : 'processes'}`,
    saySeen(summary.unsampledCpuNs, summary.cpuNs)
  ]
    .filter(Boolean)
    .join(' · ')
}

function sayState(end: RunEnd | null, lasted: string): string {
  if (!end) return `running for ${lasted}`
  return end.endedBy === 'left' ? `followed for ${lasted}, goes on` : `${sayExit(end.exit)} after ${lasted}`
}

/** CPU in no process's figures is said as soon as it is worth half a percent. */
function saySeen(unsampledNs: number | null, cpuNs: number | null): string {
  if (unsampledNs === null || cpuNs === null || unsampledNs < cpuNs / 200) return ''
  return `${formatDuration(unsampledNs)} of the CPU (${formatPercent(unsampledNs / cpuNs)}) in no process’s samples`
}
