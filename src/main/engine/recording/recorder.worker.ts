// The recorder's thread: takes what the engine sends and commits it about once a second. SQLite waits for the disk here, where
// nobody waits for it.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { DatabaseSync } from 'node:sqlite'
import type { RecorderOrder, RecorderWord, RecorderWorkerData } from './messages.ts'
import { closeWhole, openToWrite, reasonOf } from './writing/connection.ts'
import { RunWriter } from './writing/writer.ts'

/** From the first piece that waits until it is kept: with the way from the sampler, less than a second in all. */
const COMMIT_AFTER_MS = 750

const { path, place } = workerData as RecorderWorkerData
if (!parentPort) throw new Error('recorder.worker runs as a worker thread only')
record(parentPort)

function record(port: MessagePort): void {
  let database: DatabaseSync | null = null
  let writer: RunWriter | null = null
  let batches = 0
  let planned: NodeJS.Timeout | null = null

  const say = (word: RecorderWord): void => {
    port.postMessage(word)
  }
  const unplan = (): void => {
    if (planned) clearTimeout(planned)
    planned = null
  }
  const close = (): void => {
    unplan()
    if (database) closeWhole(database)
    database = writer = null
    port.close()
  }
  /** A disk that is full or gone: what was committed before is in the file, and the run goes on without us. */
  const attempt = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      say({ kind: 'failed', reason: reasonOf(error) })
      close()
    }
  }
  const commit = (): void => {
    unplan()
    writer?.commit()
    say({ kind: 'kept', batches })
  }
  const plan = (): void => {
    planned ??= setTimeout(() => attempt(commit), COMMIT_AFTER_MS)
  }
  const obey = (order: RecorderOrder): void => {
    switch (order.kind) {
      case 'begin':
        database = openToWrite(path)
        writer = new RunWriter(database, order.header, place)
        say({ kind: 'open' })
        return
      case 'batch':
        writer?.append(order.batch)
        batches++
        plan()
        return
      case 'output':
        writer?.appendOutput(order.chunk)
        plan()
        return
      case 'peaks':
        writer?.tellPeaks(order.peaks)
        plan()
        return
      case 'end':
        writer?.end(order.end, order.peaks)
        close()
        return
      case 'abandon':
        commit()
        close()
    }
  }
  port.on('message', (order: RecorderOrder) => {
    attempt(() => obey(order))
  })
}
