// `forkscope open`: the window, started as `npm start` starts it, with a recording to show.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { openRecording } from '../engine/index.ts'
import { exitCodeOf } from './exitCodes.ts'
import { PROGRAM_FOLDER } from './program.ts'
import type { OpenCommand } from './recordingOptions.ts'

/** Resolves with the window's exit code. Throws FaultError if the file is no recording: no window is opened to say so. */
export async function openWindow({ recording }: OpenCommand): Promise<number> {
  openRecording(recording).close()
  const window = spawn(process.execPath, [resolve(PROGRAM_FOLDER, 'scripts/start.mjs'), '--open', recording], { stdio: 'inherit' })
  const onSignal = (signal: NodeJS.Signals): boolean => window.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  const [code, signal] = (await once(window, 'exit')) as [number | null, NodeJS.Signals | null]
  return exitCodeOf({ code, signal })
}
