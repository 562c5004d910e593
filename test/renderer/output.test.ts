import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import OutputPane from '../../src/renderer/src/parts/drawer/OutputPane.vue'
import { LONGEST_LINE, MOST_LINES, type OutputLog, appendOutput, emptyLog } from '../../src/renderer/src/state/run/outputLog.ts'
import { runId } from '../../src/shared/model/run.ts'
import { ns } from '../../src/shared/units.ts'

function write(log: OutputLog, text: string, { stream = 'stdout', droppedBytes = 0 }: { stream?: 'stdout' | 'stderr'; droppedBytes?: number } = {}): void {
  appendOutput(log, { run: runId('run-1'), tNs: ns(0), stream, text, droppedBytes })
}
function logOf(...texts: string[]): OutputLog {
  const log = emptyLog()
  for (const text of texts) write(log, text)
  return log
}
const linesOf = (...texts: string[]): string[] => logOf(...texts).lines.map(({ text }) => text)

test.each<[string, string[], string[]]>([
  ['colours are taken out', ['\u001b[1;31mred\u001b[0m plain\n'], ['red plain']],
  ['a command that is cut between two pieces is taken out as well', ['a\u001b[3', '1mb\u001b', '[0mc\n'], ['abc']],
  ['a window title and a hyperlink do nothing', ['\u001b]0;evil\u0007x\u001b]8;;http://e.test\u001b\\y\n'], ['xy']],
  ['cursor movements and screen clearing do nothing', ['\u001b[2J\u001b[1;1H\u001b[?25lhello\n'], ['hello']],
  ['eight-bit commands are taken out, too', ['\u009b31mred\n'], ['red']],
  ['other control characters are shown', ['a\u0007\u0000b\u0008\n'], ['a\\x07\\x00b\\x08']],
  ['text cannot be turned around', ['a\u202eb\n'], ['a\\x202eb']],
  ['a carriage return writes its line anew', ['10 %\r', '20 %\r100 %\n', 'next\n'], ['100 %', 'next']],
  ['Windows line ends are line ends', ['a\r\nb\r', '\nc'], ['a', 'b', 'c']],
  ['a line comes in pieces', ['one', ' line\ntwo'], ['one line', 'two']],
  ['empty lines are kept', ['a\n\n\nb\n'], ['a', '', '', 'b']],
  ['an escape that never ends is shown, not waited for', [`\u001b[${'1;'.repeat(400)}`, 'x\n'], [`\\x1b[${'1;'.repeat(400)}x`]]
])('%s', (_name, texts, lines) => {
  expect(linesOf(...texts)).toEqual(lines)
})

test('the two streams do not run into one line', () => {
  const log = emptyLog()
  write(log, 'out ')
  write(log, 'err\n', { stream: 'stderr' })
  write(log, 'more\n')
  expect(log.lines.map(({ stream, text }) => `${stream}: ${text}`)).toEqual(['stdout: out more', 'stderr: err'])
})

test('left-out bytes are said where they are missing', () => {
  const log = logOf('before')
  write(log, 'after\n', { droppedBytes: 12_345 })
  expect(log.lines.map(({ text }) => text)).toEqual(['before', expect.stringMatching(/^12,345 bytes left out here/), 'after'])
  expect(log.droppedBytes).toBe(12_345)
})

test('a program that writes without end leaves a bounded log that says what it no longer holds', () => {
  const log = emptyLog()
  for (let i = 0; i < 40; i++) write(log, 'x\n'.repeat(1000))
  expect(log.lines.length).toBeLessThanOrEqual(MOST_LINES * 1.2)
  expect(log.lines.length + log.droppedLines).toBe(40_000)
})

test('an endless line is cut and stays cut', () => {
  const [line = ''] = linesOf('y'.repeat(LONGEST_LINE), 'y'.repeat(50), 'y'.repeat(50))
  expect(line).toBe(`${'y'.repeat(LONGEST_LINE)} … (line cut)`)
})

test('what looks like markup is text, and only the lines on the screen are in the document', () => {
  const log = emptyLog()
  write(log, '<img src=x onerror=alert(1)>\n')
  write(log, 'line\n'.repeat(5000))
  const pane = mount(OutputPane, { props: { output: log, revision: 1, isLive: true, isAttached: false, isRecorded: false, untilNs: null } })
  expect(pane.find('img').exists()).toBe(false)
  expect(pane.text()).toContain('<img src=x onerror=alert(1)>')
  expect(pane.findAll('.line').length).toBeLessThan(80)
})
