import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commandNames, commandTable, SHELLS } from '../../../src/main/cli/commandTable.ts'
import { layoutCompletion } from '../../../src/main/cli/completion.ts'
import { nameFor } from '../../../src/main/cli/exportRecording.ts'
import { sayHelp } from '../../../src/main/cli/help.ts'
import type { Keep } from '../../../src/main/cli/keeping.ts'
import { parseCommand } from '../../../src/main/cli/options.ts'
import { layoutAnswer } from '../../../src/main/cli/query.ts'
import { libraryFolder } from '../../../src/main/engine/index.ts'

const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean), '/place')

describe('commands about recordings', () => {
  it('know what to export, as what, from when to when', () => {
    expect(parse('export a.fscope --format png --chart cores --from 1.5 --to 3 -o - --theme dark --width 900 --scale 1')).toEqual({
      ...{ kind: 'export', recording: '/place/a.fscope', run: 1, whats: [{ kind: 'chart', chart: 'cores', format: 'png' }], output: '-' },
      look: { fromNs: 1.5e9, toNs: 3e9, theme: 'dark', percentOf: 'core', width: 900, scale: 1 }
    })
    expect(parse('export a.fscope -f html --run 2 -o x/y.html')).toMatchObject({ run: 2, whats: [{ kind: 'report', format: 'html' }], output: '/place/x/y.html' })
    expect(parse('export a.fscope -f svg --chart all')).toMatchObject({ whats: ['cores', 'used', 'memory', 'tree', 'run'].map(chart => ({ kind: 'chart', chart, format: 'svg' })), output: null })
    expect(['csv', 'json', 'parquet', 'perfetto', 'firefox'].map(format => parse(`export a -f ${format}`))).toMatchObject(
      [['table', 'csv'], ['table', 'json'], ['table', 'parquet'], ['trace', 'perfetto'], ['trace', 'firefox']].map(([kind, format]) => ({ whats: [{ kind, format }] }))
    )
  })

  it('know whom to follow, what to show and where to look', () => {
    expect(parse('attach 4711 --rate 5 --out a.fscope -q')).toEqual({ kind: 'attach', pid: 4711, options: { rateHz: 5, looks: 'adaptive' }, keep: { to: 'file', path: '/place/a.fscope' }, json: null, isQuiet: true })
    expect(parse('show a.fscope --json')).toEqual({ kind: 'show', recording: '/place/a.fscope', run: 1, isJson: true })
    expect(parse('list --folder runs')).toEqual({ kind: 'list', folder: '/place/runs', isJson: false })
    expect(parseCommand(['query', 'a.fscope', 'SELECT 1', '--csv'], '/place')).toEqual({ kind: 'query', recording: '/place/a.fscope', sql: 'SELECT 1', form: 'csv' })
    expect(parse('open a.fscope')).toEqual({ kind: 'open', recording: '/place/a.fscope' })
    expect(parse('record --out a.fscope true')).toMatchObject({ keep: { to: 'file', path: '/place/a.fscope' }, spec: { argv: ['true'] } })
  })

  it('know where runs are kept: a file, a folder for those of an experiment, the library, or nowhere', () => {
    const lines = ['record --out a.fscope true', 'run e --out runs', 'record --keep true', 'attach 5 --keep', 'run e --keep', 'run e']
    expect(lines.map(line => (parse(line) as { keep?: Keep }).keep)).toEqual([{ to: 'file', path: '/place/a.fscope' }, { to: 'folder', path: '/place/runs' }, ...[1, 2, 3].map(() => ({ to: 'library' })), { to: 'nowhere' }])
  })

  it.each([
    ['attach', 'PID'],
    ['attach top', 'PID'],
    ['attach 1 2', 'PID'],
    ['attach 0', 'PID'],
    ['show', 'RECORDING'],
    ['show a --run 0', '--run'],
    ['show a b', 'RECORDING'],
    ['open', 'RECORDING'],
    ['query', 'RECORDING'],
    ['query a', 'SQL'],
    ['query a SELECT 1', 'SQL'],
    ['help nonsense', 'help'],
    ['query a SELECT --json --csv', '--json, --csv'],
    ['export a', '--format'],
    ['export a -f gif', '--format'],
    ['export a -f csv --chart cores', '--chart'],
    ['export a -f svg --chart pie', '--chart'],
    ['export a -f svg --chart all -o -', '--output'],
    ['export a -f csv --from x', '--from'],
    ['export a -f csv --from 3 --to 2', '--to'],
    ['export a -f png --scale 99', '--scale'],
    ['export a -f svg --theme blue', '--theme'],
    ['record --out - true', '--out'],
    ['attach 5 --out a --keep', '--out, --keep'],
    ['run a --out - ', '--out'],
    ['completion tcsh', 'SHELL']
  ])('%s is refused at %s', (line, field) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ fault: expect.objectContaining({ kind: 'bad-input', field }) as object }) as Error)
  })

  it('lay out answers for people, for programs and for tables', () => {
    const answer = { columns: ['name', 'n'], rows: [['a\nb', 1], ['=c', null]], isCut: false, damage: [] } as const
    expect(layoutAnswer(answer, 'table')).toBe('name  n\n a⏎b  1\n  =c  –\n')
    expect(layoutAnswer(answer, 'json')).toBe('[{"name":"a\\nb","n":1},{"name":"=c","n":null}]\n')
    expect(layoutAnswer(answer, 'csv')).toBe("name,n\r\na⏎b,1\r\n'=c,\r\n")
  })

  it('name files after the recording and what is in them', () => {
    expect(nameFor('/a/b.fscope', { kind: 'chart', chart: 'cores', format: 'svg' })).toBe('b-cores.svg')
    expect(nameFor('/a/b.fscope', { kind: 'chart', chart: 'run', format: 'png' })).toBe('b.png')
    expect(nameFor('/a/b.fscope', { kind: 'trace', format: 'perfetto' })).toBe('b.perfetto-trace')
    expect(nameFor('odd', { kind: 'trace', format: 'firefox' })).toBe('odd.firefox.json')
  })

  it.each([
    [{ environment: { XDG_DATA_HOME: '/x' }, platform: 'linux', home: '/h' } as const, '/x/forkscope/recordings'],
    [{ environment: {}, platform: 'linux', home: '/h' } as const, '/h/.local/share/forkscope/recordings'],
    [{ environment: {}, platform: 'darwin', home: '/h' } as const, '/h/Library/Application Support/Forkscope/recordings'],
    [{ environment: { FORKSCOPE_LIBRARY: '/mine' }, platform: 'linux', home: '/h' } as const, '/mine']
  ])('find the library of %j at %s', (place, folder) => {
    expect(libraryFolder(place)).toBe(folder)
  })
})

describe('the pages of help', () => {
  it.each(commandNames)('%s: fits a terminal, names every option and has an example that parses', name => {
    const page = sayHelp(name)
    expect(page.split('\n').filter(line => line.length > 120)).toEqual([])
    for (const option of Object.keys(commandTable[name].options)) expect(page).toContain(`--${option}`)
    expect(commandTable[name].examples.length).toBeGreaterThan(0)
    expect(commandTable[name].examples.filter(example => !example.startsWith(`forkscope ${name}`))).toEqual([])
  })

  it('are the reference in docs/command-line.md, word for word', () => {
    const reference = readFileSync('docs/command-line.md', 'utf8')
    for (const name of commandNames) expect(reference).toContain(`\`\`\`text\n${sayHelp(name)}\`\`\``)
  })
})

describe('completions', () => {
  it.each(SHELLS)('of %s know every command and every option', shell => {
    const script = layoutCompletion(shell)
    for (const name of commandNames) {
      expect(script).toContain(name)
      for (const option of Object.keys(commandTable[name].options)) expect(script).toMatch(new RegExp(`(--|-l )${option}\\b`))
    }
  })

  it.each([
    [['ex'], ['export', 'experiments']],
    [['export', 'a.fscope', '--fo'], ['--format']],
    [['export', '--format', 'p'], ['png', 'parquet', 'perfetto']],
    [['record', '--sampler', ''], ['auto', 'procfs', 'portable']],
    [['completion', ''], ['bash', 'zsh', 'fish']],
    [['help', 'att'], ['attach']]
  ])('bash offers for %j %j', (words, offered) => {
    const asked = `${layoutCompletion('bash')}\nCOMP_WORDS=(forkscope "$@"); COMP_CWORD=$#; _forkscope; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', asked, 'bash', ...words], { encoding: 'utf8' })
    expect([stderr, stdout.split('\n').filter(Boolean)]).toEqual(['', offered])
  })
})
