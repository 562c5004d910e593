// worker_threads: one process, and in it a thread with a JavaScript engine and an event loop of its own per worker. They
// share no objects, so there is no lock to wait for: as many cores are used as there are workers and free cores.
//
//     node workers.mjs [WORKERS] [SECONDS]
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import { compute } from './compute.mjs'

if (isMainThread) {
  const [count = '4', seconds = '8'] = process.argv.slice(2)
  const workers = Array.from({ length: Number(count) }, (_, number) => new Worker(new URL(import.meta.url), { workerData: Number(seconds), name: `compute-${number}` }))
  const results = await Promise.all(workers.map(worker => new Promise(resolve => worker.once('message', resolve))))
  const total = results.reduce((sum, { turns }) => sum + turns, 0)
  console.log(`${count} threads did ${(total / 1e6).toFixed(0)} million turns in ${seconds} s`)
} else {
  parentPort.postMessage(compute(workerData))
}
