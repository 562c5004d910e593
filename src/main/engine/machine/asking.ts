// What systeminformation is asked for. It runs programs of the system (lscpu, sysctl, PowerShell …), any of which may be
// missing, forbidden or slow: each question has a time-out, and an answer that does not come is null.
import { cpu, mem, osInfo, system } from 'systeminformation'
import type { Systeminformation } from 'systeminformation'

export interface Answers {
  readonly cpu: Systeminformation.CpuData | null
  readonly memory: Systeminformation.MemData | null
  readonly os: Systeminformation.OsData | null
  readonly system: Systeminformation.SystemData | null
}

/** All questions at once; settles within `timeoutMs`, whatever the system does. */
export async function askSystem(timeoutMs = 3000): Promise<Answers> {
  const within = <Value>(question: Promise<Value>): Promise<Value | null> => answerWithin(question, timeoutMs)
  const [cpuData, memory, os, machine] = await Promise.all([within(cpu()), within(mem()), within(osInfo()), within(system())])
  return { cpu: cpuData, memory, os, system: machine }
}

/** Null when the question fails or takes longer. */
export async function answerWithin<Value>(question: Promise<Value>, timeoutMs: number): Promise<Value | null> {
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => { late.resolve(null) }, timeoutMs)
  try {
    return await Promise.race([question.catch(() => null), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
