// Nothing that comes from the page is believed: who sent it, and what it says. One parser per call of the contract; a
// missing one does not compile.
import { isAbsolute } from 'node:path'
import type { CallName, Calls, Settings } from '../../shared/contract.ts'
import { FaultError } from '../../shared/fault.ts'
import type { ComparedExportSpec, ExportSpec } from '../../shared/model/export.ts'
import type { DetailSpec } from '../../shared/model/detail.ts'
import type { ExperimentOrder } from '../../shared/model/outcome.ts'
import { type RecordingId, recordingId } from '../../shared/model/recording.ts'
import { type ProcessId, type RunId, type RunSpec, processId, runId } from '../../shared/model/run.ts'
import type { AttachSpec } from '../../shared/model/running.ts'
import { type Hz, type Ns, RATE_HIGHEST, RATE_LOWEST, hz, ns } from '../../shared/units.ts'
import { isOwnPage } from './origin.ts'
import { type Parse, parseEntries, parseFields, parseList, parseNull, parseNumber, parseOneOf, parseOrNull, parseText, parseYesNo, refuse } from '../../shared/parsing.ts'

type Parsers = { readonly [Name in CallName]: (value: unknown) => Parameters<Calls[Name]>[0] }

/** Of an event of ipcMain, what the check needs to know. */
export interface Sent {
  readonly senderFrame: { readonly url: string } | null
  readonly sender: { readonly mainFrame: unknown }
}

/** Throws `untrusted-sender` unless the top frame of our own page sent it. A frame that has gone is null: refused, too. */
export function checkSender({ senderFrame, sender }: Sent, devServer: string | null): void {
  const isTrusted = senderFrame !== null && senderFrame === sender.mainFrame && isOwnPage(senderFrame.url, devServer)
  if (!isTrusted) throw new FaultError({ kind: 'untrusted-sender' })
}

/** Linux takes single arguments of up to 128 KiB (MAX_ARG_STRLEN) and lists of some MiB; more cannot be launched anyway. */
const ARGUMENT_LONGEST = 131_071
const ARGUMENTS_MOST = 4096
/** PATH_MAX of Linux. */
const PATH_LONGEST = 4096
/** A picture beyond this side cannot be held by most viewers (and by no canvas). */
const PICTURE_LONGEST = 16_384
/** Far above any real number of processes in a run: PIDs end at 4 million. */
const PROCESSES_MOST = 4_194_304

export const parsePath: Parse<string> = (value, field) => {
  const path = parseText({ longest: PATH_LONGEST, shortest: 1 })(value, field)
  return isAbsolute(path) ? path : refuse(field, 'must be a full path.')
}

const parseRunId: Parse<RunId> = (value, field) => runId(parseText({ longest: 128, shortest: 1 })(value, field))
const parseProcessId: Parse<ProcessId> = (value, field) => processId(parseNumber({ lowest: 0, highest: PROCESSES_MOST, whole: true })(value, field))
const parseNs: Parse<Ns> = (value, field) => ns(parseNumber({ lowest: 0, highest: Number.MAX_SAFE_INTEGER })(value, field))
const parseRate: Parse<Hz> = (value, field) => hz(parseNumber({ lowest: RATE_LOWEST, highest: RATE_HIGHEST })(value, field))

const parseEnvironmentName: Parse<string> = (value, field) => {
  const name = parseText({ longest: 1024, shortest: 1 })(value, field)
  return name.includes('=') ? refuse(field, `the name “${name.slice(0, 40)}” contains “=”.`) : name
}

const parseSpecFields = parseFields<RunSpec>({
  argv: parseList(parseText({ longest: ARGUMENT_LONGEST }), { longest: ARGUMENTS_MOST }),
  throughShell: parseYesNo,
  kind: parseOneOf(['spawn', 'fork']),
  cwd: parsePath,
  envAdditions: parseEntries(parseEnvironmentName, parseText({ longest: ARGUMENT_LONGEST }), { longest: ARGUMENTS_MOST }),
  rateHz: parseRate,
  sampler: parseOneOf(['auto', 'procfs', 'portable']),
  looks: parseOneOf(['adaptive', 'every-tick'])
})

/** What to launch. An empty command is a fault of its own, since it has a sentence of its own. */
export const parseRunSpec: Parse<RunSpec> = (value, field) => {
  const spec = parseSpecFields(value, field)
  if ((spec.argv[0] ?? '').trim() === '') throw new FaultError({ kind: 'command-empty' })
  if (spec.throughShell && spec.argv.length !== 1) refuse('argv', 'must be one command line for the shell.')
  if (spec.throughShell && spec.kind === 'fork') refuse('kind', 'a Node module is not run through a shell.')
  return spec
}

export const parseSettings: Parse<Settings> = parseFields<Settings>({
  theme: parseOneOf(['system', 'light', 'dark']),
  percentOf: parseOneOf(['core', 'machine']),
  libraryLimitBytes: parseOrNull(parseNumber({ lowest: 0, highest: Number.MAX_SAFE_INTEGER, whole: true }))
})

const parseChart = parseFields<Extract<ExportSpec['what'], { kind: 'chart' }>>({
  kind: parseOneOf(['chart']),
  chart: parseOneOf(['cores', 'used', 'memory', 'tree', 'run']),
  format: parseOneOf(['svg', 'png'])
})

const parseTable = parseFields<Extract<ExportSpec['what'], { kind: 'table' }>>({
  kind: parseOneOf(['table']),
  format: parseOneOf(['csv', 'json', 'parquet'])
})

const parseTrace = parseFields<Extract<ExportSpec['what'], { kind: 'trace' }>>({
  kind: parseOneOf(['trace']),
  format: parseOneOf(['perfetto', 'firefox'])
})

const parseReport = parseFields<Extract<ExportSpec['what'], { kind: 'report' }>>({ kind: parseOneOf(['report']), format: parseOneOf(['html']) })

const whatParsers: Readonly<Record<ExportSpec['what']['kind'], Parse<ExportSpec['what']>>> = { chart: parseChart, table: parseTable, trace: parseTrace, report: parseReport }

const parseWhat: Parse<ExportSpec['what']> = (value, field) => {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  return whatParsers[parseOneOf(['chart', 'table', 'trace', 'report'])(kind, `${field}.kind`)](value, field)
}

const parsePictureFields = {
  theme: parseOneOf(['light', 'dark']),
  percentOf: parseOneOf(['core', 'machine']),
  width: parseNumber({ lowest: 200, highest: PICTURE_LONGEST }),
  scale: parseNumber({ lowest: 0.5, highest: 8 })
}

function checkPicture<Spec extends { readonly width: number; readonly scale: number }>(spec: Spec): Spec {
  if (spec.width * spec.scale > PICTURE_LONGEST) refuse('scale', `makes the picture wider than ${PICTURE_LONGEST} pixels.`)
  return spec
}

const parseExportFields = parseFields<ExportSpec>({
  run: parseRunId,
  what: parseWhat,
  fromNs: parseOrNull(parseNs),
  toNs: parseOrNull(parseNs),
  hidden: parseList(parseProcessId, { longest: PROCESSES_MOST }),
  ...parsePictureFields
})

const parseExportSpec: Parse<ExportSpec> = (value, field) => {
  const spec = parseExportFields(value, field)
  if (spec.fromNs !== null && spec.toNs !== null && spec.fromNs >= spec.toNs) refuse('toNs', 'must be later than fromNs.')
  return checkPicture(spec)
}

const parseComparedFields = parseFields<ComparedExportSpec>({
  execution: parseNumber({ lowest: 1, highest: Number.MAX_SAFE_INTEGER, whole: true }),
  curves: parseOneOf(['used', 'demand']),
  format: parseOneOf(['svg', 'png']),
  ...parsePictureFields
})

const parseComparedSpec: Parse<ComparedExportSpec> = (value, field) => checkPicture(parseComparedFields(value, field))

const parseSignal = parseFields<Parameters<Calls['signal']>[0]>({
  run: parseRunId,
  process: parseProcessId,
  subtree: parseYesNo,
  signal: parseOneOf(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP', 'SIGSTOP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2', 'SIGQUIT'])
})

const parseAttach = parseFields<AttachSpec>({
  pid: parseNumber({ lowest: 1, highest: PROCESSES_MOST, whole: true }),
  startTicks: parseNumber({ lowest: 0, highest: Number.MAX_SAFE_INTEGER, whole: true }),
  rateHz: parseRate,
  looks: parseOneOf(['adaptive', 'every-tick'])
})

const parseReadRun = parseFields<Parameters<Calls['readRun']>[0]>({
  run: parseRunId,
  fromBatch: parseNumber({ lowest: 0, highest: Number.MAX_SAFE_INTEGER, whole: true })
})

const parseDetailFields = parseFields<DetailSpec>({ run: parseRunId, fromNs: parseNs, toNs: parseNs, pixels: parseNumber({ lowest: 1, highest: PICTURE_LONGEST, whole: true }) })
const parseDetailSpec: Parse<DetailSpec> = (value, field) => {
  const spec = parseDetailFields(value, field)
  return spec.fromNs < spec.toNs ? spec : refuse('toNs', 'must be later than fromNs.')
}

/** Names of experiments, variants and parameters; whether there is one of this name, the lab knows. */
const parseLabName = parseText({ longest: 100, shortest: 1 })
/** An experiment has at most 50 variants and 20 parameters (engine/lab/checking.ts). */
const VARIANTS_MOST = 50
const PARAMETERS_MOST = 20
const REPEATS_MOST = 1000

const parseOrder: Parse<ExperimentOrder> = parseFields<ExperimentOrder>({
  experiment: parseLabName,
  variants: parseList(parseLabName, { longest: VARIANTS_MOST }),
  parameters: parseEntries(parseLabName, parseNumber({ lowest: 0, highest: Number.MAX_SAFE_INTEGER, whole: true }), { longest: PARAMETERS_MOST }),
  python: parseOrNull(parsePath),
  node: parseOrNull(parsePath),
  repeats: parseNumber({ lowest: 1, highest: REPEATS_MOST, whole: true })
})

const parseReadProgram = parseFields<Parameters<Calls['readProgram']>[0]>({ experiment: parseLabName, variant: parseLabName })

/** Opaque to the page; which file it names, or none, the library knows. */
const parseRecordingId: Parse<RecordingId> = (value, field) => recordingId(parseText({ longest: 128, shortest: 1 })(value, field))
/** As many as a library holds, and more; lengths of names and notes as the engine keeps them (recording/library.ts). */
const RECORDINGS_MOST = 100_000
const NAME_LONGEST = 200
const NOTE_LONGEST = 10_000
/** Runs of one file. */
const RUNS_MOST = 10_000

const parseOpen = parseFields<Parameters<Calls['openRecording']>[0]>({ recording: parseRecordingId, number: parseNumber({ lowest: 0, highest: RUNS_MOST, whole: true }) })
const parseRename = parseFields<Parameters<Calls['renameRecording']>[0]>({ recording: parseRecordingId, name: parseOrNull(parseText({ longest: NAME_LONGEST })) })
const parseAnnotate = parseFields<Parameters<Calls['annotateRecording']>[0]>({ recording: parseRecordingId, note: parseOrNull(parseText({ longest: NOTE_LONGEST })) })
const parsePin = parseFields<Parameters<Calls['pinRecording']>[0]>({ recording: parseRecordingId, isPinned: parseYesNo })

/** By call: turns whatever the page sent into the argument of the contract, or throws `bad-input`. */
export const argumentParsers: Parsers = {
  readStart: value => parseNull(value, 'request'),
  launch: value => parseRunSpec(value, 'spec'),
  readRun: value => parseReadRun(value, 'request'),
  listProcesses: value => parseNull(value, 'request'),
  attach: value => parseAttach(value, 'spec'),
  detach: value => parseRunId(value, 'run'),
  readDetail: value => parseDetailSpec(value, 'request'),
  stop: value => parseRunId(value, 'run'),
  kill: value => parseRunId(value, 'run'),
  signal: value => parseSignal(value, 'request'),
  exportCompared: value => parseComparedSpec(value, 'spec'),
  exportRun: value => parseExportSpec(value, 'spec'),
  chooseFolder: value => parseText({ longest: PATH_LONGEST })(value, 'current'),
  showExported: value => parsePath(value, 'path'),
  saveSettings: value => parseSettings(value, 'settings'),
  forgetRecents: value => parseNull(value, 'request'),
  readLab: value => parseNull(value, 'request'),
  findInterpreters: value => parseNull(value, 'request'),
  readProgram: value => parseReadProgram(value, 'request'),
  runExperiment: value => parseOrder(value, 'order'),
  stopExperiment: value => parseNull(value, 'request'),
  readLibrary: value => parseNull(value, 'request'),
  openRecording: value => parseOpen(value, 'request'),
  chooseRecording: value => parseNull(value, 'request'),
  renameRecording: value => parseRename(value, 'request'),
  annotateRecording: value => parseAnnotate(value, 'request'),
  pinRecording: value => parsePin(value, 'request'),
  trashRecordings: value => parseList(parseRecordingId, { longest: RECORDINGS_MOST })(value, 'recordings'),
  showRecording: value => parseRecordingId(value, 'recording')
}
