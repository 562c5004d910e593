// Every option of every command, once: what is parsed, what --help says and what a shell completes come from here.
import type { ParseArgsConfig } from 'node:util'

/** What stands behind an option, for those who complete it. A list: one of these words. */
export type Completion = 'file' | 'folder' | 'recording' | 'pid' | readonly string[]

export interface OptionRow {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** What stands behind it, in capitals; only of a string. */
  readonly value?: string
  readonly about: string
  readonly completes?: Completion
}

export type OptionTable = Readonly<Record<string, OptionRow>> & NonNullable<ParseArgsConfig['options']>

export const CHARTS = ['cores', 'used', 'memory', 'tree', 'run'] as const
export const THEMES = ['light', 'dark'] as const

const help = { help: { type: 'boolean', short: 'h', about: 'this text' } } as const
const rate = { rate: { type: 'string', value: 'HZ', about: 'samples per second, 1 to 100 (20)' } } as const
const everyTick = { 'every-tick': { type: 'boolean', about: 'look at every process at every tick, also at idle ones (costs more)' } } as const
const out = { out: { type: 'string', value: 'FILE', about: 'record everything into FILE (.fscope); a run is added to a recording that is there', completes: 'file' } } as const
const keep = { keep: { type: 'boolean', about: 'record everything into the library, where the window and “forkscope list” find it' } } as const
const quiet = { quiet: { type: 'boolean', short: 'q', about: 'no figures on standard error' } } as const
const run = { run: { type: 'string', value: 'N', about: 'which run of the recording, counted from 1 (the first)' } } as const

export const recordOptions = {
  ...rate,
  cwd: { type: 'string', value: 'DIR', about: 'working folder of the program', completes: 'folder' },
  env: { type: 'string', multiple: true, value: 'NAME=VALUE', about: "set in the program's environment; may be given again" },
  ...out,
  ...keep,
  json: { type: 'string', value: 'FILE', about: "write the summary as JSON; “-” is standard output: one line, behind the program's own output", completes: 'file' },
  sampler: { type: 'string', value: 'WHICH', about: 'procfs (Linux), portable (any system, knows less), or auto', completes: ['auto', 'procfs', 'portable'] },
  ...everyTick,
  shell: { type: 'boolean', about: 'COMMAND is one word, a command line for /bin/sh' },
  fork: { type: 'boolean', about: 'COMMAND is a Node module, started by child_process.fork with your own node' },
  ...quiet,
  ...help
} as const satisfies OptionTable

export const attachOptions = {
  ...rate,
  ...out,
  ...keep,
  json: { type: 'string', value: 'FILE', about: 'write the summary as JSON; “-” is standard output', completes: 'file' },
  ...everyTick,
  ...quiet,
  ...help
} as const satisfies OptionTable

export const listOptions = {
  folder: { type: 'string', value: 'DIR', about: 'look here instead of in the library', completes: 'folder' },
  json: { type: 'boolean', about: 'one line of JSON per run' },
  ...help
} as const satisfies OptionTable

export const showOptions = {
  ...run,
  json: { type: 'boolean', about: 'the summary as one line of JSON, as “record --json” writes it' },
  ...help
} as const satisfies OptionTable

export const queryOptions = {
  json: { type: 'boolean', about: 'the rows as a JSON array of objects' },
  csv: { type: 'boolean', about: 'the rows as CSV, names first' },
  ...help
} as const satisfies OptionTable

export const exportOptions = {
  format: { type: 'string', short: 'f', value: 'F', about: 'svg, png (a chart); csv, json, parquet (samples); html (a report); perfetto, firefox (traces)', completes: ['svg', 'png', 'csv', 'json', 'parquet', 'html', 'perfetto', 'firefox'] },
  chart: { type: 'string', value: 'C', about: 'of svg and png: cores, used, memory, tree, run (all in one picture), or all (a file each)', completes: [...CHARTS, 'all'] },
  from: { type: 'string', value: 'S', about: 'from this second of the run on' },
  to: { type: 'string', value: 'S', about: 'up to this second' },
  output: { type: 'string', short: 'o', value: 'FILE', about: 'where to; “-” is standard output; in a folder, and without it, files are named after RECORDING. For --chart all a folder, made if it is not there', completes: 'file' },
  ...run,
  theme: { type: 'string', value: 'T', about: 'light or dark, of svg and png (light)', completes: THEMES },
  'percent-of': { type: 'string', value: 'W', about: '100 % is one core, or the machine (core)', completes: ['core', 'machine'] },
  width: { type: 'string', value: 'PX', about: 'of charts, in CSS pixels (1200)' },
  scale: { type: 'string', value: 'N', about: 'device pixels per CSS pixel of a png (2)' },
  ...help
} as const satisfies OptionTable

export const demoOptions = { out: { type: 'string', value: 'DIR', about: 'folder for the pictures (forkscope-demo); made if it is not there', completes: 'folder' }, ...help } as const satisfies OptionTable

export const experimentsOptions = { json: { type: 'boolean', about: 'their whole descriptions, as one line of JSON {experiments, damaged}' }, ...help } as const satisfies OptionTable

export const runOptions = {
  variant: { type: 'string', multiple: true, value: 'NAME', about: 'only this one; may be given again (all)' },
  repeats: { type: 'string', value: 'N', about: 'so many rounds of all variants (1)' },
  python: { type: 'string', value: 'PATH', about: 'the Python to use, a path or a name on your PATH (the one that can run most of the variants)', completes: 'file' },
  node: { type: 'string', value: 'PATH', about: 'the Node to use', completes: 'file' },
  out: { type: 'string', value: 'DIR', about: 'record every run into DIR, a file each, named after experiment, variant and round; made if it is not there', completes: 'folder' },
  ...keep,
  json: { type: 'string', value: 'FILE', about: 'write the outcome as JSON; “-” is standard output, and the table then comes on standard error', completes: 'file' },
  quiet: { type: 'boolean', short: 'q', about: 'only the table; nothing of what is going on' },
  ...help
} as const satisfies OptionTable

export const doctorOptions = { json: { type: 'boolean', about: 'as one line of JSON {interpreters, wanted, facilities}' }, ...help } as const satisfies OptionTable

export const onlyHelp = { ...help } as const satisfies OptionTable
