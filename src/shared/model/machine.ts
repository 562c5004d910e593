// The machine and the conditions of a run. Every field is measured or null (could not be told here), never guessed.
import type { Bytes } from '../units.ts'

export interface CoreFacts {
  /** Number of the logical core, as the kernel counts. */
  readonly core: number
  /** Physical core it shares with its SMT siblings; null where not told. */
  readonly physicalCore: number | null
  /** Kind on hybrid processors. */
  readonly kind: 'performance' | 'efficiency' | null
}

export interface MachineFacts {
  readonly cpuModel: string | null
  readonly coreCount: number
  readonly physicalCoreCount: number | null
  readonly cores: readonly CoreFacts[]
  readonly memoryBytes: Bytes
  readonly os: string
  readonly kernel: string
  readonly architecture: string
  /** E.g. 'kvm'; 'none' on bare metal; null where not told. */
  readonly virtualisation: string | null
  /** Cores that the workload may run on. */
  readonly affinity: readonly number[] | null
  /** Cores' worth of CPU that the surrounding cgroup allows; null: no limit, or not told. */
  readonly quotaCores: number | null
  /** Microseconds that the surrounding cgroup had been throttled when the run began; null where not told. */
  readonly throttledUsAtStart: number | null
  readonly governor: string | null
  /** Kernel's own clock of CPU accounting: USER_HZ ticks per second. */
  readonly clockTicksPerSecond: number
}
