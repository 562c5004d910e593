// The window's title: the command first, since that is what a task bar shows of it.
import type { BrowserWindow } from 'electron'
import type { RunSpec } from '../../shared/model/run.ts'
import { formatCommand, showControls } from '../../shared/format.ts'
import type { LiveRun } from '../engine/index.ts'

const LONGEST = 90

/** 'python3 threads.py – running – Forkscope'. */
export function titleOf(spec: RunSpec, state: 'running' | 'ended' | 'recording'): string {
  const command = spec.throughShell ? showControls(spec.argv.join(' ')) : formatCommand(spec.argv)
  return `${command.length > LONGEST ? `${command.slice(0, LONGEST)}…` : command} – ${state} – Forkscope`
}

/** Shows the run in the title, and its end, unless another run took its place. */
export function showTitle({ header: { spec }, ended }: LiveRun, window: BrowserWindow): void {
  const running = titleOf(spec, 'running')
  window.setTitle(running)
  void ended.then(() => {
    if (!window.isDestroyed() && window.getTitle() === running) window.setTitle(titleOf(spec, 'ended'))
  })
}
