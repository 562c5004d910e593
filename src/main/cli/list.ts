// `forkscope list`: the recordings of a folder, newest first, with what each run was and did.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FaultError, sayFault } from '../../shared/fault.ts'
import { ABSENT, formatBytes, formatCommand, formatCores, formatCount, formatDuration } from '../../shared/format.ts'
import { libraryFolder, openRecording, type RecordedRun } from '../engine/index.ts'
import type { ListCommand } from './recordingOptions.ts'
import { sayExit } from './report.ts'
import { say } from './saying.ts'
import { readColumns, STDERR, STDOUT, writeText } from './streams.ts'
import { layoutTable } from './table.ts'
import { cutText } from './wrapping.ts'

interface Listed {
  readonly path: string
  readonly name: string | null
  /** Which of the file's runs, counted from 1. */
  readonly number: number
  readonly run: RecordedRun
}

/** Replies with the exit code: 1 if the folder cannot be read. Files that are no recordings are said and left out. */
export function listRecordings({ folder, isJson }: ListCommand): number {
  const place = folder ?? libraryFolder()
  const paths = findRecordings(place)
  if (paths === null) return 1
  const listed = paths.flatMap(readListed).sort((a, b) => b.run.header.startedAtUnixMs - a.run.header.startedAtUnixMs)
  if (isJson) for (const each of listed) writeText(STDOUT, `${JSON.stringify(summarise(each))}\n`)
  else if (listed.length === 0) writeText(STDERR, `There is no recording in ${place}. Make one: forkscope record --out FILE -- COMMAND\n`)
  else writeText(STDOUT, `${layoutList(listed, readColumns(process.env)).join('\n')}\n`)
  return 0
}

/** Null: the folder is there and cannot be read. */
function findRecordings(folder: string): string[] | null {
  try {
    return readdirSync(folder).filter(name => name.endsWith('.fscope')).map(name => join(folder, name))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    say(`“${folder}” cannot be read: ${message}.`)
    return null
  }
}

function readListed(path: string): Listed[] {
  try {
    const recording = openRecording(path)
    try {
      return recording.runs.map((run, index) => ({ path, name: recording.label.name, number: index + 1, run }))
    } finally {
      recording.close()
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    say(sayFault(error.fault))
    return []
  }
}

/** Field names as those of the summary, where they mean the same. */
function summarise({ path, name, number, run: { header, end, knownUntilNs, peaks, processCount, place } }: Listed): object {
  const measured = (value: number): number | null => (Number.isNaN(value) ? null : value)
  return {
    ...{ path, name, run: number, command: header.spec.argv, startedAtUnixMs: header.startedAtUnixMs, ...place },
    ...{ wallNs: end?.wallNs ?? knownUntilNs, cpuNs: end?.cpuNs ?? null, exit: end?.exit ?? null, isComplete: end !== null },
    ...{ coresUsedPeak: measured(peaks.coresUsed), peakRssBytes: measured(peaks.rssBytes), peakPssBytes: measured(peaks.pssBytes), threadCountPeak: measured(peaks.threadCount), processCount }
  }
}

export function layoutList(listed: readonly Listed[], columns: number): string[] {
  const rows = listed.map(({ path, name, number, run: { header, end, knownUntilNs, peaks, processCount } }) => [
    ...[sayWhen(header.startedAtUnixMs), formatDuration(end?.wallNs ?? knownUntilNs), end ? sayEnd(end) : 'cut off', formatCores(peaks.coresUsed), formatBytes(peaks.pssBytes), formatCount(processCount)],
    `${path}${number > 1 ? ` (run ${number})` : ''}  ${name === null ? '' : `“${name}” `}${formatCommand(header.spec.argv)}`
  ])
  return layoutTable(['started', 'wall', 'ended', 'cores at most', 'PSS at most', 'processes', 'recording, command'], rows).map(line => cutText(line, columns))
}

const sayEnd = ({ exit, endedBy }: NonNullable<RecordedRun['end']>): string => (endedBy === 'left' ? 'goes on' : exit.code === null && exit.signal === null ? ABSENT : sayExit(exit))

/** In the reader's own time: '2026-03-01 14:32'. */
function sayWhen(unixMs: number): string {
  const when = new Date(unixMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())} ${two(when.getHours())}:${two(when.getMinutes())}`
}
