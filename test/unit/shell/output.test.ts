import { describe, expect, it } from 'vitest'
import type { OutputChunk } from '../../../src/shared/model/batch.ts'
import { runId } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { appendOutput, emptyOutput, takeOutput } from '../../../src/main/shell/output.ts'

const chunk = (text: string, stream: OutputChunk['stream'] = 'stdout', droppedBytes = 0): OutputChunk => ({ run: runId('r'), tNs: ns(1), stream, text, droppedBytes })

function through(...chunks: OutputChunk[]): OutputChunk[] {
  const pending = emptyOutput()
  for (const each of chunks) appendOutput(pending, each)
  const taken = takeOutput(pending)
  expect(takeOutput(pending)).toEqual([])
  return taken
}

const bytesOf = (chunks: readonly OutputChunk[]): number => chunks.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
const droppedOf = (chunks: readonly OutputChunk[]): number => chunks.reduce((sum, { droppedBytes }) => sum + droppedBytes, 0)

describe('output between two deliveries', () => {
  it('joins neighbours of one stream and keeps the order of the streams', () => {
    const taken = through(chunk('a'), chunk('b'), chunk('oops', 'stderr'), chunk('c'))
    expect(taken.map(({ stream, text }) => [stream, text])).toEqual([
      ['stdout', 'ab'],
      ['stderr', 'oops'],
      ['stdout', 'c']
    ])
  })

  it('holds 64 KiB at most, keeps the newest, and says how many bytes it left out', () => {
    const taken = through(...Array.from({ length: 100 }, (_, index) => chunk(String(index % 10).repeat(4000))))
    expect(bytesOf(taken)).toBeLessThanOrEqual(65_536)
    expect(bytesOf(taken) + droppedOf(taken)).toBe(400_000)
    expect(taken.at(-1)?.text.endsWith('9')).toBe(true)
    expect(taken.map(({ droppedBytes }) => droppedBytes > 0)).toEqual(taken.map((_, index) => index === 0))
  })

  it('cuts one piece that is too long between two characters', () => {
    const taken = through(chunk(`x${'ü'.repeat(50_000)}`))
    expect(bytesOf(taken)).toBe(65_536)
    expect(taken[0]?.text).not.toContain('\ufffd')
    expect(droppedOf(taken)).toBe(100_001 - 65_536)
  })

  it('passes on what the engine had to leave out already', () => {
    expect(droppedOf(through(chunk('a'), chunk('b', 'stdout', 500)))).toBe(500)
    expect(droppedOf(through(chunk('a', 'stdout', 7), chunk('x'.repeat(65_536))))).toBe(8)
  })
})
