// A typed command line as argv and back, with a shell's quoting and none of its powers: nothing is expanded, piped or
// substituted. What would only work in a shell is reported, so that the page can say so instead of failing oddly.

export type ParsedCommandLine =
  | { readonly ok: true; readonly argv: readonly string[]; readonly shellSigns: readonly ShellSign[] }
  | { readonly ok: false; readonly position: number; readonly reason: string }

/** Something a shell would have obeyed: the characters as typed, where (UTF-16 index), and what a shell makes of them. */
export interface ShellSign {
  readonly text: string
  readonly position: number
  readonly meaning: string
}

export interface CommandLineOptions {
  /** `literal` for Windows, where the backslash separates folders. */
  readonly backslash: 'escapes' | 'literal'
}

interface Reading {
  readonly text: string
  readonly backslash: CommandLineOptions['backslash']
  at: number
  word: string | null
  readonly argv: string[]
  readonly shellSigns: ShellSign[]
}

/** What a shell sees, what it makes of it, and where it must stand to mean that. */
const shellMeanings: readonly (readonly [RegExp, string, 'anywhere' | 'word' | 'first word'])[] = [
  [/^\|\|/, 'a second command', 'anywhere'],
  [/^\|/, 'a pipe', 'anywhere'],
  [/^&&|^&|^;/, 'a second command', 'anywhere'],
  [/^(?:>>|>|<<|<)/, 'a redirection', 'anywhere'],
  [/^\$\(|^`/, 'the output of a command', 'anywhere'],
  [/^\$(?=[\w{?#@*!$-])/, 'a variable', 'anywhere'],
  [/^[*?]/, 'a pattern for file names', 'anywhere'],
  [/^~(?=[/\s]|$)/, 'the home folder', 'word'],
  [/^[A-Za-z_]\w*=/, 'an environment variable', 'first word']
]

/** Words as a POSIX shell would split them: '…' literal, "…" with \" \\ \$ \`, \x outside quotes, \ at a line's end joins. */
export function parseCommandLine(text: string, options: CommandLineOptions = { backslash: 'escapes' }): ParsedCommandLine {
  const reading: Reading = { text, backslash: options.backslash, at: 0, word: null, argv: [], shellSigns: [] }
  while (reading.at < text.length) {
    const unfinished = readPiece(reading)
    if (unfinished) return { ok: false, ...unfinished }
  }
  endWord(reading)
  return { ok: true, argv: reading.argv, shellSigns: reading.shellSigns }
}

interface Unfinished {
  readonly position: number
  readonly reason: string
}

/** Moves `at` over one piece: a quoted stretch, an escape, a blank or one character. */
function readPiece(reading: Reading): Unfinished | null {
  const character = reading.text[reading.at] ?? ''
  if (character === "'" && reading.backslash === 'escapes') return readSingleQuoted(reading)
  if (character === '"') return readDoubleQuoted(reading)
  if (character === '\\' && reading.backslash === 'escapes') return readEscape(reading)
  if (/\s/.test(character)) {
    endWord(reading)
    reading.at++
    return null
  }
  noteShellSign(reading)
  take(reading, character)
  return null
}

function take(reading: Reading, character: string): void {
  reading.word = (reading.word ?? '') + character
  reading.at++
}

function endWord(reading: Reading): void {
  if (reading.word !== null) reading.argv.push(reading.word)
  reading.word = null
}

function readSingleQuoted(reading: Reading): Unfinished | null {
  const close = reading.text.indexOf("'", reading.at + 1)
  if (close < 0) return unfinishedQuote(reading, 'single quote (\')', reading.at)
  reading.word = (reading.word ?? '') + reading.text.slice(reading.at + 1, close)
  reading.at = close + 1
  return null
}

function readDoubleQuoted(reading: Reading): Unfinished | null {
  const open = reading.at
  reading.word ??= ''
  reading.at++
  while (reading.at < reading.text.length) {
    const character = reading.text[reading.at] ?? ''
    if (character === '"') {
      reading.at++
      return null
    }
    const isEscape = character === '\\' && /^["\\$`\n]/.test(reading.text.slice(reading.at + 1))
    if (isEscape && (reading.backslash === 'escapes' || reading.text[reading.at + 1] === '"')) reading.at++
    if (isEscape && reading.text[reading.at] === '\n') reading.at++
    else take(reading, reading.text[reading.at] ?? '')
  }
  return unfinishedQuote(reading, 'double quote (")', open)
}

function readEscape(reading: Reading): Unfinished | null {
  const next = reading.text[reading.at + 1]
  if (next === undefined) return { position: reading.at, reason: 'The command ends with a backslash that has nothing to stand before.' }
  reading.at++
  if (next === '\n') reading.at++
  else take(reading, next)
  return null
}

function unfinishedQuote(reading: Reading, name: string, position: number): Unfinished {
  const before = reading.text.slice(position, position + 20)
  return { position, reason: `The ${name} at character ${String(position + 1)} is never closed: ${before}${position + 20 < reading.text.length ? '…' : ''}` }
}

function noteShellSign(reading: Reading): void {
  const rest = reading.text.slice(reading.at)
  const last = reading.shellSigns.at(-1)
  if (last && reading.at < last.position + last.text.length) return // the second half of && or >>
  const isWordStart = reading.word === null
  for (const [pattern, meaning, where] of shellMeanings) {
    const isPlace = where === 'anywhere' || (isWordStart && (where === 'word' || reading.argv.length === 0))
    const found = isPlace ? pattern.exec(rest) : null
    if (!found) continue
    reading.shellSigns.push({ text: found[0], position: reading.at, meaning })
    return
  }
}

/** The command line that parses back to exactly these words, whatever they contain. For a field to edit; to show, use formatCommand. */
export function quoteCommand(argv: readonly string[], options: CommandLineOptions = { backslash: 'escapes' }): string {
  return argv.map(word => (options.backslash === 'escapes' ? quoteWord(word) : quoteWordForWindows(word))).join(' ')
}

function quoteWord(word: string): string {
  return /^[\w@%+=:,./^-]+$/.test(word) && !/^[A-Za-z_]\w*=/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

function quoteWordForWindows(word: string): string {
  return /^[\w@%+=:,./\\^'-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`
}

export type ParsedEnvironment =
  | { readonly ok: true; readonly additions: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly line: number; readonly reason: string }

/** One NAME=value a line; the value is everything after the first =, as it stands. Later lines win. `line` counts from 1. */
export function parseEnvironment(text: string): ParsedEnvironment {
  const additions: [name: string, value: string][] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const reason = findLineFault(line)
    if (reason) return { ok: false, line: index + 1, reason: `Line ${String(index + 1)}: ${reason}` }
    const equals = line.indexOf('=')
    additions.push([line.slice(0, equals).trim(), line.slice(equals + 1)])
  }
  return { ok: true, additions: Object.fromEntries(additions) }
}

function findLineFault(line: string): string | null {
  const equals = line.indexOf('=')
  if (/^\s*export\s/.test(line)) return 'leave out “export”; write NAME=value.'
  if (equals < 0) return `“${line.trim()}” has no “=”. Write NAME=value.`
  const name = line.slice(0, equals).trim()
  if (name === '') return 'there is no name before the “=”. Write NAME=value.'
  if (/\s/.test(name)) return `a name has no spaces, but “${name}” has. Write NAME=value, one a line.`
  return line.includes('\0') ? 'a zero character cannot be in an environment.' : null
}

/** The lines that parse back to these additions. A value with a line break cannot be written as a line and is left out. */
export function formatEnvironment(additions: Readonly<Record<string, string>>): string {
  return Object.entries(additions).filter(([, value]) => !/[\r\n]/.test(value)).map(([name, value]) => `${name}=${value}`).join('\n')
}

/** The module a Node command names, with its arguments: `node worker.mjs 3` or `worker.mjs 3`. Null: not a plain module run. */
export function findNodeModule(argv: readonly string[]): readonly string[] | null {
  const isNode = /(?:^|[/\\])node(?:\.exe)?$/.test(argv[0] ?? '')
  const words = isNode ? argv.slice(1) : argv
  return /^[^-].*\.[cm]?js$/.test(words[0] ?? '') ? words : null
}
