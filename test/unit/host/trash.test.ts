// What the stand-in does with what is thrown away: file managers must be able to put it back.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { moveToTrash } from '../../../host/trash.mjs'

describe.runIf(process.platform === 'linux')('on Linux', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'forkscope-trash-'))
    vi.stubEnv('XDG_DATA_HOME', folder)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })
  const inTrash = (name: string): string => readFileSync(join(folder, 'Trash', name), 'utf8')

  test('a file is moved to the trash of the desktop, with a note of where it was and when it went', () => {
    const path = join(folder, 'a b#1ü.fscope')
    writeFileSync(path, 'runs')
    moveToTrash(path)
    expect(readdirSync(folder)).toEqual(['Trash'])
    expect(inTrash('files/a b#1ü.fscope')).toBe('runs')
    expect(inTrash('info/a b#1ü.fscope.trashinfo')).toMatch(/^\[Trash Info\]\nPath=\/.*\/a%20b%231%C3%BC\.fscope\nDeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\n$/)
  })

  test('two files of one name are both kept', () => {
    for (const text of ['first', 'second']) {
      writeFileSync(join(folder, 'a.fscope'), text)
      moveToTrash(join(folder, 'a.fscope'))
    }
    expect([inTrash('files/a.fscope'), inTrash('files/a.2.fscope')]).toEqual(['first', 'second'])
    expect(readdirSync(join(folder, 'Trash', 'info')).sort()).toEqual(['a.2.fscope.trashinfo', 'a.fscope.trashinfo'])
  })

  test('what cannot be moved is told, and leaves no note', () => {
    expect(() => moveToTrash(join(folder, 'none'))).toThrow('no such file')
    mkdirSync(join(folder, 'Trash'))
    writeFileSync(join(folder, 'Trash', 'files'), 'a file where the folder should be')
    writeFileSync(join(folder, 'a.fscope'), 'runs')
    expect(() => moveToTrash(join(folder, 'a.fscope'))).toThrow()
    expect(readFileSync(join(folder, 'a.fscope'), 'utf8')).toBe('runs')
  })
})
