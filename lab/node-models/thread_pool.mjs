// The thread pool that every Node process has: JavaScript stays in one thread, but some calls in C++ (key derivation,
// compression, files, names of hosts) run in four threads beside it.
//
// Each key takes about as long as a unit of computing; UV_THREADPOOL_SIZE changes how many are derived at a time.
//
//     node thread_pool.mjs --workers 4 --work 200
import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { mark, printFindings, readArguments, secondsSince } from '../common/work.mjs'

const derive = promisify(pbkdf2)

async function digest(number, units) {
  mark('worker started', number)
  mark('first work', number)
  let key = Buffer.from('lab')
  for (let done = 0; done < units; done++) key = await derive(key, 'salt', 13_000, 32, 'sha256')
  const x = key.readUInt32BE()
  mark('work done', number, x)
  return x
}

const { workers, work } = readArguments({ workers: 4, work: 200 })
const began = performance.now()
const checksums = await Promise.all(Array.from({ length: workers }, (_, number) => digest(number, work)))
printFindings({ seconds: secondsSince(began), checksums })
