import { describe, expect, it } from 'vitest'
import { fitProcess, wordsOf } from '../../../src/renderer/src/state/attach/fitting.ts'
import { holdRows, layoutRows, type RowsSpec, type RunningRow } from '../../../src/renderer/src/state/attach/runningRows.ts'
import { sayExtent, sayLimits, sayRunning } from '../../../src/renderer/src/state/attach/runningWords.ts'
import { deriveCoresNow, keyOfRunning } from '../../../src/shared/derive/running.ts'
import type { RunningProcess } from '../../../src/shared/model/running.ts'
import { listOf, running, secondLater } from './fakeRunning.ts'

const layout = (processes: readonly RunningProcess[], spec: Partial<RowsSpec> = {}): RunningRow[] =>
  layoutRows({ processes, coresNow: new Map(), search: '', asTree: false, sorting: { by: 'pid', descending: false }, ...spec })
const namesOf = (rows: readonly RunningRow[]): string[] => rows.map(({ process }) => process.name)

describe('what fits a search', () => {
  const server = running(4711, 'node', { command: ['/usr/bin/node', '/srv/shop/my_server.mjs', '--port=8080'] })

  it.each([
    ['4711', 0],
    ['NODE', 0],
    ['no', 1],
    ['47', 1],
    ['ada', 2],
    ['server', 2], // a word of the command line
    ['shop/my', 2],
    ['erver', 3],
    ['msvr', 4], // letters in order, within one piece
    ['node 8080', 2], // as good as the word that fits worst
    ['node nobody', null],
    ['ssd', null], // in order, but over several pieces
    ['711', null] // not how anybody looks for a PID
  ])('“%s”: %s', (search, fit) => {
    expect(fitProcess(server, wordsOf(search))).toBe(fit)
  })

  it('comes best first, and in the order of the chosen column where it fits equally', () => {
    const processes = [running(1, 'supernode'), running(2, 'node'), running(3, 'sh', { command: ['sh', 'node.sh'] }), running(4, 'node'), running(5, 'nodemon'), running(6, 'other')]
    expect(layout(processes, { search: 'node' }).map(({ process }) => process.pid)).toEqual([2, 4, 5, 1, 3])
    expect(layout(processes, { search: 'node', sorting: { by: 'pid', descending: true } }).map(({ process }) => process.pid)).toEqual([4, 2, 5, 3, 1])
  })
})

describe('CPU now', () => {
  const before = listOf(running(1, 'busy'), running(2, 'idle'))

  it('is what was used between two looks; who was not there at the first has none', () => {
    const now = secondLater(before, { busy: 500 })
    const ratios = deriveCoresNow(before, listOf(...now.processes, running(3, 'new', { readNs: 1e9 })))
    expect([...ratios]).toEqual([['1:10', 0.5], ['2:20', 0]])
  })

  it('is nobody’s at the first look, after a long pause, and of another process with the same number', () => {
    expect(deriveCoresNow(null, before).size).toBe(0)
    expect(deriveCoresNow(before, listOf(running(1, 'busy', { readNs: 60e9 }))).size).toBe(0)
    expect(deriveCoresNow(before, listOf(running(1, 'busy', { readNs: 1e9, startTicks: 99 }))).size).toBe(0)
  })

  it('puts the busiest first, the never measured last, and among the idle who used more so far', () => {
    const [busy, idle] = before.processes
    const old = running(3, 'old', { cpuNs: 9e9 as never })
    const coresNow = new Map([['1:10', 0.5], ['2:20', 0], ['3:30', 0]])
    const rows = layout([idle!, running(4, 'new'), old, busy!], { coresNow, sorting: { by: 'coresNow', descending: true } })
    expect(namesOf(rows)).toEqual(['busy', 'old', 'idle', 'new'])
  })
})

describe('the tree', () => {
  const family = [running(30, 'worker', { parentPid: 20 }), running(20, 'server', { parentPid: 10 }), running(10, 'shell', { parentPid: 3 }), running(11, 'editor', { parentPid: 3 })]

  it('has children below their parents; who has no parent in the list stands at the top', () => {
    expect(layout(family, { asTree: true }).map(({ process, level }) => [process.name, level])).toEqual([['shell', 1], ['server', 2], ['worker', 3], ['editor', 1]])
  })

  it('keeps the way to what fits, and marks it as that', () => {
    expect(layout(family, { asTree: true, search: 'worker' }).map(({ process, isMatch }) => [process.name, isMatch])).toEqual([['shell', false], ['server', false], ['worker', true]])
  })

  it('is drawn however deep it is', () => {
    const line = Array.from({ length: 20_000 }, (_, index) => running(index + 1, 'deep', { parentPid: index }))
    expect(layout(line, { asTree: true }).at(-1)?.level).toBe(20_000)
  })
})

describe('rows that somebody aims at', () => {
  const stood = layout([running(1, 'a'), running(2, 'b'), running(3, 'c')])

  it('stay where they are, with the figures of now; the ended say so and the new come last', () => {
    const list = [running(4, 'd'), running(3, 'c', { threadCount: 9 }), running(1, 'a')]
    const now = layout(list, { sorting: { by: 'pid', descending: true } })
    const rows = holdRows(stood, now, new Set(list.map(keyOfRunning)))
    expect(rows.map(({ process, isGone }) => [process.name, process.threadCount, isGone])).toEqual([['a', 1, false], ['b', 1, true], ['c', 9, false], ['d', 1, false]])
  })

  it('are not taken for ended because they were renamed and fit the search no more', () => {
    const renamed = running(2, 'z')
    const rows = holdRows(stood, layout([running(1, 'a')]), new Set(['1:10', keyOfRunning(renamed), '3:30']))
    expect(rows.some(({ isGone }) => isGone)).toBe(false)
  })
})

describe('words', () => {
  it('show what a name hides, and nothing that was not measured', () => {
    const [row] = layout([running(7, 'two\nlines', { command: [], uid: null, user: null })])
    expect(sayRunning(row!, 1)).toMatchObject({ pid: '7', name: 'two⏎lines', command: '', user: '–', coresNow: '–', below: '' })
    expect(sayRunning({ ...row!, isGone: true }, 1)).toMatchObject({ coresNow: 'ended', rss: '' })
  })

  it('say a number where a user has no name, and CPU by what 100 % stands for', () => {
    const [row] = layout([running(7, 'x', { uid: 4242, user: null })], { coresNow: new Map([['7:70', 1]]) })
    expect([sayRunning(row!, 1).user, sayRunning(row!, 1).coresNow, sayRunning(row!, 4).coresNow]).toEqual(['4242', '100 %', '25 %'])
  })

  it('say what may be read of whom', () => {
    expect(sayLimits(running(1, 'x'), 1000)).toBeNull()
    expect(sayLimits(running(1, 'x', { isOpen: false, uid: 0 }), 1000)).toContain('belongs to another user: CPU, RSS and threads can be read; PSS')
    expect(sayLimits(running(1, 'x', { isOpen: false }), 1000)).toContain('keeps its memory to itself')
  })

  it('say who comes along', () => {
    expect([0, 1, 1200].map(belowCount => sayExtent(running(1, 'x', { belowCount })).split(' and')[0])).toEqual(['Everything it makes is followed from now on, too.', 'The process below it', 'The 1,200 processes below it'])
  })
})
