// How the kernel chooses the clock frequency. Source: cpufreq/scaling_governor of each core; virtual machines have none.
import { join } from 'node:path'
import { readText } from './readText.ts'

/** 'performance'; 'performance, powersave' when cores differ; null where there is no frequency control to read. */
export function readGovernor(cores: readonly number[], root = '/'): string | null {
  const names = cores
    .map(core => readText(join(root, `sys/devices/system/cpu/cpu${String(core)}/cpufreq/scaling_governor`)))
    .filter(name => name !== null)
  return names.length === 0 ? null : [...new Set(names)].sort().join(', ')
}
