// `forkscope export`: a recording as files for others.
import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { exportExtensions, type ExportSpec } from '../../shared/model/export.ts'
import { exportFile } from '../engine/index.ts'
import { openProgress } from './progress.ts'
import { readRecordedRun } from './recordings.ts'
import type { ExportCommand } from './recordingOptions.ts'
import { STDOUT, writeBytes, writeText } from './streams.ts'
import { writeFile } from './writing.ts'

/** Prints the path of each file that was written. Throws FaultError; files written before stay. */
export async function exportRecording({ recording, run, whats, output, look }: ExportCommand): Promise<number> {
  const progress = openProgress({ isQuiet: output === '-' })
  progress.show(() => `reading ${basename(recording)} …`)
  const { history, path: source } = readRecordedRun(recording, run)
  if (output !== null && output !== '-' && whats.length > 1) mkdirSync(output, { recursive: true })
  for (const what of whats) {
    progress.show(() => `making ${what.format} …`)
    const content = await exportFile(history, { ...look, run: history.header.run, what, hidden: [] })
    progress.end()
    if (output === '-') {
      writeBytes(STDOUT, content)
      continue
    }
    const path = output !== null && whats.length === 1 ? output : join(output ?? '.', nameFor(source, what))
    writeFile(path, content)
    writeText(STDOUT, `${path}\n`)
  }
  return 0
}

/** 'tests.fscope' → 'tests-cores.svg', 'tests.perfetto-trace'. */
export function nameFor(recording: string, what: ExportSpec['what']): string {
  const name = basename(recording).replace(/\.fscope$/, '')
  return `${name}${what.kind === 'chart' && what.chart !== 'run' ? `-${what.chart}` : ''}.${exportExtensions[what.format]}`
}
