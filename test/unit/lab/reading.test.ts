// What the lab reads from outside: descriptions, marks, findings, the answers of interpreters, futex waits.
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseEndlessWait } from '../../../src/main/engine/hazards/futexWait.ts'
import { findLabFolder, readCatalogue } from '../../../src/main/engine/lab/catalogue.ts'
import { parseExperiment } from '../../../src/main/engine/lab/checking.ts'
import { readFindings } from '../../../src/main/engine/lab/findings.ts'
import { openAnswerCache } from '../../../src/main/engine/lab/interpreters/cache.ts'
import { findInterpreters } from '../../../src/main/engine/lab/interpreters/discovery.ts'
import { listCandidates } from '../../../src/main/engine/lab/interpreters/places.ts'
import { type Answer, parseAnswer } from '../../../src/main/engine/lab/interpreters/probes.ts'
import { parsePyLauncher } from '../../../src/main/engine/lab/interpreters/pyLauncher.ts'
import { followMarks, MARKS_MOST, parseMark } from '../../../src/main/engine/lab/marks.ts'
import type { Mark } from '../../../src/shared/model/experiment.ts'
import { runId } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { experimentOf, variantOf } from './outcomes.ts'

let folder = ''
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'lab-')) })
afterAll(() => rmSync(folder, { recursive: true }))

describe('a description', () => {
  const good = experimentOf([variantOf('threads')])
  const refused = (changes: object): string => {
    try {
      parseExperiment({ ...good, ...changes }, 'made-up')
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
    return 'accepted'
  }

  it('is taken as it is, with the address of its schema', () => {
    expect(parseExperiment({ ...good, $schema: '../experiment.schema.json' }, 'made-up')).toEqual(good)
  })

  it.each([
    ['a field too many', { colour: 'red' }, /unknown field “colour”/],
    ['another name than its folder', { name: 'other' }, /but the folder is “made-up”/],
    ['a wrong field deep inside', { variants: [{ ...variantOf('a'), program: '../x.py' }] }, /^variants\[0\]\.program: “\.\.\/x\.py” is not allowed/],
    ['a requirement without its line', { variants: [{ ...variantOf('a'), requires: { version: '3.8', modules: [{ name: 'x' }], platforms: null } }] }, /^variants\[0\]\.requires\.modules\[0\]\.install/],
    ['two variants of one name', { variants: [variantOf('a'), variantOf('a')] }, /name “a” twice/],
    ['two baselines', { variants: [variantOf('a', { isBaseline: true }), variantOf('b', { isBaseline: true })] }, /more than one baseline/],
    ['no variant', { variants: [] }, /must not be empty/],
    ['a value out of its range', { parameters: [{ name: 'n', title: 'N', unit: '', lowest: 1, highest: 2, value: 3 }] }, /the value 3 is not between 1 and 2/],
    ['a hazard without a safe way', { group: 'hazards' }, /^safeWay: must say/],
    ['a role where nothing is dangerous', { variants: [variantOf('a', { role: 'safe' })] }, /must have the role null/],
    ['an address that is no https', { links: [{ title: 'x', url: 'http://x' }] }, /^links\[0\]\.url/],
    ['a text instead of a list', { variants: 'all' }, /^variants: must be a list/]
  ])('%s is refused by a sentence that names the field', (_, changes, sentence) => {
    expect(refused(changes)).toMatch(sentence)
  })

  it.each(['variant', 'repeats', 'python', 'node', 'json', 'help'])('a parameter called %s is refused: it could not be given to forkscope run', name => {
    expect(refused({ parameters: [{ name, title: 'N', unit: '', lowest: 1, highest: 2, value: 1 }] })).toMatch(/option of “forkscope run”/)
  })
})

describe('the catalogue', () => {
  it('takes every experiment of the lab', () => {
    const { experiments, damaged } = readCatalogue(findLabFolder())
    expect(damaged).toEqual([])
    expect(experiments.length).toBeGreaterThan(10)
  })

  it('leaves out what is damaged, and says why', () => {
    const lab = join(folder, 'lab')
    const place = (name: string, text: string): void => {
      mkdirSync(join(lab, name), { recursive: true })
      writeFileSync(join(lab, name, 'experiment.json'), text)
    }
    place('made-up', JSON.stringify(experimentOf([variantOf('threads')])))
    writeFileSync(join(lab, 'made-up', 'threads.py'), '')
    place('cut', '{"name": ')
    place('lost', JSON.stringify(experimentOf([variantOf('threads')], { name: 'lost' })))
    mkdirSync(join(lab, 'common'))
    const { experiments, damaged } = readCatalogue(lab)
    expect(experiments.map(({ name }) => name)).toEqual(['made-up'])
    expect(damaged).toEqual([
      { name: 'cut', reason: expect.stringMatching(/cannot be read/) as string },
      { name: 'lost', reason: expect.stringMatching(/no file “threads.py”/) as string }
    ])
  })

  it('of a lab that is not there is empty', () => {
    expect(readCatalogue(join(folder, 'nowhere'))).toEqual({ experiments: [], damaged: [] })
  })
})

describe('marks', () => {
  it('are lines of JSON; anything else is none', () => {
    const mark = { t: 1, pid: 2, tid: null, mark: 'first work', worker: 0, value: 'x' }
    expect(parseMark(JSON.stringify(mark))).toEqual(mark)
    expect(parseMark('{"t":1,"pid":2,"mark":"m","value":{"a":1}}')).toEqual({ t: 1, pid: 2, tid: null, mark: 'm', worker: null, value: null })
    expect(['', 'text', '{"t":"1","pid":2,"mark":"m"}', '{"t":1,', 'null', '[]'].map(parseMark)).toEqual([null, null, null, null, null, null])
  })

  const follow = (file: string) => {
    const taken: Mark[] = []
    const state = { cuts: 0 }
    return { taken, state, end: followMarks(file, { take: marks => taken.push(...marks), onCut: () => state.cuts++ }) }
  }
  const line = (t: number): string => `${JSON.stringify({ t, pid: 1, mark: 'm' })}\n`

  it('what was written just before the end is read, a line without its end is not', () => {
    const file = join(folder, 'marks')
    writeFileSync(file, line(1))
    const { taken, end } = follow(file)
    appendFileSync(file, `${line(2)}not a mark\n${line(3)}{"t":4,`)
    end()
    expect(taken.map(({ t }) => t)).toEqual([1, 2, 3])
  })

  it('more than can be kept are cut, and that is told once', () => {
    const file = join(folder, 'flood')
    writeFileSync(file, line(7).repeat(MARKS_MOST + 5000))
    const { taken, state, end } = follow(file)
    end()
    expect([taken.length, state.cuts]).toEqual([MARKS_MOST, 1])
  })
})

describe('findings', () => {
  const chunk = (text: string, stream: 'stdout' | 'stderr' = 'stdout') => ({ run: runId('1'), tNs: ns(0), stream, text, droppedBytes: 0 })

  it('are the last line of the output, wherever it was cut into pieces', () => {
    expect(readFindings([chunk('hello\n{"hung'), chunk('noise\n', 'stderr'), chunk('":2}\n\n')])).toEqual({ hung: 2 })
  })

  it('are none if that line is something else', () => {
    expect([[chunk('{"a":1}\nbye\n')], [chunk('[1]\n')], [chunk('null')], []].map(readFindings)).toEqual([null, null, null, null])
  })
})

describe('an endless wait', () => {
  // As read from real processes: what each did stands in the name.
  it.each([
    ['a lock copied by fork', '202 0x7f13b0001180 0x189 0x0 0x0 0x0 0xffffffff 0x7ffe 0x7f13', '0x7f13b0001180'],
    ['a mutex of C', '202 0x55d0 0x80 0x2 0x0 0x0 0x0 0x7ffe 0x7f13', '0x55d0'],
    ['a lock with a time limit', '202 0x7f13 0x189 0x0 0x7ffc2a10 0x0 0xffffffff 0x7ffe 0x7f13', null],
    ['a lock shared between processes', '202 0x7f13 0x109 0x0 0x0 0x0 0xffffffff 0x7ffe 0x7f13', null],
    ['waking others', '202 0x7f13 0x81 0x1 0x0 0x0 0x0 0x7ffe 0x7f13', null],
    ['sleeping', '230 0x1 0x1 0x7ffc 0x0 0x0 0x0 0x7ffe 0x7f13', null],
    ['running', 'running\n', null],
    ['nothing readable', '', null]
  ])('%s', (_, text, address) => {
    expect(parseEndlessWait(text, 'x64')).toBe(address)
  })

  it('has another number on arm64, and none where it is not known', () => {
    const arm = '98 0x7f 0x189 0x0 0x0 0x0 0xffffffff 0x7ffe 0x7f13'
    expect([parseEndlessWait(arm, 'arm64'), parseEndlessWait(arm, 'x64'), parseEndlessWait(arm, 'riscv64')]).toEqual(['0x7f', null, null])
  })
})

const answer: Answer = {
  ...{ version: '3.12.1', implementation: 'CPython', isFreeThreaded: false, isGilOn: true, hasSubinterpreters: true },
  ...{ modules: ['greenlet'], executable: '/usr/bin/python3', moduleFolders: [] }
}

describe('an interpreter', () => {
  it('answers on a line of its own; what a start-up file prints besides is not taken', () => {
    expect(parseAnswer(`welcome\nforkscope-answer ${JSON.stringify(answer)}\nbye\n`)).toEqual(answer)
    expect(['', 'forkscope-answer {}', `forkscope-answer ${JSON.stringify({ ...answer, modules: [1] })}`].map(parseAnswer)).toEqual([null, null, null])
  })

  it('is listed by the py launcher with its path', () => {
    expect(parsePyLauncher(' -V:3.13 *        C:\\Python313\\python.exe\r\n -3.8-64  C:\\Program Files\\Py 38\\python.exe\r\nNo Pythons\r\n').map(({ path }) => path)).toEqual([
      'C:\\Python313\\python.exe',
      'C:\\Program Files\\Py 38\\python.exe'
    ])
  })

  const seekerOf = (home: string, environment: Readonly<Record<string, string>> = {}) => ({ home, environment, folder: join(home, 'work'), platform: 'linux' as const })

  it('is looked for where each tool keeps its own', () => {
    const home = join(folder, 'home')
    const places = {
      'bin/python3': 'PATH',
      'bin/python3-config': null,
      '.pyenv/versions/3.13.0t/bin/python3.13t': 'pyenv',
      '.local/share/uv/python/cpython-3.14/bin/python3.14': 'uv',
      'miniconda3/envs/work/bin/python': 'conda',
      '.virtualenvs/site/bin/python': 'virtual environment',
      '.nvm/versions/node/v22.1.0/bin/node': 'nvm',
      '.local/share/fnm/node-versions/v20/installation/bin/node': 'fnm',
      '.volta/tools/image/node/18.0.0/bin/node': 'volta'
    }
    for (const path of Object.keys(places)) {
      mkdirSync(join(home, path, '..'), { recursive: true })
      writeFileSync(join(home, path), '')
    }
    const found = listCandidates(seekerOf(home, { PATH: join(home, 'bin') })).filter(({ path }) => path.startsWith(home))
    const expected = Object.entries(places).flatMap(([path, foundBy]) => (foundBy === null ? [] : [[join(home, path), foundBy]]))
    expect(found.map(({ path, foundBy }) => [path, foundBy]).sort()).toEqual(expected.sort())
  })

  it('is taken from the .venv of the folder one works in, if it leads to one that is installed', () => {
    const home = join(folder, 'worker')
    const venv = join(home, 'work', '.venv')
    const found = (): string[] => listCandidates(seekerOf(home)).map(({ path }) => path).filter(path => path.startsWith(home))
    mkdirSync(join(venv, 'bin'), { recursive: true })
    writeFileSync(join(venv, 'pyvenv.cfg'), '')
    writeFileSync(join(venv, 'bin', 'python'), 'came with the files of somebody else')
    expect(found()).toEqual([])
    rmSync(join(venv, 'bin', 'python'))
    symlinkSync('/bin/sh', join(venv, 'bin', 'python'))
    expect(found()).toEqual([join(venv, 'bin', 'python')])
    rmSync(join(venv, 'pyvenv.cfg'))
    expect(found()).toEqual([])
  })

  it('is met once by its real file, but each virtual environment is one of its own', async () => {
    const home = join(folder, 'twins')
    const bin = join(home, 'bin')
    const python = join(home, '.pyenv/versions/3.12/bin/python3')
    const site = join(home, '.virtualenvs/site')
    for (const each of [bin, join(python, '..'), join(site, 'bin')]) mkdirSync(each, { recursive: true })
    // Answers as a Python would; a second name for /bin/sh, so that it is a binary and not a wrapper script.
    symlinkSync('/bin/sh', python)
    symlinkSync(python, join(bin, 'python3'))
    symlinkSync(python, join(site, 'bin', 'python'))
    writeFileSync(join(site, 'pyvenv.cfg'), '')
    const cacheFile = join(home, 'answers.json')
    const cache = openAnswerCache(cacheFile)
    for (const path of [join(bin, 'python3'), join(site, 'bin', 'python')]) cache.keep(path, ['greenlet'], answer)
    cache.write()
    const found = await findInterpreters({ modules: ['greenlet'], seeker: seekerOf(home, { PATH: bin }), cacheFile })
    expect(found.filter(({ path }) => path.startsWith(home)).map(({ path, foundBy }) => [path, foundBy])).toEqual([
      [join(bin, 'python3'), 'PATH'],
      [join(site, 'bin', 'python'), 'virtual environment']
    ])
  })
})

describe('what an interpreter answered before', () => {
  it('holds until the interpreter or a folder of its modules changes', () => {
    const [python, modules, file] = [join(folder, 'py'), join(folder, 'site-packages'), join(folder, 'cache', 'answers.json')]
    writeFileSync(python, 'x')
    mkdirSync(modules)
    const told = { ...answer, moduleFolders: [modules, join(folder, 'python312.zip')] }
    const cache = openAnswerCache(file)
    cache.keep(python, ['greenlet', 'gevent'], told)
    cache.write()
    expect(openAnswerCache(file).find(python, ['gevent'])).toEqual({ ...told, modules: [] })
    expect(openAnswerCache(file).find(python, ['twisted'])).toBeNull() // never asked for
    utimesSync(modules, 1, 1) // something was installed
    expect(openAnswerCache(file).find(python, ['gevent'])).toBeNull()
  })

  it('is asked again where the file is damaged or cannot be written', () => {
    const file = join(folder, 'damaged.json')
    writeFileSync(file, '{"version":1,"entries":{"/py":{"stamp":3}}}')
    expect(openAnswerCache(file).find('/py', [])).toBeNull()
    const closed = join(folder, 'closed')
    mkdirSync(closed)
    chmodSync(closed, 0o500)
    const cache = openAnswerCache(join(closed, 'a', 'answers.json'))
    cache.keep('/py', [], answer)
    expect(() => { cache.write() }).not.toThrow()
  })
})
