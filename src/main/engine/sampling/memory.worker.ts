// The memory thread: rounds of PSS at their own pace, so that a process of a gigabyte (14 ms a reading) delays no tick.
import { parentPort } from 'node:worker_threads'
import type { Warning } from '../../../shared/model/run.ts'
import { ns } from '../../../shared/units.ts'
import { ProcReader } from '../procfs/reader.ts'
import type { MemoryOrder, MemoryWord } from './messages.ts'
import { MemoryRounds } from './memoryRounds.ts'
import { memoryColumns } from './rows.ts'

if (!parentPort) throw new Error('memory.worker runs as a worker thread only')
const port = parentPort
Error.stackTraceLimit = 0

const rounds = new MemoryRounds(new ProcReader())
let anchorNs = 0n
let startedNs = 0 // of this thread's CPU: loading it is no cost of measuring
let next: NodeJS.Timeout | undefined

port.on('message', (order: MemoryOrder) => {
  switch (order.kind) {
    case 'anchor':
      anchorNs = order.anchorNs
      startedNs = ownNs()
      next = setTimeout(measure, 50)
      return
    case 'events':
      rounds.follow(order.events, order.moved)
      return
    case 'stop':
      clearTimeout(next)
      say({ kind: 'over', samplerNs: ownNs() - startedNs })
      port.close()
  }
})

function measure(): void {
  const before = ownNs()
  const rows = rounds.round(() => Number(process.hrtime.bigint() - anchorNs))
  const pauseNs = rounds.pauseNs(ownNs() - before)
  const warnings = unreadableWarnings()
  if (rows.length + warnings.length > 0) say({ kind: 'memory', memory: memoryColumns(rows), warnings })
  next = setTimeout(measure, pauseNs / 1e6)
}

let told = 0
function unreadableWarnings(): Warning[] {
  const count = rounds.unreadable.size
  if (count === told) return []
  told = count
  const text = `PSS and private memory of ${String(count)} processes could not be read: they belong to another user. Sums of PSS are without them.`
  return [{ code: 'memory-unreadable', tNs: ns(Number(process.hrtime.bigint() - anchorNs)), text, count }]
}

const ownNs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return ns((user + system) * 1000)
}

function say(word: MemoryWord): void {
  port.postMessage(word)
}
