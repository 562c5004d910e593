// The peer: the package pidusage asked about all PIDs at every tick of an absolute grid, in a process of its own.
// Arguments: HZ PID…
import { setTimeout as sleep } from 'node:timers/promises'
import pidusage from 'pidusage'
import { answerQuestions } from './words.ts'

const [hz = 10, ...pids] = process.argv.slice(2).map(Number)
const periodMs = 1000 / hz
const tickNs: number[] = []

answerQuestions({
  progress: () => ({ ticks: tickNs.length, known: pids.length, rootPid: null, isComplete: true, hasEnded: false }),
  record: () => ({ tickNs, bornPids: [], warnings: [] })
})
for (let deadline = performance.now(); ; ) {
  tickNs.push(performance.now() * 1e6)
  await pidusage(pids)
  // A missed tick is dropped, like everybody else's here.
  const late = performance.now() - deadline
  deadline += (Math.floor(late / periodMs) + 1) * periodMs
  await sleep(deadline - performance.now())
}
