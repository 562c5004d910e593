// worker_threads: one process, and in it a thread with a JavaScript engine and an event loop of its own per worker. They
// share no objects, so there is no lock to wait for: as many cores are used as there are workers and free cores.
//
//     node worker_threads.mjs --workers 4 --work 200
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { compute, mark, printFindings, readArguments, secondsSince } from '../common/work.mjs'

async function runWorker(number, units) {
  const thread = new Worker(new URL(import.meta.url), { workerData: { number, units }, name: `worker-${number}` })
  mark('started', number)
  const ended = once(thread, 'exit')
  const [checksum] = await once(thread, 'message')
  await ended
  return checksum
}

if (isMainThread) {
  const { workers, work } = readArguments({ workers: 4, work: 200 })
  const began = performance.now()
  const checksums = await Promise.all(Array.from({ length: workers }, (_, number) => runWorker(number, work)))
  printFindings({ seconds: secondsSince(began), checksums })
} else {
  mark('worker started', workerData.number)
  parentPort.postMessage(compute(workerData.units, workerData.number))
}
