// A run on its way into a file: what it has said so far, then all it says until its end.
import type { RunEnd } from '../../../shared/model/run.ts'
import type { LiveRun } from '../engine.ts'
import { startRecorder } from './recorder.ts'

export interface LiveRecording {
  readonly path: string
  /** Resolves when the run is over and the file is closed: true if all of it is in the file. Never rejects. */
  readonly closed: Promise<boolean>
}

/** To be begun with the run: of what is older than ten minutes only a summary is kept in memory. `onFailure` is told once, at once; what was kept until then stays in the file. */
export function recordLive(run: LiveRun, { path, onFailure }: { readonly path: string; readonly onFailure: (reason: string) => void }): LiveRecording {
  const recorder = startRecorder({ path, header: run.header, onFailure })
  const closed = Promise.withResolvers<boolean>()
  const finish = (end: RunEnd): void => {
    void recorder.end(end).then(() => {
      closed.resolve(recorder.isWriting)
    })
  }
  for (const batch of run.readBatches(0).batches) recorder.append(batch)
  for (const chunk of run.output) recorder.appendOutput(chunk)
  if (run.end) finish(run.end)
  else run.watch({ onBatch: batch => recorder.append(batch), onOutput: chunk => recorder.appendOutput(chunk), onEnd: finish })
  return { path, closed: closed.promise }
}
