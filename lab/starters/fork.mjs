// child_process.fork: a new Node process for each worker, with a channel to talk through. Each has an engine, an event
// loop and a heap of its own: as many cores are used as there are workers and free cores, at some 40 MB each.
//
//     node fork.mjs [WORKERS] [SECONDS]
import { fork } from 'node:child_process'
import { compute } from './compute.mjs'

const [, path, first = '4', seconds = '8'] = process.argv

if (first === 'worker') {
  process.send(compute(Number(seconds)), () => process.disconnect())
} else {
  const workers = Array.from({ length: Number(first) }, () => fork(path, ['worker', seconds]))
  const mark = marker => process.send?.({ marker }) // shown beside the charts, if this program was itself made by fork
  mark('workers born')
  const results = await Promise.all(workers.map(worker => new Promise(resolve => worker.once('message', resolve))))
  const total = results.reduce((sum, { turns }) => sum + turns, 0)
  console.log(`${first} processes did ${(total / 1e6).toFixed(0)} million turns in ${seconds} s`)
  mark('workers done')
  if (process.connected) process.disconnect() // such a channel would keep this program alive
}
