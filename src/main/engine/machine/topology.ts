// The cores as the kernel numbers them: which are online, which share a physical core, which kind they are on hybrid
// processors. Source: /sys/devices/system/cpu and, for Intel's hybrids, the two PMU devices cpu_core and cpu_atom.
import { join } from 'node:path'
import type { CoreFacts } from '../../../shared/model/machine.ts'
import { parseCoreList } from './coreList.ts'
import { readText } from './readText.ts'

/** Null where the system does not tell (then only the number of cores is known). `root` is '/' but for fixtures. */
export function readTopology(root = '/'): CoreFacts[] | null {
  const online = readCoreList(join(root, 'sys/devices/system/cpu/online'))
  if (!online) return null
  const siblings = new Map(online.map(core => [core, readSiblings(root, core)]))
  return deriveCores(online, siblings, readKinds(root, online))
}

/**
 * Physical cores are numbered 0, 1, … in the order of their lowest logical core: the kernel's own core_id starts again
 * in every package, so that it names no core of the machine.
 */
export function deriveCores(
  online: readonly number[],
  siblings: ReadonlyMap<number, readonly number[] | null>,
  kinds: ReadonlyMap<number, CoreFacts['kind']>
): CoreFacts[] {
  const lowest = (core: number): number | null => {
    const group = siblings.get(core)
    return group && group.length > 0 ? Math.min(...group) : null
  }
  const physical = [...new Set(online.map(lowest).filter(core => core !== null))].sort((a, b) => a - b)
  return online.map(core => {
    const first = lowest(core)
    return { core, physicalCore: first === null ? null : physical.indexOf(first), kind: kinds.get(core) ?? null }
  })
}

function readCoreList(path: string): number[] | null {
  const text = readText(path)
  return text === null ? null : parseCoreList(text)
}

function readSiblings(root: string, core: number): number[] | null {
  const folder = join(root, `sys/devices/system/cpu/cpu${String(core)}/topology`)
  // core_cpus_list is the name since Linux 5.4; the old one is kept for older kernels.
  return readCoreList(join(folder, 'core_cpus_list')) ?? readCoreList(join(folder, 'thread_siblings_list'))
}

function readKinds(root: string, online: readonly number[]): Map<number, CoreFacts['kind']> {
  const performance = readCoreList(join(root, 'sys/devices/cpu_core/cpus'))
  const efficiency = readCoreList(join(root, 'sys/devices/cpu_atom/cpus'))
  if (performance && efficiency && efficiency.length > 0) {
    return new Map([...performance.map(core => [core, 'performance'] as const), ...efficiency.map(core => [core, 'efficiency'] as const)])
  }
  return deriveKindsByCapacity(new Map(online.map(core => [core, readCapacity(root, core)])))
}

/**
 * ARM's big.LITTLE: cpu_capacity is relative to the fastest core (1024). Equal capacities mean one kind, and so do
 * small differences: a "favoured" core that clocks a little higher is no other kind of core.
 */
export function deriveKindsByCapacity(capacities: ReadonlyMap<number, number | null>): Map<number, CoreFacts['kind']> {
  const known = [...capacities.values()].filter(capacity => capacity !== null)
  const best = Math.max(...known)
  if (known.length < capacities.size || Math.min(...known) > best * SAME_KIND) return new Map()
  return new Map([...capacities].map(([core, capacity]) => [core, (capacity ?? 0) > best * SAME_KIND ? 'performance' : 'efficiency']))
}

const SAME_KIND = 0.8

function readCapacity(root: string, core: number): number | null {
  const text = readText(join(root, `sys/devices/system/cpu/cpu${String(core)}/cpu_capacity`))
  return text === null || !/^\d+$/.test(text) ? null : Number(text)
}
