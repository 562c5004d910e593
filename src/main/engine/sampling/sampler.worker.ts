// The sampling thread: the clock, the sampler, the port. It sleeps in Atomics.wait, so its messages are fetched when woken.
import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { OwnCost } from '../../../shared/model/batch.ts'
import { ns } from '../../../shared/units.ts'
import { TickClock } from './clock.ts'
import type { SamplerOrder, SamplerWord, SamplerWorkerData } from './messages.ts'
import { Sampler } from './sampler.ts'

/** Deliveries per second at the most: at higher rates a batch holds several ticks. */
const DELIVERIES_PER_SECOND = 30
/** How often the own cost is read: the kernel adds up every thread of the program for it, about 20 µs. */
const OWN_COST_NS = 500e6

const { spec, wake } = workerData as SamplerWorkerData
if (!parentPort) throw new Error('sampler.worker runs as a worker thread only')
const port = parentPort
Error.stackTraceLimit = 0 // a process that has left answers by an error; its stack would cost more than the look

raisePriority()
const sampler = new Sampler(spec)
say({ kind: 'ready', isRootThere: sampler.begin() })
const anchorNs = waitForAnchor(port)
if (anchorNs !== null) follow(anchorNs)
sampler.close()
port.close()

function follow(anchorNs: bigint): void {
  const clock = new TickClock(anchorNs, spec.rateHz, wake)
  const cpu0 = process.cpuUsage()
  const thread0 = process.threadCpuUsage()
  const ticksPerDelivery = Math.ceil(spec.rateHz / DELIVERIES_PER_SECOND)
  let ownNs = 0
  sampler.setBoot(clock.nowNs() - readUptimeNs())
  if (spec.isAttached) sampler.beginAttached(clock.nowNs())
  for (let ticks = 1; ; ticks++) {
    const tick = clock.wait()
    const orders = tick.isBetween ? takeOrders() : []
    for (const order of orders) if (order.kind === 'root-ended') sampler.endRoot(order.tNs, order.exit)
    sampler.tick(tick, () => clock.nowNs())
    const isOver = orders.some(order => order.kind === 'stop') || sampler.isOver(tick.nowNs)
    if (isOver || ticks % ticksPerDelivery === 0) {
      const own = isOver || tick.nowNs - ownNs >= OWN_COST_NS ? readOwnCost(tick.nowNs, cpu0, thread0) : null
      ownNs = own?.tNs ?? ownNs
      say({ kind: 'batch', batch: isOver ? sampler.takeLast(tick.nowNs, own) : sampler.take(own) })
      if (isOver) say({ kind: 'over', orphans: sampler.orphans, samplerNs: own?.samplerNs ?? NaN, tNs: tick.nowNs })
    }
    if (isOver) return
  }
}

/** CPU of this thread and of the whole program since the run began. */
function readOwnCost(nowNs: number, cpu0: NodeJS.CpuUsage, thread0: NodeJS.CpuUsage): OwnCost {
  const cpu = process.cpuUsage(cpu0)
  const thread = process.threadCpuUsage(thread0)
  return { tNs: ns(nowNs), samplerNs: ns((thread.user + thread.system) * 1000), programNs: ns((cpu.user + cpu.system) * 1000) }
}

function waitForAnchor(from: MessagePort): bigint | null {
  for (;;) {
    const seen = Atomics.load(wake, 0)
    const message = receiveMessageOnPort(from) as { message: SamplerOrder } | undefined
    if (message?.message.kind === 'anchor') return message.message.anchorNs
    if (message) return null
    Atomics.wait(wake, 0, seen)
  }
}

function takeOrders(): SamplerOrder[] {
  const orders: SamplerOrder[] = []
  for (;;) {
    const message = receiveMessageOnPort(port) as { message: SamplerOrder } | undefined
    if (!message) return orders
    orders.push(message.message)
  }
}

function say(word: SamplerWord): void {
  port.postMessage(word)
}

/** ns since boot, in steps of 10 ms. Start times of processes count from there. */
function readUptimeNs(): number {
  try {
    return Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]) * 1e9
  } catch {
    return NaN
  }
}

/** Looks come in time also on a busy machine, where the system lets us (root, CAP_SYS_NICE). This thread only. */
function raisePriority(): void {
  try {
    setPriority(0, -10)
  } catch {
    // an ordinary user: ticks may come late under load, and say so
  }
}
