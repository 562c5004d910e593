// All live runs of this program: launches them, keeps what they said, ends them. No Electron here.
import type { RunHistory } from '../../shared/derive/history.ts'
import type { OutputChunk, SampleBatch } from '../../shared/model/batch.ts'
import type { MachineFacts } from '../../shared/model/machine.ts'
import type { ProcessId, RunEnd, RunHeader, RunId, RunSpec, SignalName } from '../../shared/model/run.ts'

export interface LaunchOptions {
  /** `stream`: standard output and error come as chunks, standard input is empty. `inherit`: the program has ours, untouched. */
  readonly stdio: 'stream' | 'inherit'
}

export interface RunListener {
  readonly onBatch?: (batch: SampleBatch) => void
  readonly onOutput?: (chunk: OutputChunk) => void
  readonly onEnd?: (end: RunEnd) => void
}

/** A run that goes on, or has ended and is kept in memory. */
export interface LiveRun {
  readonly header: RunHeader
  /** Fed with the same batches as every watcher, before them. */
  readonly history: RunHistory
  /** All batches so far, for a watcher that comes late. */
  readonly batches: readonly SampleBatch[]
  /** What the program wrote, bounded: the beginning and the newest part. */
  readonly output: readonly OutputChunk[]
  /** Settles when nobody of the tree is left and the last sample has been delivered. Never rejects. */
  readonly ended: Promise<RunEnd>
  /** Returns the function that stops listening. */
  watch(listener: RunListener): () => void
  /** SIGTERM to the tree, `graceMs` (default 3,000), SIGKILL until nobody is left. Returns at once. */
  stop(graceMs?: number): void
  kill(): void
  /** Signals one process, or it and all below it; replies how many were reached. Identity is PID + start time. Throws FaultError. */
  signal(process: ProcessId, options: { subtree: boolean; signal: SignalName }): number
}

export interface Engine {
  readonly machine: MachineFacts
  /** Throws FaultError when the command cannot be started; then nothing was started. */
  launch(spec: RunSpec, options: LaunchOptions): Promise<LiveRun>
  find(run: RunId): LiveRun | undefined
  readonly runs: readonly LiveRun[]
  /** Ends every workload and every helper; resolves when nobody is left. */
  close(): Promise<void>
}

export declare function openEngine(options: { programVersion: string }): Promise<Engine>
