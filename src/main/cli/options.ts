// What was typed after `forkscope`, parsed to what is wanted. Nothing is done here.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { RunSpec } from '../../shared/model/run.ts'
import { type DoctorCommand, type ExperimentsCommand, parseDoctor, parseExperiments, parseRun, type RunCommand } from './labOptions.ts'
import { type Keep, parseKeep } from './keeping.ts'
import { parseJson, parseRate, readOptions, refuse } from './optionParsing.ts'
import { demoOptions, recordOptions } from './optionTables.ts'
import { type AttachCommand, type CompletionCommand, type ExportCommand, type ListCommand, type OpenCommand, parseAttach, parseCompletion, parseExport, parseList, parseOpen, parseQuery, parseShow, type QueryCommand, type ShowCommand } from './recordingOptions.ts'

export interface RecordCommand {
  readonly kind: 'record'
  readonly spec: RunSpec
  readonly keep: Keep
  /** File for the summary as JSON; '-' = standard output. */
  readonly json: string | null
  readonly isQuiet: boolean
}

export interface DemoCommand {
  readonly kind: 'demo'
  /** Folder for the pictures, absolute. */
  readonly outFolder: string
}

const topics = ['record', 'attach', 'list', 'show', 'query', 'export', 'open', 'demo', 'experiments', 'run', 'doctor', 'completion'] as const
export type HelpTopic = 'forkscope' | (typeof topics)[number]
export type Command =
  | RecordCommand
  | AttachCommand
  | ListCommand
  | ShowCommand
  | QueryCommand
  | ExportCommand
  | OpenCommand
  | CompletionCommand
  | DemoCommand
  | ExperimentsCommand
  | RunCommand
  | DoctorCommand
  | { readonly kind: 'help'; readonly topic: HelpTopic }
  | { readonly kind: 'version' }

const THERE_ARE = `There are ${topics.slice(0, -1).join(', ')} and ${topics.slice(-1).join('')}`

/** `cwd`: what relative paths refer to. Throws a FaultError `bad-input` that says which word is wrong and why. */
export function parseCommand(words: readonly string[], cwd: string): Command {
  const [first, ...rest] = words
  switch (first) {
    case 'record':
      return parseRecord(rest, cwd)
    case 'attach':
      return parseAttach(rest, cwd)
    case 'list':
      return parseList(rest, cwd)
    case 'show':
      return parseShow(rest, cwd)
    case 'query':
      return parseQuery(rest, cwd)
    case 'export':
      return parseExport(rest, cwd)
    case 'open':
      return parseOpen(rest, cwd)
    case 'completion':
      return parseCompletion(rest)
    case 'demo':
      return parseDemo(rest, cwd)
    case 'experiments':
      return parseExperiments(rest)
    case 'run':
      return parseRun(rest, cwd)
    case 'doctor':
      return parseDoctor(rest)
    case 'help':
      return { kind: 'help', topic: parseTopic(rest[0]) }
    case '--help':
    case '-h':
      return { kind: 'help', topic: 'forkscope' }
    case '--version':
    case '-V':
      return { kind: 'version' }
    case undefined:
      throw refuse('command', `what shall be done? ${THERE_ARE}; see forkscope --help.`)
    default:
      throw refuse('command', `“${first}” is none. ${THERE_ARE}; to run a program: forkscope record -- ${first}`)
  }
}

function parseRecord(words: readonly string[], cwd: string): Command {
  const { options, command } = splitCommand(words)
  const values = readOptions(options, recordOptions)
  if (values.help) return { kind: 'help', topic: 'record' }
  if (command.length === 0) throw refuse('COMMAND', 'which program? forkscope record [options] -- COMMAND ARG…')
  if (values.shell && values.fork) throw refuse('--shell, --fork', 'only one of them: a Node module is not run by a shell.')
  if (values.shell && command.length > 1) throw refuse('--shell', 'takes one word, the command line; put it in quotes.')
  const spec: RunSpec = {
    argv: command,
    throughShell: values.shell ?? false,
    kind: values.fork ? 'fork' : 'spawn',
    cwd: resolve(cwd, values.cwd ?? '.'),
    envAdditions: Object.fromEntries((values.env ?? []).map(parseAddition)),
    rateHz: parseRate(values.rate),
    sampler: parseSampler(values.sampler),
    looks: values['every-tick'] ? 'every-tick' : 'adaptive'
  }
  return { kind: 'record', spec, keep: parseKeep(values, { cwd, names: 'file' }), json: parseJson(values.json, cwd), isQuiet: values.quiet ?? false }
}

function parseTopic(word: string | undefined): HelpTopic {
  const topic = word === undefined ? 'forkscope' : topics.find(each => each === word)
  if (!topic) throw refuse('help', `“${word ?? ''}” is no command. ${THERE_ARE}.`)
  return topic
}

function parseDemo(words: readonly string[], cwd: string): Command {
  const values = readOptions(words, demoOptions)
  if (values.help) return { kind: 'help', topic: 'demo' }
  return { kind: 'demo', outFolder: resolve(cwd, values.out ?? 'forkscope-demo') }
}

/** The command begins behind `--`, or else at the first word that is neither an option nor an option's value. */
function splitCommand(words: readonly string[]): { options: string[]; command: string[] } {
  const { tokens } = parseArgs({ args: [...words], options: recordOptions, allowPositionals: true, strict: false, tokens: true })
  const first = tokens.find(({ kind }) => kind === 'positional' || kind === 'option-terminator')
  if (!first) return { options: [...words], command: [] }
  const from = first.kind === 'option-terminator' ? first.index + 1 : first.index
  return { options: words.slice(0, first.index), command: words.slice(from) }
}

function parseSampler(text = 'auto'): RunSpec['sampler'] {
  if (text === 'auto' || text === 'procfs' || text === 'portable') return text
  throw refuse('--sampler', `“${text}” is not a sampler. Choose auto, procfs or portable.`)
}

function parseAddition(text: string): [string, string] {
  const equals = text.indexOf('=')
  if (equals < 1) throw refuse('--env', `“${text}” has no name and value. Write NAME=VALUE.`)
  return [text.slice(0, equals), text.slice(equals + 1)]
}
