// The commands about what runs already and what was recorded, parsed to what is wanted: attach, list, show, query, export,
// open, completion.
import { resolve } from 'node:path'
import type { AttachOptions } from '../engine/index.ts'
import { type ChartName, type ExportFormat, type ExportSpec, exportExtensions } from '../../shared/model/export.ts'
import { type Ns, ns, NS_PER_SECOND } from '../../shared/units.ts'
import { SHELLS } from './commandTable.ts'
import { type Keep, parseKeep } from './keeping.ts'
import { parseJson, parseRate, readOptions, readOptionsAndWords, refuse } from './optionParsing.ts'
import { attachOptions, CHARTS, exportOptions, listOptions, onlyHelp, queryOptions, showOptions, THEMES } from './optionTables.ts'

export interface AttachCommand {
  readonly kind: 'attach'
  readonly pid: number
  readonly options: AttachOptions
  readonly keep: Keep
  readonly json: string | null
  readonly isQuiet: boolean
}

export interface ListCommand {
  readonly kind: 'list'
  /** Null: the library. */
  readonly folder: string | null
  readonly isJson: boolean
}

export interface ShowCommand {
  readonly kind: 'show'
  readonly recording: string
  /** Counted from 1. */
  readonly run: number
  readonly isJson: boolean
}

export interface QueryCommand {
  readonly kind: 'query'
  readonly recording: string
  readonly sql: string
  readonly form: 'table' | 'json' | 'csv'
}

export interface ExportCommand {
  readonly kind: 'export'
  readonly recording: string
  readonly run: number
  /** One file each. */
  readonly whats: readonly ExportSpec['what'][]
  /** '-' = standard output; null: beside the recording. A folder if there are several. */
  readonly output: string | null
  readonly look: Pick<ExportSpec, 'fromNs' | 'toNs' | 'theme' | 'percentOf' | 'width' | 'scale'>
}

export interface OpenCommand {
  readonly kind: 'open'
  readonly recording: string
}

export interface CompletionCommand {
  readonly kind: 'completion'
  readonly shell: (typeof SHELLS)[number]
}

type Help<Topic> = { readonly kind: 'help'; readonly topic: Topic }
const helpOn = <Topic extends string>(topic: Topic): Help<Topic> => ({ kind: 'help', topic })

export function parseAttach(words: readonly string[], cwd: string): AttachCommand | Help<'attach'> {
  const { values, positionals } = readOptionsAndWords(words, attachOptions)
  if (values.help) return helpOn('attach')
  const pid = onlyWord('PID', positionals, 'of which process? ps or pgrep tells.')
  if (!/^[1-9]\d{0,9}$/.test(pid)) throw refuse('PID', `“${pid}” is not the number of a process.`)
  return {
    ...{ kind: 'attach', pid: Number(pid), keep: parseKeep(values, { cwd, names: 'file' }), json: parseJson(values.json, cwd), isQuiet: values.quiet ?? false },
    options: { rateHz: parseRate(values.rate), looks: values['every-tick'] ? 'every-tick' : 'adaptive' }
  }
}

export function parseList(words: readonly string[], cwd: string): ListCommand | Help<'list'> {
  const { folder, json, help } = readOptions(words, listOptions)
  return help ? helpOn('list') : { kind: 'list', folder: folder === undefined ? null : resolve(cwd, folder), isJson: json ?? false }
}

export function parseShow(words: readonly string[], cwd: string): ShowCommand | Help<'show'> {
  const { values, positionals } = readOptionsAndWords(words, showOptions)
  if (values.help) return helpOn('show')
  return { kind: 'show', recording: resolve(cwd, onlyWord('RECORDING', positionals, 'which file? forkscope list names those of the library.')), run: parseRunNumber(values.run), isJson: values.json ?? false }
}

export function parseQuery(words: readonly string[], cwd: string): QueryCommand | Help<'query'> {
  const { values, positionals } = readOptionsAndWords(words, queryOptions)
  if (values.help) return helpOn('query')
  const [recording, sql, ...more] = positionals
  if (recording === undefined) throw refuse('RECORDING', 'which file, and what shall be asked? forkscope query RECORDING SQL')
  if (sql === undefined || sql.trim() === '') throw refuse('SQL', 'what shall be asked? Put it in quotes: forkscope query RECORDING \'SELECT * FROM run\'')
  if (more[0] !== undefined) throw refuse('SQL', 'takes one word; put it in quotes.')
  if (values.json && values.csv) throw refuse('--json, --csv', 'only one of them.')
  return { kind: 'query', recording: resolve(cwd, recording), sql, form: values.json ? 'json' : values.csv ? 'csv' : 'table' }
}

export function parseExport(words: readonly string[], cwd: string): ExportCommand | Help<'export'> {
  const { values, positionals } = readOptionsAndWords(words, exportOptions)
  if (values.help) return helpOn('export')
  const recording = onlyWord('RECORDING', positionals, 'which file? forkscope list names those of the library.')
  const whats = parseWhats(values.format, values.chart)
  if (whats.length > 1 && values.output === '-') throw refuse('--output', 'several files do not fit into standard output; name a folder.')
  const [fromNs, toNs] = [parseSeconds('--from', values.from), parseSeconds('--to', values.to)]
  if (fromNs !== null && toNs !== null && toNs <= fromNs) throw refuse('--to', 'must be later than --from.')
  return {
    ...{ kind: 'export', recording: resolve(cwd, recording), run: parseRunNumber(values.run), whats },
    output: values.output === undefined || values.output === '-' ? (values.output ?? null) : resolve(cwd, values.output),
    look: {
      ...{ fromNs, toNs, theme: parseChoice('--theme', values.theme ?? 'light', THEMES), percentOf: parseChoice('--percent-of', values['percent-of'] ?? 'core', ['core', 'machine'] as const) },
      ...{ width: parseNumber('--width', values.width ?? '1200', { lowest: 480, highest: 16_384 }), scale: parseNumber('--scale', values.scale ?? '2', { lowest: 0.5, highest: 8 }) }
    }
  }
}

export function parseOpen(words: readonly string[], cwd: string): OpenCommand | Help<'open'> {
  const { values, positionals } = readOptionsAndWords(words, onlyHelp)
  return values.help ? helpOn('open') : { kind: 'open', recording: resolve(cwd, onlyWord('RECORDING', positionals, 'which file? forkscope list names those of the library.')) }
}

export function parseCompletion(words: readonly string[]): CompletionCommand | Help<'completion'> {
  const { values, positionals } = readOptionsAndWords(words, onlyHelp)
  return values.help ? helpOn('completion') : { kind: 'completion', shell: parseChoice('SHELL', onlyWord('SHELL', positionals, `for which? ${SHELLS.join(', ')}.`), SHELLS) }
}

function onlyWord(field: string, words: readonly string[], question: string): string {
  const [word, more] = words
  if (word === undefined || word === '') throw refuse(field, question)
  if (more !== undefined) throw refuse(field, `one at a time: “${more}” is one word too many.`)
  return word
}

const pictureFormats = ['svg', 'png'] as const
const tableFormats = ['csv', 'json', 'parquet'] as const

function parseWhats(format: string | undefined, chart: string | undefined): ExportSpec['what'][] {
  const known = Object.keys(exportExtensions) as ExportFormat[] // its keys are the formats
  if (format === undefined) throw refuse('--format', `which one? ${known.join(', ')}.`)
  const wanted = parseChoice('--format', format, known)
  const picture = pictureFormats.find(each => each === wanted)
  if (picture) return chartsOf(chart).map(each => ({ kind: 'chart', chart: each, format: picture }))
  if (chart !== undefined) throw refuse('--chart', `is of svg and png; ${wanted} holds the whole run.`)
  const table = tableFormats.find(each => each === wanted)
  if (table) return [{ kind: 'table', format: table }]
  if (wanted === 'html') return [{ kind: 'report', format: 'html' }]
  return [{ kind: 'trace', format: wanted === 'perfetto' ? 'perfetto' : 'firefox' }]
}

function chartsOf(chart = 'run'): readonly ChartName[] {
  return chart === 'all' ? CHARTS : [parseChoice('--chart', chart, CHARTS)]
}

function parseChoice<const Choice extends string>(field: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find(each => each === text)
  if (choice === undefined) throw refuse(field, `“${text}” is none of ${choices.join(', ')}.`)
  return choice
}

function parseSeconds(field: string, text: string | undefined): Ns | null {
  return text === undefined ? null : ns(Math.round(parseNumber(field, text, { lowest: 0, highest: 1e7 }) * NS_PER_SECOND))
}

function parseRunNumber(text = '1'): number {
  return parseNumber('--run', text, { lowest: 1, highest: 1e6, isWhole: true })
}

function parseNumber(field: string, text: string, { lowest, highest, isWhole = false }: { lowest: number; highest: number; isWhole?: boolean }): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!(value >= lowest && value <= highest) || (isWhole && !Number.isInteger(value))) throw refuse(field, `“${text}” is not a ${isWhole ? 'whole ' : ''}number from ${lowest} to ${highest}.`)
  return value
}
