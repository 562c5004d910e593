// `forkscope attach`: a tree that runs already, followed until it ends or Ctrl-C; it lives on.
import { readUsed } from '../../shared/derive/readings.ts'
import { deriveSummary } from '../../shared/derive/summary.ts'
import { formatClock, formatCores, formatCount } from '../../shared/format.ts'
import type { Engine, LiveRun } from '../engine/index.ts'
import { EXIT_FAILURE } from './exitCodes.ts'
import { layoutJson } from './jsonText.ts'
import { isKeptWhole, type ReadyKeep, sayRecordingFailure } from './keeping.ts'
import { livingOf } from './living.ts'
import { openProgress } from './progress.ts'
import type { AttachCommand } from './recordingOptions.ts'
import { layoutReport } from './report.ts'
import { readColumns, STDERR, STDOUT, writeText } from './streams.ts'
import { checkWritable, writeFile } from './writing.ts'

/** Resolves with the exit code: how the program ended is not ours to repeat. Throws a FaultError if it cannot be followed. */
export async function attachTo(engine: Engine, { pid, options, json, isQuiet }: AttachCommand, keep: ReadyKeep): Promise<number> {
  if (json !== null && json !== '-') checkWritable('--json', json)
  const run = await engine.attach(pid, { ...options, ...keep.options })
  sayRecordingFailure(run, { isReported: !isQuiet })
  const endLeaving = leaveOnSignal(run)
  const progress = openProgress({ isQuiet })
  const unwatch = run.watch({ onBatch: () => progress.show(() => layoutProgress(run)) })
  try {
    await run.ended
    progress.end()
    if (!isQuiet) writeText(STDERR, layoutReport(run.history, { columns: readColumns(process.env), recordedTo: run.recordedTo }))
    const text = `${layoutJson(deriveSummary(run.history))}\n`
    if (json === '-') writeText(STDOUT, text)
    else if (json !== null) writeFile(json, text)
    return isKeptWhole(run) ? 0 : EXIT_FAILURE
  } finally {
    unwatch()
    endLeaving()
  }
}

function layoutProgress({ history }: LiveRun): string {
  const atNs = history.tickNs.last()
  const living = livingOf(history).length
  const { used } = readUsed(history, atNs)
  return `following for ${formatClock(atNs)} · ${formatCount(living)} ${living === 1 ? 'process' : 'processes'} · ${formatCores(used)} cores · Ctrl-C leaves it running`
}

/** Any signal that asks us to end means: leave. */
function leaveOnSignal(run: LiveRun): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
  const leave = (): void => run.detach()
  for (const signal of signals) process.on(signal, leave)
  return () => {
    for (const signal of signals) process.off(signal, leave)
  }
}
