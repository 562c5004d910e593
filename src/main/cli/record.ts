// `forkscope record`: one program, launched and followed; its streams untouched, the figures at the end.
import { deriveSummary } from '../../shared/derive/summary.ts'
import type { Engine, LiveRun } from '../engine/index.ts'
import { EXIT_FAILURE, exitCodeOf } from './exitCodes.ts'
import { layoutJson } from './jsonText.ts'
import { isKeptWhole, type ReadyKeep, sayRecordingFailure } from './keeping.ts'
import type { RecordCommand } from './options.ts'
import { layoutReport } from './report.ts'
import { passSignals } from './signals.ts'
import { sayStragglers } from './stragglers.ts'
import { isTerminal, readColumns, STDERR, STDOUT, writeText } from './streams.ts'
import { checkWritable, writeFile } from './writing.ts'

/** Resolves with the code to exit with. Throws a FaultError if nothing was started, or if the summary cannot be written. */
export async function recordRun(engine: Engine, { spec, json, isQuiet }: RecordCommand, { options }: ReadyKeep): Promise<number> {
  if (json !== null && json !== '-') checkWritable('--json', json) // before anything runs: a run is not to be lost for a typo
  const run = await engine.launch(spec, { stdio: 'inherit', ...options })
  sayRecordingFailure(run, { isReported: !isQuiet })
  const endPassing = passSignals(run)
  const endSaying = isTerminal(STDERR) && !isQuiet ? sayStragglers(run, line => writeText(STDERR, `${line}\n`)) : () => undefined
  try {
    const { exit } = await run.ended
    if (!isQuiet) writeText(STDERR, layoutReport(run.history, { columns: readColumns(process.env), recordedTo: run.recordedTo }))
    if (json !== null) writeSummary(run, json)
    return exitCodeOf(exit) || (isKeptWhole(run) ? 0 : EXIT_FAILURE)
  } finally {
    endSaying()
    endPassing()
  }
}

/** On standard output behind whatever the program left there, perhaps in the middle of a line. */
function writeSummary(run: LiveRun, file: string): void {
  const text = layoutJson(deriveSummary(run.history))
  if (file === '-') writeText(STDOUT, `\n${text}\n`)
  else writeFile(file, `${text}\n`)
}
