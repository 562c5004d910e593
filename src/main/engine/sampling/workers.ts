// Starts the sampling threads and speaks with them: the only file that knows that they are threads.
import { Worker } from 'node:worker_threads'
import type { RunEvent, SampleBatch } from '../../../shared/model/batch.ts'
import type { Exit, RunId, Warning } from '../../../shared/model/run.ts'
import { OWN_STREAMS } from '../threads.ts'
import type { MemoryOrder, MemoryWord, SamplerOrder, SamplerWord, SamplerWorkerData } from './messages.ts'
import { PageWatch } from './pageWatch.ts'
import { BatchRows } from './rows.ts'
import type { OrphanTotal, SamplerSpec } from './sampler.ts'

/** How the sampling of a run ended. Null: the sampler failed, and the reason has been told as a warning. */
export interface SamplingEnd {
  readonly tNs: number
  /** Null: this sampler cannot tell. */
  readonly orphans: OrphanTotal | null
  /** CPU of the sampling threads. */
  readonly samplerNs: number
}

/** Any sampler, on any system: started with the held workload, told of the release and of the root's end. */
export interface Sampling {
  /** Resolves when the root has been taken in; then the workload may be released. */
  readonly ready: Promise<unknown>
  /** The run's zero is now: `anchorNs` of process.hrtime. */
  release(anchorNs: bigint): void
  /** The root has ended; sampling goes on until nobody of the tree is left. */
  endRoot(tNs: number, exit: Exit): void
  /** Resolves after the last batch was delivered. */
  readonly over: Promise<SamplingEnd | null>
  /** Ends sampling at once. Silent when it has ended. */
  stop(): void
}

export interface SamplingListener {
  readonly onBatch: (batch: SampleBatch) => void
  readonly onFailure: (reason: string) => void
}

/** The worker's bundle stands beside whatever starts it; in the sources it is a .ts that Node runs as it is. */
function workerUrl(name: string): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new URL(`./${name}.worker.${extension}`, import.meta.url)
}

/** Starts the sampler of Linux and its memory thread for one run. */
export function startProcfsSampling(spec: SamplerSpec, listener: SamplingListener): Sampling {
  const wake = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(workerUrl('sampler'), { ...OWN_STREAMS, workerData: { spec, wake } satisfies SamplerWorkerData, name: 'sampler' })
  const memory = startMemory(spec.run, listener)
  const ready = Promise.withResolvers<null>()
  const over = Promise.withResolvers<SamplingEnd | null>()
  const order = (message: SamplerOrder): void => {
    worker.postMessage(message)
    Atomics.add(wake, 0, 1)
    Atomics.notify(wake, 0)
  }
  const fail = (reason: string): void => {
    ready.resolve(null)
    over.resolve(null)
    void memory.stop()
    listener.onFailure(reason)
  }
  worker.on('message', (word: SamplerWord) => {
    if (word.kind === 'ready') ready.resolve(null)
    else if (word.kind === 'batch') {
      memory.follow(word.batch)
      listener.onBatch(word.batch)
    } else over.resolve(memory.stop().then(memoryNs => ({ tNs: word.tNs, orphans: word.orphans, samplerNs: word.samplerNs + memoryNs })))
  })
  worker.on('error', error => {
    fail(error instanceof Error ? error.message : String(error))
  })
  return {
    ready: ready.promise,
    over: over.promise,
    release: anchorNs => {
      order({ kind: 'anchor', anchorNs })
      memory.release(anchorNs)
    },
    endRoot: (tNs, exit) => {
      order({ kind: 'root-ended', tNs, exit })
    },
    stop: () => {
      order({ kind: 'stop' })
      void memory.stop()
    }
  }
}

interface MemoryThread {
  release(anchorNs: bigint): void
  follow(batch: SampleBatch): void
  /** Resolves to the thread's CPU time in ns once its last rows were delivered. */
  stop(): Promise<number>
}

function startMemory(run: RunId, listener: SamplingListener): MemoryThread {
  const worker = new Worker(workerUrl('memory'), { ...OWN_STREAMS, name: 'memory' })
  const heard: RunEvent[] = []
  const pages = new PageWatch()
  let toldMs = 0
  const over = Promise.withResolvers<number>()
  const order = (message: MemoryOrder): void => {
    worker.postMessage(message)
  }
  worker.on('message', (word: MemoryWord) => {
    if (word.kind === 'over') over.resolve(word.samplerNs)
    else listener.onBatch(memoryBatch(run, word))
  })
  worker.on('error', error => {
    over.resolve(0)
    listener.onFailure(`memory thread: ${error instanceof Error ? error.message : String(error)}`)
  })
  return {
    release: anchorNs => {
      order({ kind: 'anchor', anchorNs })
    },
    follow: ({ events, details }) => {
      for (const event of events) if (event.kind === 'born' || event.kind === 'ended') heard.push(event)
      pages.follow(details)
      // A wake-up costs more than what it brings: births at once, since short runs have memory too, the rest now and then.
      if (heard.length === 0 && (pages.areQuiet || performance.now() - toldMs < TELL_EVERY_MS)) return
      toldMs = performance.now()
      order({ kind: 'events', events: heard.splice(0), moved: pages.take() })
    },
    stop: () => {
      order({ kind: 'stop' })
      return over.promise
    }
  }
}

/** How often the memory thread hears whose pages moved. */
const TELL_EVERY_MS = 500

function memoryBatch(run: RunId, { memory, warnings }: { memory: SampleBatch['memory']; warnings: readonly Warning[] }): SampleBatch {
  return { ...new BatchRows().columns(run, null), memory, warnings }
}
