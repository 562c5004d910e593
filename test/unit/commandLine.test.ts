import { expect, test } from 'vitest'
import { findNodeModule, formatEnvironment, parseCommandLine, parseEnvironment, quoteCommand } from '../../src/shared/commandLine.ts'
import { formatCommand } from '../../src/shared/format.ts'

const wordsOf = (text: string): readonly string[] => {
  const parsed = parseCommandLine(text)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.argv
}
const signsIn = (text: string): string[] => {
  const parsed = parseCommandLine(text)
  return parsed.ok ? parsed.shellSigns.map(sign => sign.text) : []
}

test.each([
  ['python3 -m http.server 8000', ['python3', '-m', 'http.server', '8000']],
  ['   a \t b\n c  ', ['a', 'b', 'c']],
  ['', []],
  [`sh -c 'echo "hi" $HOME \\n'`, ['sh', '-c', 'echo "hi" $HOME \\n']],
  ['echo "a \\"b\\" \\\\ \\$x \\n"', ['echo', 'a "b" \\ $x \\n']],
  ['echo a\\ b \\\'c', ['echo', 'a b', "'c"]],
  [`--name='Ada '"Lovelace"!`, ['--name=Ada Lovelace!']],
  [`x '' ""`, ['x', '', '']],
  ['make \\\n  -j4', ['make', '-j4']],
  ["python -c 'a\nb'", ['python', '-c', 'a\nb']],
  ['日本 🐍', ['日本', '🐍']]
])('splits %j as a shell would', (text, words) => {
  expect(wordsOf(text)).toEqual(words)
})

test('expands nothing', () => {
  expect(wordsOf('echo $HOME *.py ~ `id` a|b')).toEqual(['echo', '$HOME', '*.py', '~', '`id`', 'a|b'])
})

test('an unfinished quote is told with its place', () => {
  expect(parseCommandLine(`echo 'abc`)).toEqual({ ok: false, position: 5, reason: `The single quote (') at character 6 is never closed: 'abc` })
  expect(parseCommandLine(`echo "abc\\"`)).toMatchObject({ ok: false, position: 5 })
  expect(parseCommandLine('echo \\')).toMatchObject({ ok: false, position: 5 })
})

test.each([
  ['a | b', ['|']],
  ['a && b', ['&&']],
  ['a || b; c', ['||', ';']],
  ['a >> log 2>&1', ['>>', '>', '&']],
  ['ls *.py ~/x', ['*', '~']],
  ['echo $HOME ${X} $(id)', ['$', '$', '$(']],
  ['FOO=1 make', ['FOO=']],
  [`echo '|' "*" \\$x a~b 5$ --x=y`, []]
])('what only a shell would obey in %j is pointed out', (text, signs) => {
  expect(signsIn(text)).toEqual(signs)
})

test('on Windows a backslash is a folder separator and a single quote a letter', () => {
  expect(parseCommandLine(`C:\\Tools\\a.exe "C:\\My Files\\b" it's "say \\"hi\\""`, { backslash: 'literal' }))
    .toMatchObject({ ok: true, argv: ['C:\\Tools\\a.exe', 'C:\\My Files\\b', "it's", 'say "hi"'] })
})

const awkward = ['plain', '', ' ', "it's", '"', '\\', '$HOME', 'a|b', '*', '~', 'new\nline', 'A=1', 'é🐍', '--x=y', "'\\''", '\t']

test('a quoted command parses back to the same words', () => {
  for (const word of awkward) expect(wordsOf(quoteCommand([word, 'end']))).toEqual([word, 'end'])
  expect(wordsOf(quoteCommand(awkward))).toEqual(awkward)
  expect(signsIn(quoteCommand(awkward))).toEqual([])
})

test('a command as it is shown parses back too, as long as it has no control characters', () => {
  const printable = awkward.filter(word => !/[\n\t]/.test(word))
  expect(wordsOf(formatCommand(printable))).toEqual(printable)
})

test('environment lines keep the value as it stands, and the last line wins', () => {
  expect(parseEnvironment('A=1\n\nB=x = y \r\nA=2\nEMPTY=')).toEqual({ ok: true, additions: { A: '2', B: 'x = y ', EMPTY: '' } })
})

test.each([
  ['A=1\nB', 2, /no “=”/],
  ['=x', 1, /no name/],
  ['export A=1', 1, /leave out “export”/],
  ['A B=1', 1, /no spaces/]
])('the environment %j is refused in words', (text, line, reason) => {
  const parsed = parseEnvironment(text)
  expect(parsed).toMatchObject({ ok: false, line })
  expect(parsed.ok ? '' : parsed.reason).toMatch(reason)
})

test('environment lines parse back to the same additions', () => {
  const additions = { A: '1', B: ' spaced ', C: 'x=y', D: '' }
  expect(parseEnvironment(formatEnvironment(additions))).toEqual({ ok: true, additions })
})

test('a Node module is recognised with and without its node', () => {
  expect(findNodeModule(['node', 'a.mjs', '3'])).toEqual(['a.mjs', '3'])
  expect(findNodeModule(['/usr/bin/node', './a.cjs'])).toEqual(['./a.cjs'])
  expect(findNodeModule(['./a.js'])).toEqual(['./a.js'])
  expect(findNodeModule(['node', '--inspect', 'a.js'])).toBeNull()
  expect(findNodeModule(['python3', 'a.js'])).toBeNull()
  expect(findNodeModule([])).toBeNull()
})
