// What --help prints: each command's page, laid out for a terminal. Words are in commandTable.ts and optionTables.ts.
import { commandNames, type CommandPage, commandTable } from './commandTable.ts'
import type { HelpTopic } from './options.ts'
import type { OptionTable } from './optionTables.ts'
import { wrapWords } from './wrapping.ts'

/** Terminals are wider, lines that are read are not. */
const COLUMNS = 116
const OPTION_COLUMN = 21

export const sayHelp = (topic: HelpTopic): string => `${(topic === 'forkscope' ? layoutOverview() : layoutPage(topic, commandTable[topic])).join('\n')}\n`

function layoutOverview(): string[] {
  const width = Math.max(...commandNames.map(name => name.length)) + 2
  return [
    ...['forkscope: see what your processes and threads really do to your cores.', ''],
    ...['Usage', '  forkscope COMMAND [options]', '  forkscope COMMAND --help', '  forkscope --version', ''],
    ...['Commands', ...commandNames.map(name => `  ${name.padEnd(width)}${commandTable[name].about}`), ''],
    ...['The window is opened by “npm start”. This is the same engine without it. All of it in one place: docs/command-line.md.', ''],
    ...['Try', '  forkscope record -- python3 script.py', '  forkscope record --out run.fscope -- make -j4', '  forkscope export run.fscope --format html']
  ]
}

function layoutPage(name: string, page: CommandPage): string[] {
  return [
    ...wrapWords(`forkscope ${name}: ${page.about}.`, COLUMNS),
    ...['', 'Usage', `  forkscope ${name} ${page.usage}`, ''],
    ...page.text.flatMap(text => [...indent(text, 2), '']),
    ...['Options', ...layoutOptions(page.options), ''],
    ...page.sections.flatMap(({ title, text }) => [title, ...text.flatMap(each => indent(each, 2)), '']),
    ...['Examples', ...page.examples.map(line => `  ${line}`)]
  ]
}

const indent = (text: string, by: number): string[] => wrapWords(text, COLUMNS - by).map(line => ' '.repeat(by) + line)

function layoutOptions(options: OptionTable): string[] {
  return Object.entries(options).flatMap(([name, { short, value, about }]) => {
    const form = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`
    const [first = '', ...rest] = wrapWords(about, COLUMNS - OPTION_COLUMN - 2)
    const lines = form.length < OPTION_COLUMN ? [`  ${form.padEnd(OPTION_COLUMN)}${first}`] : [`  ${form}`, `  ${' '.repeat(OPTION_COLUMN)}${first}`]
    return [...lines, ...rest.map(line => `  ${' '.repeat(OPTION_COLUMN)}${line}`)]
  })
}
