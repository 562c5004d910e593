// `forkscope record`: one program, launched and followed; its streams untouched, the figures at the end.
import { deriveSummary } from '../../shared/derive/summary.ts'
import { type Engine, type LiveRun, recordLive } from '../engine/index.ts'
import { EXIT_FAILURE, exitCodeOf } from './exitCodes.ts'
import { layoutJson } from './jsonText.ts'
import type { RecordCommand } from './options.ts'
import { layoutReport } from './report.ts'
import { passSignals } from './signals.ts'
import { sayFailure } from './saying.ts'
import { sayStragglers } from './stragglers.ts'
import { isTerminal, readColumns, STDERR, STDOUT, writeText } from './streams.ts'
import { checkWritable, writeFile } from './writing.ts'

/** Resolves with the code to exit with. Throws a FaultError if nothing was started, or if the summary cannot be written. */
export async function recordRun(engine: Engine, { spec, out, json, isQuiet }: RecordCommand): Promise<number> {
  if (json !== null && json !== '-') checkWritable('--json', json) // before anything runs: a run is not to be lost for a typo
  if (out !== null) checkWritable('--out', out)
  const run = await engine.launch(spec, { stdio: 'inherit' })
  const recording = out === null ? null : recordLive(run, { path: out, onFailure: sayFailure })
  const endPassing = passSignals(run)
  const endSaying = isTerminal(STDERR) && !isQuiet ? sayStragglers(run, line => writeText(STDERR, `${line}\n`)) : () => undefined
  try {
    const { exit } = await run.ended
    const isKept = recording === null || (await recording.closed)
    if (!isQuiet) writeText(STDERR, layoutReport(run.history, readColumns(process.env)))
    if (json !== null) writeSummary(run, json)
    return exitCodeOf(exit) || (isKept ? 0 : EXIT_FAILURE)
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
