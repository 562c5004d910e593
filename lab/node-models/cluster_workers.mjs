// cluster: child_process.fork for servers. All workers run this file, and could listen on the same port: the primary would
// hand out the connections. Here they compute.
//
//     node cluster_workers.mjs --workers 4 --work 200
import cluster from 'node:cluster'
import { once } from 'node:events'
import { compute, mark, printFindings, readArguments, secondsSince } from '../common/work.mjs'

async function runWorker(number) {
  const worker = cluster.fork({ LAB_WORKER: number })
  mark('started', number, worker.process.pid)
  const ended = once(worker, 'exit')
  const [checksum] = await once(worker, 'message')
  await ended
  return checksum
}

const { workers, work } = readArguments({ workers: 4, work: 200 })
if (cluster.isPrimary) {
  const began = performance.now()
  const checksums = await Promise.all(Array.from({ length: workers }, (_, number) => runWorker(number)))
  printFindings({ seconds: secondsSince(began), checksums })
} else {
  const number = Number(process.env.LAB_WORKER)
  mark('worker started', number)
  process.send(compute(work, number), () => process.disconnect()) // an open channel keeps a process alive
}
