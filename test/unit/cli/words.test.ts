import { describe, expect, it } from 'vitest'
import { layoutBars } from '../../../src/main/cli/coresChart.ts'
import { type DemoSeen, layoutDemoSentence, parseTurns } from '../../../src/main/cli/demoWords.ts'
import { exitCodeOf, exitCodeOfFault } from '../../../src/main/cli/exitCodes.ts'
import { sayHelp } from '../../../src/main/cli/help.ts'
import { layoutStragglers } from '../../../src/main/cli/stragglers.ts'
import { layoutTable } from '../../../src/main/cli/table.ts'
import { cutText, wrapWords } from '../../../src/main/cli/wrapping.ts'

describe('the exit code', () => {
  it('is the program’s own, or 128 + n for a signal', () => {
    expect([{ code: 0, signal: null }, { code: 7, signal: null }, { code: null, signal: 'SIGKILL' }, { code: null, signal: 'SIGTERM' }].map(exitCodeOf)).toEqual([0, 7, 137, 143])
  })
  it('tells a failure where nobody could say how it ended', () => {
    expect(exitCodeOf({ code: null, signal: null })).toBe(1)
  })
  it('follows the customs of shells for what was never started', () => {
    const path = '/x'
    const faults = [
      { kind: 'command-not-found', command: 'x', searched: '' },
      { kind: 'node-not-found', searched: '' },
      { kind: 'not-executable', path },
      { kind: 'permission-denied', path },
      { kind: 'is-a-folder', path },
      { kind: 'interpreter-missing', path, interpreter: '/y' },
      { kind: 'bad-input', field: '', reason: '' },
      { kind: 'folder-missing', path },
      { kind: 'bug', message: '' }
    ] as const
    expect(faults.map(exitCodeOfFault)).toEqual([127, 127, 126, 126, 126, 126, 2, 1, 1])
  })
})

describe('a chart of text', () => {
  it('fills rows from below, in eighths', () => {
    expect(layoutBars([0, 0.25, 0.5, 1], 2)).toEqual(['   █', ' ▄██'])
  })
  it('never draws a little as nothing, nor what is not measured as 0', () => {
    expect(layoutBars([0.001, 0, NaN], 2)).toEqual(['  ·', '▁ ·'])
  })
})

describe('a table of text', () => {
  it('sets figures to the right and leaves the last column as it is', () => {
    expect(layoutTable(['PID', 'command'], [['7', 'a long one'], ['1234', 'b']])).toEqual([' PID  command', '   7  a long one', '1234  b'])
  })
})

describe('text in a narrow terminal', () => {
  it('is broken between words, never inside one', () => {
    expect(wrapWords('one two three incomprehensibly', 8)).toEqual(['one two', 'three', 'incomprehensibly'])
  })
  it('is cut visibly', () => {
    expect([cutText('12345', 5), cutText('123456', 5)]).toEqual(['12345', '1234…'])
  })
})

describe('those who go on', () => {
  it('are named, as far as there is room', () => {
    expect(layoutStragglers([])).toBeNull()
    expect(layoutStragglers(['sleep 7'])).toContain('one process that it started goes on (sleep 7)')
    expect(layoutStragglers(['a 1', 'b 2', 'c 3', 'd 4'])).toContain('4 processes that it started go on (a 1, b 2, c 3, …)')
  })
})

describe('the demonstration’s sentence', () => {
  const seen: DemoSeen = {
    ...{ language: 'Python', allowedCores: 4 },
    threads: { used: 1, waited: 0.25, turns: 20 },
    processes: { used: 3.9, waited: 0.1, turns: 78 }
  }
  it('gives the figures, then the reason', () => {
    expect(layoutDemoSentence(seen)).toMatch(/^4 threads used 1\.00 cores \(and wanted 1\.25\), doing 20 million turns; 4 processes used 3\.90 .*: 3\.90 times as much .*\(the GIL\).* of its own\.$/)
  })
  it('keeps to the reason on a busy machine, where the processes got no more than the threads', () => {
    const busy = layoutDemoSentence({ ...seen, processes: { used: 1.1, waited: 2.9, turns: 21 } })
    expect(busy).toContain('the GIL')
    expect(busy).toContain('Other programs kept the cores busy')
  })
  it('knows that one core cannot show it', () => {
    expect(layoutDemoSentence({ ...seen, allowedCores: 1, processes: { used: 1, waited: 3, turns: 20 } })).toContain('With one core')
  })
  it('does not blame a lock that is not there', () => {
    expect(layoutDemoSentence({ ...seen, threads: { used: 3.8, waited: 0.1, turns: 70 } })).toContain('no GIL')
    expect(layoutDemoSentence({ ...seen, language: 'Node', threads: { used: 3.8, waited: 0.1, turns: 70 } })).not.toContain('GIL')
  })
  it('concludes nothing from what it did not measure, or where nothing differs', () => {
    expect(layoutDemoSentence({ ...seen, processes: { used: null, waited: null, turns: null } })).toContain('nothing can be concluded')
    expect(layoutDemoSentence({ ...seen, processes: seen.threads })).toContain('nothing can be concluded')
  })
  it('reads the turns from what the starters print', () => {
    expect([parseTurns('4 threads did 21.3 million turns in 5 s\n'), parseTurns('Traceback')]).toEqual([21.3, null])
  })
})

describe('the help', () => {
  it('fits a terminal of 120 columns and names every option', () => {
    const pages = (['forkscope', 'record', 'demo'] as const).map(sayHelp)
    expect(pages.flatMap(page => page.split('\n')).filter(line => line.length > 120)).toEqual([])
    for (const option of ['--rate', '--cwd', '--env', '--json', '--sampler', '--every-tick', '--shell', '--fork', '--quiet', '--help']) expect(pages[1]).toContain(option)
  })
})
