// child_process.fork: despite its name no copy, but a new Node process that runs a file, with a channel for messages.
// Each has an engine, an event loop and a heap of its own.
//
//     node child_fork.mjs --workers 4 --work 200
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { compute, mark, printFindings, readArguments, secondsSince } from '../common/work.mjs'

async function runWorker(number, units) {
  const child = fork(fileURLToPath(import.meta.url), ['--worker', number, '--work', units])
  mark('started', number, child.pid)
  const ended = once(child, 'exit')
  const [checksum] = await once(child, 'message')
  await ended
  return checksum
}

const { worker, workers, work } = readArguments({ worker: -1, workers: 4, work: 200 })
if (worker >= 0) {
  mark('worker started', worker)
  process.send(compute(work, worker), () => process.disconnect()) // an open channel keeps a process alive
} else {
  const began = performance.now()
  const checksums = await Promise.all(Array.from({ length: workers }, (_, number) => runWorker(number, work)))
  printFindings({ seconds: secondsSince(began), checksums })
}
