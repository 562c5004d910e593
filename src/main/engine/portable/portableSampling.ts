// The portable sampler in its run: held with the workload, released with it, looking at a grid until nobody is left.
import { setTimeout as sleep } from 'node:timers/promises'
import { NS_PER_MS, NS_PER_SECOND } from '../../../shared/units.ts'
import type { Sampling, SamplingEnd, SamplingListener } from '../sampling/workers.ts'
import { PORTABLE_RATE_HIGHEST } from './limits.ts'
import { isTreeEmpty, openPortableSampler, type PortableSampler, type PortableSpec, takeBaseline, takeLook } from './portableSampler.ts'

export interface PortableSamplingSpec extends PortableSpec {
  /** At most PORTABLE_RATE_HIGHEST is done. */
  readonly rateHz: number
}

/** Looks in the calling thread. Each look is one batch; none overlaps another. */
export function startPortableSampling(spec: PortableSamplingSpec, { onBatch, onFailure }: SamplingListener): Sampling {
  let anchorNs = process.hrtime.bigint()
  const sampler = openPortableSampler(spec, () => Number(process.hrtime.bigint() - anchorNs))
  const pace: Pace = { periodNs: NS_PER_SECOND / Math.min(spec.rateHz, PORTABLE_RATE_HIGHEST), grid: 0, isStopped: false, wake: new AbortController() }
  const released = Promise.withResolvers<null>()
  const ready = takeBaseline(sampler)
  const over = ready.then(async (): Promise<SamplingEnd> => {
    await released.promise
    return followTree(sampler, pace, onBatch)
  })
  return {
    ready,
    over: over.catch((error: unknown) => {
      onFailure(error instanceof Error ? error.message : String(error))
      return null
    }),
    release: runAnchorNs => {
      anchorNs = runAnchorNs
      released.resolve(null)
    },
    endRoot: (tNs, exit) => {
      sampler.rootEnd = { tNs, exit }
      pace.wake.abort()
    },
    stop: () => {
      pace.isStopped = true
      pace.wake.abort()
      released.resolve(null)
    }
  }
}

interface Pace {
  readonly periodNs: number
  /** Number of the last tick. */
  grid: number
  isStopped: boolean
  /** Ends the sleep between two ticks. */
  wake: AbortController
}

async function followTree(sampler: PortableSampler, pace: Pace, onBatch: SamplingListener['onBatch']): Promise<SamplingEnd> {
  do {
    await untilTick(sampler, pace)
    onBatch(await takeLook(sampler))
  } while (!pace.isStopped && !isTreeEmpty(sampler))
  await sampler.asker.close()
  return { tNs: sampler.nowNs(), orphans: null, samplerNs: NaN }
}

/** Waits for the next tick of the grid, or for a word. Ticks that passed meanwhile are left out and counted. */
async function untilTick(sampler: PortableSampler, pace: Pace): Promise<void> {
  const { periodNs, grid, wake } = pace
  const next = Math.max(grid + 1, Math.ceil(sampler.nowNs() / periodNs))
  const waitMs = (next * periodNs - sampler.nowNs()) / NS_PER_MS
  await sleep(waitMs, undefined, { signal: wake.signal }).catch(() => null) // aborted: woken
  if (wake.signal.aborted) {
    pace.wake = new AbortController() // looks now, and comes back to the same tick
    return
  }
  sampler.missed += next - grid - 1
  pace.grid = next
}
