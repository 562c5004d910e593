// One event loop: all tasks in one process and one thread, that take turns.
//
//   --kind compute   no task goes on while another computes: as long as one after another (the baseline)
//   --kind wait      while one task waits for a timer or a socket, the others go on: all wait at the same time
//
//     node event_loop.mjs --kind wait --workers 4 --work 200
import { setImmediate, setTimeout } from 'node:timers/promises'
import { ANSWER_MS, answers, mark, printFindings, readArguments, secondsSince, unit } from '../common/work.mjs'

async function compute(number, units) {
  mark('worker started', number)
  mark('first work', number)
  let x = 1
  for (let done = 0; done < units; done++) {
    x = unit(x)
    await setImmediate() // lets the others have their turn
  }
  mark('work done', number, x)
  return x
}

async function wait(number, units) {
  mark('worker started', number)
  mark('first work', number)
  // Each timer stands for a question to a service that takes so long to answer.
  for (let done = 0; done < answers(units); done++) await setTimeout(ANSWER_MS)
  mark('work done', number, answers(units))
  return answers(units)
}

const { kind, workers, work } = readArguments({ kind: 'compute', workers: 4, work: 200 })
const began = performance.now()
const task = kind === 'wait' ? wait : compute
const checksums = await Promise.all(Array.from({ length: workers }, (_, number) => task(number, work)))
printFindings({ seconds: secondsSince(began), checksums })
