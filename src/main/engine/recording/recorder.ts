// A run's recorder as the engine has it: fed with what watchers are fed with, in the same order. Starts the thread that
// writes, and knows that it is one.
import { Worker } from 'node:worker_threads'
import { OWN_STREAMS } from '../threads.ts'
import type { OutputChunk, SampleBatch } from '../../../shared/model/batch.ts'
import type { RunEnd, RunHeader, RunPeaks } from '../../../shared/model/run.ts'
import type { RecorderOrder, RecorderWord, RecorderWorkerData } from './messages.ts'
import type { RunPlace } from './writing/writer.ts'

export interface Recorder {
  readonly path: string
  /** Batches that are safe in the file. */
  readonly keptBatches: number
  /** False: writing has failed, and `onFailure` was told. */
  readonly isWriting: boolean
  append(batch: SampleBatch): void
  appendOutput(chunk: OutputChunk): void
  /** The greatest figures so far, for who lists a run that goes on or was cut off. */
  tellPeaks(peaks: RunPeaks): void
  /** The run is over, with these greatest figures. Resolves when the file is closed, also after a failure; never rejects. */
  end(end: RunEnd, peaks: RunPeaks): Promise<void>
  /** The run is not followed any more: what came so far is kept, as of a run that was cut off. */
  abandon(): Promise<void>
}

export interface RecorderSpec {
  /** Made if it is not there; a run is added to a recording that is. */
  readonly path: string
  readonly header: RunHeader
  readonly place?: RunPlace
  /** Told once. What was kept until then stays. */
  readonly onFailure: (reason: string) => void
}

const nowhere: RunPlace = { experiment: null, variant: null, round: null }

/** Starts to record; what is appended meanwhile waits. A file that cannot be written is a failure told to `onFailure`. */
export function startRecorder({ path, header, place = nowhere, onFailure }: RecorderSpec): Recorder {
  const worker = new Worker(workerUrl(), { ...OWN_STREAMS, workerData: { path, place } satisfies RecorderWorkerData, name: 'recorder' })
  const closed = Promise.withResolvers<undefined>()
  const state = { keptBatches: 0, isWriting: true }
  const fail = (reason: string): void => {
    if (state.isWriting) onFailure(reason)
    state.isWriting = false
  }
  const order = (message: RecorderOrder): void => {
    if (state.isWriting) worker.postMessage(message)
  }
  worker.on('message', (word: RecorderWord) => {
    if (word.kind === 'kept') state.keptBatches = word.batches
    else if (word.kind === 'failed') fail(word.reason)
  })
  worker.on('error', error => {
    fail(error instanceof Error ? error.message : String(error))
  })
  worker.once('exit', () => {
    closed.resolve(undefined)
  })
  order({ kind: 'begin', header })
  return {
    path,
    get keptBatches() {
      return state.keptBatches
    },
    get isWriting() {
      return state.isWriting
    },
    append: batch => order({ kind: 'batch', batch }),
    appendOutput: chunk => order({ kind: 'output', chunk }),
    tellPeaks: peaks => order({ kind: 'peaks', peaks }),
    end: (end, peaks) => {
      order({ kind: 'end', end, peaks })
      return closed.promise
    },
    abandon: () => {
      order({ kind: 'abandon' })
      return closed.promise
    }
  }
}

/** The worker's bundle stands beside whatever starts it; in the sources it is a .ts that Node runs as it is. */
function workerUrl(): URL {
  return new URL(`./recorder.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
}
