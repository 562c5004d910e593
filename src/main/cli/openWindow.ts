// `forkscope open`: the window, started as `npm start` starts it, with a recording to show.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import { openRecording } from '../engine/index.ts'
import { exitCodeOf } from './exitCodes.ts'
import { PROGRAM_FOLDER } from './program.ts'
import { findRecording } from './recordings.ts'
import type { OpenCommand } from './recordingOptions.ts'

/** Resolves with the window's exit code. Throws a FaultError, and opens no window to say so, if there is no such recording or there is no display. */
export async function openWindow({ recording: named }: OpenCommand): Promise<number> {
  const recording = findRecording(named)
  openRecording(recording).close()
  if (!hasDisplay(process.env, process.platform)) throw new FaultError({ kind: 'no-display', path: recording })
  const window = spawn(process.execPath, [resolve(PROGRAM_FOLDER, 'scripts/start.mjs'), '--open', recording], { stdio: 'inherit' })
  const onSignal = (signal: NodeJS.Signals): boolean => window.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  const [code, signal] = (await once(window, 'exit')) as [number | null, NodeJS.Signals | null]
  return exitCodeOf({ code, signal })
}

/** As scripts/start.mjs has it, which would show the recording's figures in the terminal instead. */
export function hasDisplay({ DISPLAY, WAYLAND_DISPLAY, FORKSCOPE_HOST_HEADLESS }: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY) || FORKSCOPE_HOST_HEADLESS === '1'
}
