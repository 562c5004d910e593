// Parsing of captured /proc files, names that would break a naive parser among them.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseCommand, parseIo, parseLabelled, parseMemory, parseSwitches } from '../../../src/main/engine/procfs/details.ts'
import { parseCores, parseForks, parseNewestPid } from '../../../src/main/engine/procfs/machineStat.ts'
import { parseNumbers } from '../../../src/main/engine/procfs/numbers.ts'
import { parseSchedstat } from '../../../src/main/engine/procfs/schedstat.ts'
import { emptyStat, isSameName, kernelUnits, parseStat, parseStatName, PF_FORKNOEXEC } from '../../../src/main/engine/procfs/stat.ts'

const fixture = (path: string): Buffer => readFileSync(fileURLToPath(new URL(`../../fixtures/proc/${path}`, import.meta.url)))
const units = kernelUnits(100, 4096)

describe('stat', () => {
  test('a name with brackets and spaces does not shift the fields', () => {
    const bytes = fixture('20950/stat')
    const stat = emptyStat()
    expect(parseStat(bytes, bytes.length, units, stat)).toBe(true)
    expect(parseStatName(bytes, bytes.length)).toBe('(a b ) ( c d) ')
    expect(stat).toMatchObject({ parentPid: 20949, session: 1063, threads: 1, startTicks: 281481, core: 0, exitSignal: 17, userNs: 60e6, systemNs: 0 })
    expect(stat.rssBytes).toBe(2209 * 4096)
    expect(stat.flags & PF_FORKNOEXEC).not.toBe(0)
  })

  test('a newline in the name stays in the name', () => {
    const bytes = fixture('20951/stat')
    expect(parseStatName(bytes, bytes.length)).toBe('two\nlines')
    expect(parseStat(bytes, bytes.length, units, emptyStat())).toBe(true)
  })

  test('a zombie keeps its wait status', () => {
    const bytes = fixture('20953/stat')
    const stat = emptyStat()
    parseStat(bytes, bytes.length, units, stat)
    expect([String.fromCharCode(stat.state), stat.exitStatus >> 8]).toEqual(['Z', 3])
  })

  test('a line cut short at any byte is refused or read whole, never half', () => {
    const bytes = fixture('20950/stat')
    const field39 = bytes.indexOf(' 17 0 ') + ' 17 0'.length
    for (let length = 0; length < field39; length++) expect(parseStat(bytes, length, units, emptyStat())).toBe(false)
  })

  test('the same name is recognised, a longer, shorter or other one is not', () => {
    const bytes = fixture('20950/stat')
    const is = (name: string): boolean => isSameName(bytes, bytes.length, Buffer.from(name))
    expect([is('(a b ) ( c d) '), is('(a b ) ( c d)'), is('(a b ) ( c d)  '), is('python3')]).toEqual([true, false, false, false])
  })
})

test('schedstat gives ns on a core, ns waiting and turns', () => {
  const reading = { ranNs: NaN, waitedNs: NaN, turns: NaN }
  const text = fixture('20950/schedstat')
  expect(parseSchedstat(text, text.length, reading)).toBe(true)
  expect(reading).toEqual({ ranNs: Number(text.toString().split(' ')[0]), waitedNs: Number(text.toString().split(' ')[1]), turns: Number(text.toString().split(' ')[2]) })
  expect(parseSchedstat(Buffer.from('12'), 2, reading)).toBe(false)
})

test('per-core busy time leaves out idle, waiting for I/O and stolen time', () => {
  const text = Buffer.from('cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 1 2 4 1000 2000 8 16 4000 9 9\ncpu12 10 0 0 5 5 0 0 5 0 0\nintr 5 6 7\n')
  const seen: [number, number][] = []
  expect(parseCores(text, text.length, (core, ticks) => seen.push([core, ticks]))).toBe(2)
  expect(seen).toEqual([[0, 31], [12, 10]])
})

test('the newest PID is the last number of loadavg', () => {
  const text = fixture('loadavg')
  expect(parseNewestPid(text, text.length)).toBe(20953)
  expect(parseNewestPid(Buffer.from(''), 0)).toBeNaN()
})

test('births since boot are counted by the stat file', () => {
  const text = fixture('stat')
  expect(parseForks(text, text.length)).toBe(118286)
  expect(parseForks(Buffer.from('cpu 1 2'), 7)).toBeNaN()
})

test('numbers are taken from between anything, with their sign', () => {
  const into = new Float64Array(4)
  const text = Buffer.from('a-1 22)x333,18446744073709551615 5')
  expect(parseNumbers(text, { start: 0, end: text.length }, into)).toBe(4)
  expect([...into]).toEqual([-1, 22, 333, 18446744073709552000])
})

test('a command line loses its padding and keeps empty arguments', () => {
  expect(parseCommand('')).toEqual([])
  expect(parseCommand('sh\0-c\0\0x y\0')).toEqual(['sh', '-c', '', 'x y'])
  expect(parseCommand('nginx: master\0\0\0\0')).toEqual(['nginx: master'])
})

test('memory, I/O and switches come from their labels, absent ones are NaN', () => {
  const memory = parseMemory(fixture('20949/smaps_rollup').toString())
  expect(memory?.pssBytes).toBe(parseLabelled(fixture('20949/smaps_rollup').toString(), 'Pss') * 1024)
  expect(memory?.ussBytes).toBeLessThanOrEqual(memory?.pssBytes ?? 0)
  expect(parseMemory('')).toBeNull()
  expect(parseIo('rchar: 12\nwchar: 34\n')).toEqual({ readBytes: 12, writtenBytes: 34 })
  expect(parseIo('').readBytes).toBeNaN()
  expect(parseSwitches('x:\t1\nvoluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t7\n')).toEqual({ voluntary: 5, involuntary: 7 })
})
