// The machine and the conditions of a run, put together: systeminformation for what it knows on every system, Linux's own
// files for what it does not. Whatever cannot be told here is null.
import os from 'node:os'
import type { CoreFacts, MachineFacts } from '../../../shared/model/machine.ts'
import { bytes } from '../../../shared/units.ts'
import { readAffinity } from './affinity.ts'
import { type Answers, askSystem } from './asking.ts'
import { type CgroupLimits, readCgroupLimits } from './cgroup.ts'
import { readClockTicks } from './clockTicks.ts'
import { readGovernor } from './governor.ts'
import { readTopology } from './topology.ts'

/** What the files of Linux say; null elsewhere. */
export interface LinuxFacts {
  readonly cores: readonly CoreFacts[] | null
  readonly affinity: readonly number[] | null
  readonly limits: CgroupLimits
  readonly governor: string | null
}

/** What Node itself knows: the floor when systeminformation has no answer. */
export interface NodeFacts {
  readonly cpuModel: string | null
  readonly coreCount: number
  readonly memoryBytes: number
  readonly platform: string
  readonly kernel: string
  readonly architecture: string
}

/** Takes a tenth of a second, at most about three when the system does not answer. */
export async function readMachineFacts(): Promise<MachineFacts> {
  const [answers, clockTicks] = await Promise.all([askSystem(), readClockTicks()])
  return composeFacts({ answers, linux: readLinuxFacts(), node: readNodeFacts(), clockTicks })
}

/** `root` is '/' but for fixtures. */
export function readLinuxFacts(root = '/'): LinuxFacts {
  const cores = readTopology(root)
  const numbers = cores?.map(({ core }) => core) ?? []
  return { cores, affinity: readAffinity(root), limits: readCgroupLimits(root), governor: readGovernor(numbers, root) }
}

function readNodeFacts(): NodeFacts {
  const all = os.cpus()
  const coreCount = all.length > 0 ? all.length : os.availableParallelism() // some sandboxes hide the list, never the number
  return {
    ...{ cpuModel: wordOrNull(all[0]?.model), coreCount, memoryBytes: os.totalmem() },
    ...{ platform: os.type(), kernel: os.release(), architecture: os.arch() }
  }
}

export interface FactSources {
  readonly answers: Answers
  readonly linux: LinuxFacts
  readonly node: NodeFacts
  readonly clockTicks: number | null
}

export function composeFacts({ answers, linux, node, clockTicks }: FactSources): MachineFacts {
  const cores = linux.cores ?? Array.from({ length: node.coreCount }, (_, core): CoreFacts => ({ core, physicalCore: null, kind: null }))
  return {
    cpuModel: deriveCpuModel(answers) ?? node.cpuModel,
    coreCount: cores.length,
    physicalCoreCount: countPhysical(linux.cores) ?? positiveOrNull(answers.cpu?.physicalCores),
    cores,
    memoryBytes: bytes(positiveOrNull(answers.memory?.total) ?? node.memoryBytes),
    os: deriveOs(answers) ?? node.platform,
    kernel: wordOrNull(answers.os?.kernel) ?? node.kernel,
    architecture: node.architecture,
    virtualisation: deriveVirtualisation(answers),
    affinity: linux.affinity,
    quotaCores: linux.limits.quotaCores,
    throttledUsAtStart: linux.limits.throttledUs,
    governor: linux.governor ?? wordOrNull(answers.cpu?.governor),
    clockTicksPerSecond: clockTicks ?? USUAL_CLOCK_TICKS
  }
}

/** Every Linux of today but for Alpha's and Itanium's; other systems are never read in ticks. */
const USUAL_CLOCK_TICKS = 100

function deriveCpuModel({ cpu }: Answers): string | null {
  const words = [wordOrNull(cpu?.manufacturer), wordOrNull(cpu?.brand)].filter(word => word !== null)
  return words.length === 0 ? null : words.join(' ')
}

function deriveOs({ os: answer }: Answers): string | null {
  const words = [wordOrNull(answer?.distro), wordOrNull(answer?.release)].filter(word => word !== null)
  return words.length === 0 ? null : words.join(' ')
}

/** 'kvm', 'vmware' … ; 'none' only where systeminformation looked and found nothing. A guest that does not tell its host is null. */
function deriveVirtualisation({ system }: Answers): string | null {
  if (!system) return null
  const host = wordOrNull(system.virtualHost)
  if (host !== null) return host.toLowerCase()
  // Without any answer of the firmware (no rights, no DMI) "not virtual" would only mean "don't know".
  return system.virtual || wordOrNull(system.manufacturer) === null ? null : 'none'
}

function countPhysical(cores: readonly CoreFacts[] | null): number | null {
  const numbers = cores?.map(({ physicalCore }) => physicalCore) ?? []
  return numbers.length === 0 || numbers.includes(null) ? null : new Set(numbers).size
}

// systeminformation says '', '-' or 'unknown' where it does not know.
function wordOrNull(word: string | undefined): string | null {
  const trimmed = word?.trim() ?? ''
  return trimmed === '' || trimmed === '-' || trimmed.toLowerCase() === 'unknown' ? null : trimmed
}

const positiveOrNull = (count: number | undefined): number | null => (count !== undefined && count > 0 ? count : null)
