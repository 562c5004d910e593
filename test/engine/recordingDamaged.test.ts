// A recording that was cut or flipped is never a crash, never a hang and never a lie: it is refused in words, or opened with
// words beside it, or it is as it was.
import { closeSync, copyFileSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { randomOf } from '../../bench/cases/recordingTree.ts'
import { openRecording } from '../../src/main/engine/recording/reading/recording.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { contentsOf, expectedOf, folderForTest, type Written, writeRecording } from '../unit/recording/written.ts'

const FLIPS = 10_000
/** Of one try: opening, reading everything, on a machine that is busy with other things. */
const LONGEST_MS = 10_000
const PAGE = 4096

type Outcome = { readonly kind: 'refused'; readonly words: string } | { readonly kind: 'opened'; readonly words: readonly string[]; readonly contents: Record<string, unknown> }

/** Reads everything there is. Only FaultErrors may come out. */
function readAll(path: string): Outcome {
  const began = performance.now()
  try {
    const recording = openRecording(path)
    try {
      const contents = contentsOf(recording)
      for (const { number, knownUntilNs } of recording.runs) {
        recording.readHistory(number)
        recording.readRange(number, { measure: 'used' }, { fromNs: 0, toNs: Math.max(1, knownUntilNs), pixels: 3 })
      }
      return { kind: 'opened', words: recording.damage, contents }
    } finally {
      recording.close()
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    return { kind: 'refused', words: error.message }
  } finally {
    expect(performance.now() - began).toBeLessThan(LONGEST_MS)
  }
}

let path = ''
let written: Written
let whole: Buffer

function writeSmall(): void {
  path = join(folderForTest(), 'small.fscope')
  written = writeRecording(path, { processes: 3, busy: 2, rateHz: 5, seconds: 4 })
  whole = readFileSync(path)
}

describe('a small recording', () => {
  test('cut at every page is refused in words, or gives what is left with words', () => {
    writeSmall()
    const cut = `${path}.cut`
    let saved = 0
    for (let length = 0; length < whole.length; length += PAGE) {
      copyFileSync(path, cut)
      truncateSync(cut, length)
      const outcome = readAll(cut)
      expect(outcome.words.length).toBeGreaterThan(0)
      if (outcome.kind === 'opened') saved++
    }
    expect(saved).toBeGreaterThan(0) // a file that lost only its end still tells its run
  })

  test(`with a bit flipped at ${FLIPS.toLocaleString('en-US')} places is refused, or says what is missing, or is as it was`, { timeout: 600_000 }, () => {
    writeSmall()
    const unharmed = readAll(path)
    if (unharmed.kind === 'refused') throw new Error(unharmed.words)
    expect(unharmed.contents).toEqual(expectedOf(written))
    const expected = JSON.stringify(unharmed.contents)
    const random = randomOf(20)
    const file = openSync(path, 'r+')
    const told = { refused: 0, withWords: 0, asItWas: 0 }
    for (let flip = 0; flip < FLIPS; flip++) {
      const at = Math.floor(random() * whole.length)
      const bit = 1 << Math.floor(random() * 8)
      writeSync(file, Uint8Array.of(whole[at]! ^ bit), 0, 1, at)
      const outcome = readAll(path)
      writeSync(file, Uint8Array.of(whole[at]!), 0, 1, at)
      if (outcome.kind === 'refused') told.refused++
      else if (outcome.words.length > 0) told.withWords++
      else {
        told.asItWas++
        if (JSON.stringify(outcome.contents) !== expected) throw new Error(`bit ${bit} at ${at} changed what is told, without a word`)
      }
    }
    closeSync(file)
    expect(told.refused + told.withWords + told.asItWas).toBe(FLIPS)
    expect(told.withWords).toBeGreaterThan(100)
  })
})
