import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKept, putFirst } from '../../../src/main/shell/kept.ts'
import { writeWhole } from '../../../src/main/shell/writing.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { specOf } from './fakes.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forkscope-kept-'))
  path = join(folder, 'deeper', 'forkscope.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const nothingKept = { settings: { theme: 'system', percentOf: 'core', libraryLimitBytes: null }, recents: [], exportFolder: null }

describe('what is kept', () => {
  it('begins with defaults and is there at the next start', () => {
    const kept = openKept(path)
    expect(kept).toMatchObject(nothingKept)
    kept.saveSettings({ theme: 'light', percentOf: 'machine', libraryLimitBytes: 5e9 })
    kept.addRecent(specOf('sleep', '1'))
    kept.saveExportFolder('/tmp')
    expect(openKept(path)).toMatchObject({ settings: { theme: 'light', percentOf: 'machine', libraryLimitBytes: 5e9 }, recents: [specOf('sleep', '1')], exportFolder: '/tmp' })
    kept.forgetRecents()
    expect(openKept(path).recents).toEqual([])
  })

  it('is for the eyes of its user alone, since commands may hold secrets', () => {
    openKept(path).addRecent(specOf('login', '--password', 'x'))
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['cut off', '{"format":1,"settings":{"theme":"da'],
    ['of a newer program', JSON.stringify({ format: 3, ...nothingKept })],
    ['with a setting that does not exist', JSON.stringify({ format: 2, ...nothingKept, settings: { ...nothingKept.settings, theme: 'pink' } })],
    ['with a command that could never run', JSON.stringify({ format: 2, ...nothingKept, recents: [{ ...specOf('ls'), cwd: '.' }] })]
  ])('a file %s is kept aside, and the program starts with defaults', (_how, text) => {
    openKept(path).saveSettings({ theme: 'dark', percentOf: 'core', libraryLimitBytes: null })
    writeFileSync(path, text)
    expect(openKept(path)).toMatchObject(nothingKept)
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text)
  })

  it('of a program that knew no limit of the library is taken over', () => {
    openKept(path).addRecent(specOf('ls'))
    writeFileSync(path, JSON.stringify({ format: 1, settings: { theme: 'light', percentOf: 'machine' }, recents: [specOf('ls')], exportFolder: '/tmp' }))
    expect(openKept(path)).toMatchObject({ settings: { theme: 'light', percentOf: 'machine', libraryLimitBytes: null }, recents: [specOf('ls')], exportFolder: '/tmp' })
  })

  it('says so when settings cannot be written, but never fails a run for its list of recents', () => {
    writeFileSync(join(folder, 'deeper'), 'a file where the folder should be')
    const kept = openKept(path)
    expect(() => kept.saveSettings({ theme: 'dark', percentOf: 'core', libraryLimitBytes: null })).toThrow(FaultError)
    kept.addRecent(specOf('sleep', '1'))
    expect(kept.recents).toEqual([specOf('sleep', '1')])
  })
})

describe('recent commands', () => {
  it('have the newest first, each once, however its rate was set', () => {
    const recents = putFirst({ ...specOf('a'), looks: 'every-tick' }, [specOf('b'), specOf('a')])
    expect(recents.map(({ argv }) => argv[0])).toEqual(['a', 'b'])
    expect(recents[0]?.looks).toBe('every-tick')
  })

  it('are at most 20', () => {
    const many = Array.from({ length: 20 }, (_, index) => specOf(String(index)))
    expect(putFirst(specOf('new'), many).map(({ argv }) => argv[0])).toEqual(['new', ...many.slice(0, 19).map(({ argv }) => argv[0])])
  })
})

describe('writing a file whole', () => {
  it('leaves nothing beside it', () => {
    writeWhole(join(folder, 'a.svg'), '<svg/>')
    writeWhole(join(folder, 'a.svg'), new Uint8Array([1, 2, 3]))
    expect(readdirSync(folder)).toEqual(['a.svg'])
    expect([...readFileSync(join(folder, 'a.svg'))]).toEqual([1, 2, 3])
  })

  it('writes through a link to what it points to', () => {
    writeFileSync(join(folder, 'real.csv'), 'old')
    symlinkSync(join(folder, 'real.csv'), join(folder, 'link.csv'))
    writeWhole(join(folder, 'link.csv'), 'new')
    expect(readFileSync(join(folder, 'real.csv'), 'utf8')).toBe('new')
  })

  it('says why it could not be done, and keeps what was there', () => {
    expect(() => writeWhole(folder, 'x')).toThrow(FaultError)
    expect(readdirSync(folder)).toEqual([])
    expect(readdirSync(join(folder, '..')).filter(name => name.endsWith('.part'))).toEqual([])
  })
})
