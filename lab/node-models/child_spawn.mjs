// child_process.spawn: any program in a process of its own, which talks through its standard streams. Here it is Node
// again, with this file: with --worker it is one worker, and prints its result.
//
//     node child_spawn.mjs --workers 4 --work 200
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { compute, mark, printFindings, readArguments, secondsSince } from '../common/work.mjs'

async function runWorker(number, units) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--worker', number, '--work', units], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  mark('started', number, child.pid)
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`worker ${number} ended with ${code}`)
  return Number(output)
}

const { worker, workers, work } = readArguments({ worker: -1, workers: 4, work: 200 })
if (worker >= 0) {
  mark('worker started', worker)
  console.log(compute(work, worker))
} else {
  const began = performance.now()
  const checksums = await Promise.all(Array.from({ length: workers }, (_, number) => runWorker(number, work)))
  printFindings({ seconds: secondsSince(began), checksums })
}
