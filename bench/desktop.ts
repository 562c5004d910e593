// The program in a real window, on the stand-in host and a virtual screen, for benchmarks. Same way in as the tests of
// the window have.
import prepare from '../test/e2e/prepare.ts'
import { openProgram, ROOT, runtimes } from '../test/e2e/launch.ts'
import type { OpenProgram } from '../test/e2e/launch.ts'

export interface BenchWindow extends OpenProgram {
  /** Of main; Chromium and all else are below it. */
  readonly pid: number
  /** When its process was started; building and the screen were ready before. */
  readonly launchedAtUnixMs: number
}

/** `args` as on the program's command line. Builds what is stale first. */
export async function openBenchWindow(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<BenchWindow> {
  const endScreen = await prepare()
  const [host] = runtimes
  if (!host) throw new Error('there is nothing to run the window on')
  const launchedAtUnixMs = Date.now()
  const program = await openProgram(host, ROOT, { args, env })
  const close = async (): Promise<void> => {
    await program.close()
    await endScreen()
  }
  const { pid } = program.app.process()
  if (pid === undefined) throw new Error('the window has no process')
  return { ...program, pid, launchedAtUnixMs, close }
}
