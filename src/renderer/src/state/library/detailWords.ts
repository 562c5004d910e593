// What the library says of one recording, or one run of it, beside the list. Pure.
import { formatBytes, formatCores, formatCount, formatDate, formatDuration, showControls } from '../../../../shared/format.ts'
import type { LibraryItem, LibraryRun } from '../../../../shared/model/recording.ts'
import type { RunSpec } from '../../../../shared/model/run.ts'
import { sumRuns } from './libraryFigures.ts'
import { withoutMarks } from '../lab/marks.ts'
import { type PhaseWords, sayEnd } from '../run/runPhase.ts'
import { sayItemEnd, sayRunEnd } from './libraryWords.ts'
import type { LabTitles } from './labTitles.ts'

export type Fact = readonly [name: string, value: string]

/** Of one run (the only one, or the one chosen), or of all runs together: times add up, peaks are those of the highest run. */
export function listFacts(item: LibraryItem, run: LibraryRun | null, titles: LabTitles): Fact[] {
  const runs = run ? [run] : item.runs
  const figures = sumRuns(runs)
  const end = run ? sayFullEnd(run, item.isBeingWritten) : sayItemEnd(item)
  const size: Fact = ['Size of the file', formatBytes(item.sizeBytes)]
  if (runs.length === 0) return [['Changed', formatDate(item.startedAtUnixMs)], size]
  return [
    ...listPlaces(runs, titles),
    ['Started', formatDate(run?.startedAtUnixMs ?? item.startedAtUnixMs)],
    ...(end.tone === 'live' ? [] : [[runs.length > 1 ? 'Duration, all runs' : 'Duration', formatDuration(figures.wallNs)] as const]),
    ['Ended', end.text],
    ['CPU time', formatDuration(figures.cpuNs)],
    ['Cores at most', formatCores(figures.coresUsedPeak)],
    ['PSS at most', formatBytes(figures.peakPssBytes)],
    ['RSS of one process', formatBytes(figures.peakRssBytes)],
    [runs.length > 1 ? 'Processes at most' : 'Processes', formatCount(figures.processCount)],
    ['Threads at most', formatCount(figures.threadCountPeak)],
    ...(run ? listConditions(run.spec) : []),
    size
  ]
}

/** Where all of them stand in the lab. */
function listPlaces(runs: readonly LibraryRun[], titles: LabTitles): Fact[] {
  const named = ([['Experiment', titles.sayExperiment], ['Variant', titles.sayVariant]] as const).map(([name, say]) => [name, [...new Set(runs.map(say))]] as const)
  return named.flatMap(([name, words]) => (words.length === 1 && typeof words[0] === 'string' ? [[name, words[0]] as const] : []))
}

function listConditions({ kind, throughShell, rateHz, looks }: RunSpec): Fact[] {
  const ways: Readonly<Record<RunSpec['kind'], string>> = { spawn: throughShell ? 'by the shell, /bin/sh' : 'by Forkscope', fork: 'by child_process.fork', attach: 'attached while it ran' }
  return [['Started by', ways[kind]], ['Sampling', `${rateHz} Hz${looks === 'adaptive' ? '' : ', everything at every tick'}`]]
}

/** As the run's own view says it. */
function sayFullEnd(run: LibraryRun, isBeingWritten: boolean): PhaseWords {
  const { exit, endedBy } = run
  return exit === null || endedBy === null ? sayRunEnd(run, isBeingWritten) : sayEnd({ exit, endedBy })
}

/** NAME=value lines of what was added to the environment. */
export const listAdditions = (spec: RunSpec): string[] => Object.entries(withoutMarks(spec).envAdditions).map(([name, value]) => `${showControls(name)}=${showControls(value)}`)

/** What can be done about the damage; null: there is none. */
export function adviseOnDamage({ damage, runs }: LibraryItem): string | null {
  if (damage.length === 0) return null
  if (runs.length > 0) return 'What could be read is listed here and can be opened. The file was not changed.'
  return 'It stays where it is. Show it in the file manager to look after it, or move it to the trash.'
}

