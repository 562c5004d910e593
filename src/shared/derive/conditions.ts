// The conditions of a run in words: what was launched, where, on which machine. What could not be told is left out.
import { formatBytes, formatCommand, formatCount, formatDuration, showControls } from '../format.ts'
import type { MachineFacts } from '../model/machine.ts'
import type { RunHeader, RunKind } from '../model/run.ts'

export interface Condition {
  readonly name: string
  readonly text: string
}

export function listConditions(header: RunHeader): Condition[] {
  const { spec, machine } = header
  const additions = Object.keys(spec.envAdditions)
  return present([
    ['Command', spec.throughShell ? `${spec.argv[0] ?? ''} (through /bin/sh)` : formatCommand(spec.argv)],
    ['Executed', showControls(header.executable)],
    ['Launched by', launchers[spec.kind]],
    ['Folder', showControls(spec.cwd)],
    ['Environment', additions.length > 0 ? `inherited, with ${additions.map(showControls).join(', ')}` : 'inherited, nothing added'],
    ['Rate', `${spec.rateHz} Hz, ${spec.looks === 'adaptive' ? 'idle processes less often' : 'everything at every tick'}`],
    ['Started', new Date(header.startedAtUnixMs).toLocaleString()],
    ['Machine', sayMachine(machine).join(' · ')],
    ['May run on', machine.affinity === null ? null : sayAffinity(machine)],
    ['Quota', machine.quotaCores === null ? null : `${machine.quotaCores.toFixed(2)} cores by the surrounding cgroup`],
    ['Throttled before', machine.throttledUsAtStart === null ? null : formatDuration(machine.throttledUsAtStart * 1000)],
    ['Governor', machine.governor],
    ['Forkscope', header.programVersion]
  ])
}

const launchers: Readonly<Record<RunKind, string>> = {
  spawn: 'spawn, held before its first instruction',
  fork: 'child_process.fork of your own node',
  attach: 'somebody else: it ran already when Forkscope came'
}

const present = (rows: readonly (readonly [string, string | null])[]): Condition[] =>
  rows.flatMap(([name, text]) => (text === null ? [] : [{ name, text }]))

function sayAffinity({ affinity, coreCount }: MachineFacts): string {
  if (!affinity || affinity.length === coreCount) return `all ${formatCount(coreCount)} cores`
  return `cores ${affinity.join(', ')}`
}

/** The machine in a few words, for one quiet line. */
export function sayMachine(machine: MachineFacts): string[] {
  const { coreCount, physicalCoreCount } = machine
  const smt = physicalCoreCount !== null && physicalCoreCount !== coreCount ? ` (${formatCount(physicalCoreCount)} physical)` : ''
  const facts = [
    machine.cpuModel,
    `${formatCount(coreCount)} ${coreCount === 1 ? 'core' : 'cores'}${smt}`,
    machine.quotaCores === null ? null : `quota ${machine.quotaCores.toFixed(2)} cores`,
    formatBytes(machine.memoryBytes),
    machine.os,
    `${machine.kernel} ${machine.architecture}`,
    machine.virtualisation === null || machine.virtualisation === 'none' ? null : machine.virtualisation
  ]
  return facts.filter((fact): fact is string => fact !== null && fact.trim() !== '')
}
