// `forkscope export`: a recording as files for others.
import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { knownUntilNs } from '../../shared/derive/bins.ts'
import type { RunHistory } from '../../shared/derive/history.ts'
import { FaultError } from '../../shared/fault.ts'
import { formatDuration } from '../../shared/format.ts'
import { exportExtensions, type ExportSpec } from '../../shared/model/export.ts'
import { exportFile, makeFolder } from '../engine/index.ts'
import { refuse } from './optionParsing.ts'
import { openProgress } from './progress.ts'
import { readRecordedRun } from './recordings.ts'
import type { ExportCommand } from './recordingOptions.ts'
import { STDOUT, writeBytes, writeText } from './streams.ts'
import { reasonOf, writeFile } from './writing.ts'

/** Prints the path of each file that was written. Throws FaultError; files written before stay. */
export async function exportRecording({ recording, run, whats, output, look }: ExportCommand): Promise<number> {
  const progress = openProgress({ isQuiet: output === '-' })
  try {
    progress.show(() => `reading ${basename(recording)} …`)
    const { history, path: source } = readRecordedRun(recording, run)
    checkStart(history, look.fromNs)
    const folder = output === '-' ? null : folderOf(output, whats.length)
    for (const what of whats) {
      progress.show(() => `making ${what.format} …`)
      const content = await exportFile(history, { ...look, run: history.header.run, what, hidden: [] })
      progress.end()
      if (output === '-') writeBytes(STDOUT, content)
      else keepFile(folder === null ? (output ?? '') : join(folder, nameFor(source, what)), content)
    }
    return 0
  } finally {
    progress.end()
  }
}

function checkStart(history: RunHistory, fromNs: number | null): void {
  const endNs = history.end?.wallNs ?? knownUntilNs(history)
  if (fromNs !== null && fromNs >= endNs) throw refuse('--from', `the run is over after ${formatDuration(endNs)}.`)
}

function keepFile(path: string, content: string | Uint8Array): void {
  writeFile(path, content)
  writeText(STDOUT, `${path}\n`)
}

/** Where files are named by us: a folder that is there, or is made for several. Null: `output` is the file. Throws `write-failed`. */
function folderOf(output: string | null, count: number): string | null {
  if (output === null) return '.'
  if (statSync(output, { throwIfNoEntry: false })?.isDirectory()) return output
  if (count === 1) return null
  try {
    makeFolder(output)
    return output
  } catch (error) {
    throw new FaultError({ kind: 'write-failed', path: output, reason: reasonOf(error) }, { cause: error })
  }
}

/** 'tests.fscope' → 'tests-cores.svg', 'tests.perfetto-trace'. */
export function nameFor(recording: string, what: ExportSpec['what']): string {
  const name = basename(recording).replace(/\.fscope$/, '')
  return `${name}${what.kind === 'chart' && what.chart !== 'run' ? `-${what.chart}` : ''}.${exportExtensions[what.format]}`
}
