// USER_HZ: in which steps the kernel tells CPU time. POSIX knows it by sysconf(_SC_CLK_TCK), Node does not: getconf does.
import { execFile } from 'node:child_process'

/** Null where there is no getconf or it says nothing sensible. */
export function readClockTicks(timeoutMs = 3000): Promise<number | null> {
  return new Promise(resolve => {
    execFile('getconf', ['CLK_TCK'], { timeout: timeoutMs }, (error, stdout) => { resolve(error ? null : parseClockTicks(stdout)) })
  })
}

export function parseClockTicks(text: string): number | null {
  const ticks = Number(text.trim())
  return Number.isInteger(ticks) && ticks > 0 ? ticks : null
}
