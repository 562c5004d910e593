// Subjects take turns on the same processes: A B C A B C. While one works, the others are stopped (SIGSTOP), so that a
// round compares like with like within seconds, under the same neighbours. Figures are per tick that was really done.
import { setTimeout as sleep } from 'node:timers/promises'
import { deriveCpuNs, readCpu } from './meter.ts'

/** A program that looks at processes at a rate. */
export interface Subject {
  readonly name: string
  readonly pid: number
  /** All processes whose CPU time it costs: itself and what it needs. */
  listPids(): number[]
  /** Looks done since its start. */
  readTicks(): Promise<number>
  /** Ends it; resolves when it has left. */
  close(): Promise<void>
}

export interface TurnOptions {
  readonly rounds: number
  readonly turnMs: number
  /** Not measured: caches, descriptors and timers come back after the stop. */
  readonly warmUpMs: number
}

export interface Turn {
  /** CPU time for each look, ns. */
  readonly nsPerTick: number
  readonly ticks: number
}

/** One list of turns for each subject, in the order given. Leaves all subjects stopped. */
export async function takeTurns(subjects: readonly Subject[], options: TurnOptions): Promise<Turn[][]> {
  const turns: Turn[][] = subjects.map(() => [])
  for (const subject of subjects) process.kill(subject.pid, 'SIGSTOP')
  for (let round = 0; round < options.rounds; round++) {
    for (const [index, subject] of subjects.entries()) turns[index]?.push(await takeTurn(subject, options))
  }
  return turns
}

async function takeTurn(subject: Subject, { turnMs, warmUpMs }: TurnOptions): Promise<Turn> {
  process.kill(subject.pid, 'SIGCONT')
  await sleep(warmUpMs)
  const pids = subject.listPids()
  // The questions cost CPU time too: asked outside of the two readings.
  const ticksBefore = await subject.readTicks()
  const before = pids.map(readCpu)
  await sleep(turnMs)
  const after = pids.map(readCpu)
  const ticks = (await subject.readTicks()) - ticksBefore
  process.kill(subject.pid, 'SIGSTOP')
  const cpuNs = before.reduce((total, reading, index) => total + deriveCpuNs(reading, after[index] ?? reading), 0)
  return { nsPerTick: cpuNs / ticks, ticks }
}
