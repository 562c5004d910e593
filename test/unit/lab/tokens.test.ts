import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cutLines, cutTokens } from '../../../src/renderer/src/state/lab/tokens.ts'
import type { Language } from '../../../src/shared/model/outcome.ts'

/** 'keyword import|plain  os' without what is plain. */
const marked = (text: string, language: Language): string[] => cutTokens(text, language).flatMap(({ kind, text: piece }) => (kind === 'plain' ? [] : [`${kind} ${piece}`]))
const files = readdirSync('lab', { recursive: true, encoding: 'utf8' }).filter(name => /\.(py|mjs)$/.test(name))

describe('a program of the lab', () => {
  it.each(files)('%s is there to the letter', name => {
    const text = readFileSync(join('lab', name), 'utf8')
    const language = name.endsWith('.py') ? 'python' : 'node'
    expect(cutTokens(text, language).map(token => token.text).join('')).toBe(text)
    expect(cutLines(text, language).map(line => line.map(token => token.text).join('')).join('\n')).toBe(text.replace(/\n$/, ''))
  })
})

describe('Python', () => {
  it.each([
    ['import os  # why', ['keyword import', 'comment # why']],
    ['def unit(x=1):\n    """One unit.\n\n    More."""\n', ['keyword def', 'defined unit', 'number 1', 'comment """One unit.\n\n    More."""']],
    ['say = """no docstring"""', ['string """no docstring"""']],
    [`x = rb'a\\'b' + f"{y}#" # z`, [`string rb'a\\'b'`, 'string f"{y}#"', 'comment # z']],
    ['0x7fff_ffff + 1_000.5e-3j', ['number 0x7fff_ffff', 'number 1_000.5e-3j']],
    ['imported = x.returning', []],
    ['"never closed\nx = 1', ['string "never closed', 'number 1']]
  ])('%j', (text, expected) => {
    expect(marked(text, 'python')).toEqual(expected)
  })
})

describe('JavaScript', () => {
  it.each([
    ['const a = `x${b ? `y` : "z"}w` // why', ['keyword const', 'string `x${b ? `y` : "z"}w`', 'comment // why']],
    ['text.replace(/[/"]\\/x/g, 1)', ['string /[/"]\\/x/g', 'number 1']],
    ['a / b / c', []],
    ['async function runWorker() {}', ['keyword async', 'keyword function', 'defined runWorker']],
    ['/* a\nb */ 10n', ['comment /* a\nb */', 'number 10n']],
    ["'it\\'s'", ["string 'it\\'s'"]]
  ])('%j', (text, expected) => {
    expect(marked(text, 'node')).toEqual(expected)
  })
})
