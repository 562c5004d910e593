// `forkscope list`: the recordings of a folder, newest first, with what each run was and did. What cannot be read is listed
// with the reason.
import { existsSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import { ABSENT, formatBytes, formatCommand, formatCores, formatCount, formatDate, formatDuration, showControls } from '../../shared/format.ts'
import { libraryFolder, type LibraryEntry, openLibrary, type RecordedRun } from '../engine/index.ts'
import { callNames } from './recordings.ts'
import type { ListCommand } from './recordingOptions.ts'
import { sayExitBriefly } from './report.ts'
import { say } from './saying.ts'
import { isTerminal, readColumns, STDERR, STDOUT, writeText } from './streams.ts'
import { layoutTable } from './table.ts'
import { cutText } from './wrapping.ts'

/** One line of the list. */
interface Listed {
  readonly entry: LibraryEntry
  /** What a command takes for it. */
  readonly called: string
  /** Which of the file's runs, counted from 1. */
  readonly number: number
  /** Null: the file cannot be read. */
  readonly run: RecordedRun | null
}

/** Replies with the exit code. Throws FaultError: folder-unreadable. */
export function listRecordings({ folder, isJson }: ListCommand): number {
  const place = folder ?? libraryFolder()
  if (folder !== null && !existsSync(folder)) throw new FaultError({ kind: 'folder-unreadable', path: folder, reason: 'there is no such folder' })
  const entries = openLibrary(place).list()
  const listed = entries.flatMap(listRuns(folder === null ? callNames(entries) : ({ path }) => relative(process.cwd(), path))).sort((a, b) => startOf(b) - startOf(a))
  if (isJson) writeText(STDOUT, listed.map(each => `${JSON.stringify(summarise(each))}\n`).join(''))
  else if (listed.length > 0) writeText(STDOUT, `${layoutList(listed, isTerminal(STDOUT) ? readColumns(process.env) : Infinity).join('\n')}\n`)
  else writeText(STDERR, `There is no recording in ${place}. Make one: forkscope record ${folder === null ? '--keep' : '--out FILE'} -- COMMAND\n`)
  for (const { path, damage } of entries) for (const sentence of damage) say(sentence.includes(path) ? sentence : `${sentence} (${path})`)
  return 0
}

const listRuns =
  (callOf: (entry: LibraryEntry) => string) =>
  (entry: LibraryEntry): Listed[] => {
    const called = callOf(entry)
    return entry.runs.length === 0 ? [{ entry, called, number: 1, run: null }] : entry.runs.map((run, index) => ({ entry, called, number: index + 1, run }))
  }

const startOf = ({ entry, run }: Listed): number => run?.header.startedAtUnixMs ?? entry.startedAtUnixMs

/** Field names as those of the summary, where they mean the same. */
function summarise({ entry: { path, name, note, isPinned, sizeBytes, damage }, number, run }: Listed): object {
  const file = { path, name, note, isPinned, sizeBytes, damage }
  if (!run) return { ...file, run: null }
  const { header, end, knownUntilNs, peaks, processCount, place } = run
  return {
    ...{ ...file, run: number, command: header.spec.argv, startedAtUnixMs: header.startedAtUnixMs, ...place },
    ...{ wallNs: end?.wallNs ?? knownUntilNs, cpuNs: end?.cpuNs ?? null, exit: end?.exit ?? null, endedBy: end?.endedBy ?? null, isComplete: end !== null },
    ...{ ...peaks, processCount }
  }
}

export function layoutList(listed: readonly Listed[], columns: number): string[] {
  const names = listed.map(({ called, number }) => showControls(`${called}${number > 1 ? ` --run ${number}` : ''}`))
  const width = Math.max(...names.map(name => name.length))
  const rows = listed.map((each, index) => [...figuresOf(each), `${(names[index] ?? '').padEnd(width)}  ${describe(each)}`])
  return layoutTable(['started', 'wall', 'ended', 'cores', 'PSS', 'procs', `${'recording'.padEnd(width)}  command`], rows).map(line => cutText(line.trimEnd(), columns))
}

function figuresOf({ entry, run }: Listed): string[] {
  if (!run) return [formatDate(entry.startedAtUnixMs), ABSENT, 'damaged', ABSENT, ABSENT, ABSENT]
  const { header, end, knownUntilNs, peaks, processCount } = run
  return [formatDate(header.startedAtUnixMs), formatDuration(end?.wallNs ?? knownUntilNs), sayEnd(end), formatCores(peaks.coresUsedPeak), formatBytes(peaks.peakPssBytes), formatCount(processCount)]
}

function describe({ entry: { path, name }, run }: Listed): string {
  const title = name === null ? '' : `“${showControls(name)}” `
  if (!run) return `${title}${showControls(basename(path))}`
  const { experiment, variant, round } = run.place
  const lab = [experiment, variant, round === null ? null : `round ${round + 1}`].flatMap(word => (word === null ? [] : showControls(word))).join(' ')
  return `${title}${lab === '' ? formatCommand(run.header.spec.argv) : lab}`
}

/** `unfinished`: cut off, or being recorded. */
const sayEnd = (end: RecordedRun['end']): string => (end === null ? 'unfinished' : end.endedBy === 'left' ? 'goes on' : sayExitBriefly(end.exit))
