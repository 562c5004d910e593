// Which sampler a run gets: Linux's own where there is /proc, else the portable one; a switch forces either.
import { existsSync } from 'node:fs'
import type { MachineFacts } from '../../../shared/model/machine.ts'
import type { RunId, RunSpec, SamplerKind } from '../../../shared/model/run.ts'
import type { RunCgroup } from '../launch/cgroup.ts'
import { startPortableSampling } from '../portable/portableSampling.ts'
import { PAGE_BYTES } from '../procfs/stat.ts'
import { type Sampling, type SamplingListener, startProcfsSampling } from './workers.ts'

/** `auto` takes what this system has. */
export function chooseSampler({ sampler }: RunSpec): SamplerKind {
  if (sampler !== 'auto') return sampler
  return existsSync('/proc/self/stat') ? 'procfs' : 'portable'
}

export interface SamplingSpec {
  readonly spec: RunSpec
  readonly run: RunId
  readonly rootPid: number
  readonly command: readonly string[]
  readonly cgroup: RunCgroup | null
  /** The root runs already, and not because of us. */
  readonly isAttached?: boolean
  readonly machine: MachineFacts
}

export function startSampling({ spec, run, rootPid, command, cgroup, machine, isAttached = false }: SamplingSpec, listener: SamplingListener): Sampling {
  if (chooseSampler(spec) === 'portable') return startPortableSampling({ run, rootPid, command, rateHz: spec.rateHz }, listener)
  const { clockTicksPerSecond } = machine
  const place = cgroup && { folder: cgroup.folder, name: cgroup.name }
  return startProcfsSampling({ ...{ run, rootPid, command, rateHz: spec.rateHz, looks: spec.looks, isAttached }, cgroup: place, clockTicksPerSecond, pageBytes: PAGE_BYTES }, listener)
}
