// What stands in the cells of a row of the library, as text. Not measured is '–'; what cannot be is empty. Names and commands
// come from files of strangers: control characters are shown, never obeyed.
import { ABSENT, formatBytes, formatCommand, formatCores, formatCount, formatDate, formatDuration, formatTimeOfDay, showControls } from '../../../../shared/format.ts'
import type { LibraryItem, LibraryRun } from '../../../../shared/model/recording.ts'
import type { RunSpec } from '../../../../shared/model/run.ts'
import type { PhaseWords } from '../run/runPhase.ts'
import { type ItemFigures, sumRuns } from './libraryFigures.ts'
import type { LabTitles } from './labTitles.ts'

export type LibraryKey = 'name' | 'started' | 'duration' | 'exit' | 'cores' | 'pss' | 'processes' | 'threads' | 'size'

export interface LibraryColumn {
  readonly key: LibraryKey
  readonly title: string
  /** Said in full where the title is short. */
  readonly about: string
  readonly isFigure: boolean
  /** Of the grid's template; where a day stands above, a time is enough. */
  readonly width: string
  /** Left out where there is little room, 1 before 2; all of it stands in the detail, too. Null: always there. */
  readonly leavesAs: 1 | 2 | null
}

export const libraryColumns: readonly LibraryColumn[] = [
  { key: 'name', title: 'Recording', about: 'The name you gave it, or its place in the lab, or its command', isFigure: false, width: 'minmax(120px, 1fr)', leavesAs: null },
  { key: 'started', title: 'Started', about: 'When its first run began, in your time zone', isFigure: false, width: '124px', leavesAs: null },
  { key: 'duration', title: 'Duration', about: 'From the release to the end of the last process; of several runs together', isFigure: true, width: '72px', leavesAs: null },
  { key: 'exit', title: 'Ended', about: 'How the first process ended', isFigure: false, width: '116px', leavesAs: null },
  { key: 'cores', title: 'Cores', about: 'Cores used at most; of several runs the highest', isFigure: true, width: '56px', leavesAs: null },
  { key: 'pss', title: 'PSS', about: 'Memory at most, with its share of shared pages, of all processes together; of several runs the highest', isFigure: true, width: '72px', leavesAs: 2 },
  { key: 'processes', title: 'Processes', about: 'Processes seen, all together; of several runs the most', isFigure: true, width: '76px', leavesAs: 1 },
  { key: 'threads', title: 'Threads', about: 'Threads alive at most; of several runs the most', isFigure: true, width: '64px', leavesAs: 1 },
  { key: 'size', title: 'Size', about: 'Size of the file', isFigure: true, width: '72px', leavesAs: 2 }
]

export type LibraryRowWords = Readonly<Record<LibraryKey, string>> & { readonly tone: PhaseWords['tone'] }

/** The command line on one line. */
export const sayCommand = ({ argv, throughShell }: RunSpec): string => (throughShell ? showControls(argv[0] ?? '') : formatCommand(argv))

const fileOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

export interface RecordingName {
  readonly name: string
  /** What else is worth saying beside it; may be empty. */
  readonly detail: string
  /** Which of them are command lines, or nothing of it. */
  readonly command: 'name' | 'detail' | null
}

/** What a recording is called: by its user; as a run of the lab by its place there; else by its command. */
export function nameRecording(item: LibraryItem, titles: LabTitles): RecordingName {
  const [first] = item.runs
  const given = item.name === null ? null : showControls(item.name)
  if (!first) return { name: given ?? showControls(fileOf(item.path)), detail: '', command: null }
  const command = sayCommand(first.spec)
  const place = sayPlaces(item, titles)
  if (item.runs.length > 1) {
    const several = `${formatCount(item.runs.length)} runs`
    const name = given ?? place
    if (name === null) return { name: command, detail: several, command: 'name' }
    return { name, detail: given === null || place === null ? several : `${several} · ${place}`, command: null }
  }
  if (given !== null) return { name: given, detail: place ?? command, command: place === null ? 'detail' : null }
  if (place === null) return { name: command, detail: '', command: 'name' }
  const variant = titles.sayVariant(first)
  return { name: variant ?? place, detail: variant === null ? '' : (titles.sayExperiment(first) ?? ''), command: null }
}

/** How one run ended, in a word or two. */
export function sayRunEnd({ exit, endedBy }: LibraryRun, isBeingWritten: boolean): PhaseWords {
  if (exit === null) return isBeingWritten ? { text: 'goes on', tone: 'live' } : { text: 'cut off', tone: 'warning' }
  if (endedBy === 'left') return { text: 'left running', tone: 'quiet' }
  const how = exit.signal ?? (exit.code === null ? null : `exit ${exit.code}`)
  if (how === null) return { text: 'exit not told', tone: 'quiet' }
  if (endedBy === 'asked') return { text: 'stopped by you', tone: 'quiet' }
  return { text: how, tone: exit.code === 0 ? 'good' : 'bad' }
}

/** How all runs of a recording ended; one word if they agree. */
export function sayItemEnd({ runs, isBeingWritten }: LibraryItem): PhaseWords {
  if (runs.length === 0) return isBeingWritten ? { text: 'being written', tone: 'live' } : { text: 'cannot be read', tone: 'bad' }
  const ends = runs.map(run => sayRunEnd(run, isBeingWritten))
  const going = ends.find(({ tone }) => tone === 'live')
  if (going) return going
  const [first] = ends
  if (first && ends.every(({ text }) => text === first.text)) return runs.length > 1 ? { ...first, text: `all ${first.text}` } : first
  const failed = ends.filter(({ tone }) => tone === 'bad').length
  return failed > 0 ? { text: `${failed} of ${runs.length} failed`, tone: 'bad' } : { text: 'in several ways', tone: 'quiet' }
}

export interface WordOptions {
  readonly titles: LabTitles
  /** The day stands above the row. */
  readonly isUnderDay: boolean
}

export function sayItem(item: LibraryItem, { titles, isUnderDay }: WordOptions): LibraryRowWords {
  const end = sayItemEnd(item)
  const figures = sayFigures(sumRuns(item.runs), item.runs.length > 0)
  return {
    ...figures,
    name: nameRecording(item, titles).name,
    started: isUnderDay ? formatTimeOfDay(item.startedAtUnixMs) : formatDate(item.startedAtUnixMs),
    duration: end.tone === 'live' ? '' : figures.duration,
    ...{ exit: end.text, tone: end.tone },
    size: formatBytes(item.sizeBytes)
  }
}

/** A run of several. */
export function nameRun(run: LibraryRun, titles: LabTitles): RecordingName {
  const variant = titles.sayVariant(run)
  return { name: variant === null ? `Run ${run.number}` : `Run ${run.number} · ${variant}`, detail: sayCommand(run.spec), command: 'detail' }
}

export function sayItemRun(run: LibraryRun, item: LibraryItem, { titles, isUnderDay }: WordOptions): LibraryRowWords {
  const end = sayRunEnd(run, item.isBeingWritten)
  const figures = sayFigures(sumRuns([run]), true)
  return {
    ...figures,
    name: nameRun(run, titles).name,
    started: isUnderDay ? formatTimeOfDay(run.startedAtUnixMs) : formatDate(run.startedAtUnixMs),
    duration: end.tone === 'live' ? '' : figures.duration,
    ...{ exit: end.text, tone: end.tone },
    size: ''
  }
}

/** Several variants of one experiment are named by it alone; null: not of the lab, or not of one experiment. */
function sayPlaces({ runs }: LibraryItem, titles: LabTitles): string | null {
  const [first] = runs
  if (!first || runs.some(({ experiment }) => experiment !== first.experiment)) return null
  return runs.every(({ variant }) => variant === first.variant) ? titles.sayPlace(first) : titles.sayExperiment(first)
}

function sayFigures(figures: ItemFigures, isRead: boolean): Pick<LibraryRowWords, 'duration' | 'cores' | 'pss' | 'processes' | 'threads'> {
  if (!isRead) return { duration: ABSENT, cores: ABSENT, pss: ABSENT, processes: ABSENT, threads: ABSENT }
  return {
    duration: formatDuration(figures.wallNs),
    cores: formatCores(figures.coresUsedPeak),
    pss: formatBytes(figures.peakPssBytes),
    processes: formatCount(figures.processCount),
    threads: formatCount(figures.threadCountPeak)
  }
}
