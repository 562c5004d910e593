// `forkscope show`: the figures of a recording, as `record` printed them.
import { deriveSummary } from '../../shared/derive/summary.ts'
import { formatCount } from '../../shared/format.ts'
import { layoutJson } from './jsonText.ts'
import { readRecordedRun } from './recordings.ts'
import type { ShowCommand } from './recordingOptions.ts'
import { layoutReport } from './report.ts'
import { say } from './saying.ts'
import { readColumns, STDOUT, writeText } from './streams.ts'

/** Replies with the exit code. Throws FaultError if there is nothing to show. */
export function showRecording({ recording, run, isJson }: ShowCommand): number {
  const { history, runCount } = readRecordedRun(recording, run)
  if (!history.end) say('The recording has no end: the run was cut off, or still goes on. Its figures are those until then.')
  if (isJson) writeText(STDOUT, `${layoutJson(deriveSummary(history))}\n`)
  else writeText(STDOUT, layoutReport(history, { columns: readColumns(process.env) }).trimStart())
  if (runCount > 1 && !isJson) writeText(STDOUT, `\n  run ${run} of ${formatCount(runCount)} in this recording\n`)
  return 0
}
