// A recorder that is killed at any moment leaves a file that opens, with everything but the last second.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { randomOf, simulateTree } from '../../bench/cases/recordingTree.ts'
import { openRecording } from '../../src/main/engine/recording/reading/recording.ts'
import { rowsOf } from '../unit/recording/batches.ts'
import { folderForTest } from '../unit/recording/written.ts'
import { program } from './launching.ts'

/** Beside the second that may be lost: a busy machine may take so long to run a thread that is due. */
const LATE_MS = 1500

/** Kills it `afterMs` after its first batch; replies what it had said by then and when it was killed. */
async function recordAndKill(path: string, afterMs: number): Promise<{ readonly said: string[]; readonly killedAt: number }> {
  const child = spawn(process.execPath, [program('recordUntilKilled.ts'), path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  await once(child.stdout, 'data')
  await new Promise(resolve => setTimeout(resolve, afterMs))
  const killedAt = Date.now()
  child.kill('SIGKILL')
  await once(child, 'close')
  return { said: text.trim().split('\n'), killedAt }
}

const random = randomOf(Date.now())
const moments = Array.from({ length: 8 }, (_, i) => Math.round(1500 * i * random()) + 1100)

test.each(moments)('killed after %i ms it has lost at most a second', async afterMs => {
  const path = join(folderForTest(), 'killed.fscope')
  const { said, killedAt } = await recordAndKill(path, afterMs)
  const handed = said.map(line => line.split(' ').map(Number))
  const safe = Math.max(0, ...handed.filter(([, at]) => (at ?? Infinity) < killedAt - 1000 - LATE_MS).map(([count]) => count ?? 0))

  const recording = openRecording(path)
  const batches = [...recording.readBatches(1)]
  const ticks = batches.flatMap(({ tickNs }) => [...tickNs])
  expect(recording.damage).toEqual([])
  expect(ticks.length).toBeGreaterThanOrEqual(safe)
  expect(ticks.length).toBeLessThanOrEqual(handed.length)
  // And what there is, is what was handed over: every row of it, from the first on.
  const { run } = recording.runs[0]!.header
  expect(rowsOf(batches)).toEqual(rowsOf([...simulateTree({ processes: 8, busy: 4, rateHz: 2, seconds: ticks.length / 2, run })]))
  expect(recording.readHistory(1).processes.length).toBe(8)
  recording.close()
})
