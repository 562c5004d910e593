import { expect, it } from 'vitest'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveWaited } from '../../../src/shared/derive/cpu.ts'
import { appendBatch, emptyHistory } from '../../../src/shared/derive/history.ts'
import { BatchRows } from '../../../src/main/engine/sampling/rows.ts'
import { processId, threadId } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { headerOf } from '../drawRun.ts'

const MS = 1e6

/** A process of one thread that was looked at so often: [from ms, to ms, ran so far, waited so far]. Waiting per 50 ms. */
function waitedPerBin(looks: readonly (readonly [number, number, number, number])[]): number[] {
  const rows = new BatchRows()
  const at = { tNs: ns(0), process: processId(0) }
  rows.events.push({ kind: 'born', ...at, seenNs: ns(0), pid: 1, startTicks: 1, parent: null, parentPid: 0, name: 'main', command: [], making: 'root', exactness: 'exact' })
  rows.events.push({ kind: 'thread-born', ...at, thread: threadId(0), tid: 1, name: 'main' })
  for (const [fromMs, toMs, ranMs, waitedMs] of looks) {
    for (const columns of [rows.processes, rows.threads]) columns.append(0, fromMs * MS, toMs * MS, ranMs * MS, waitedMs * MS)
    rows.threads.core.push(0)
    rows.threads.state.push(0)
  }
  const history = emptyHistory(headerOf({}))
  appendBatch(history, rows.columns(history.header.run, null))
  const process = history.processes[0]
  if (!process) throw new Error('no process')
  const toMs = looks.at(-1)?.[1] ?? 0
  const waited = deriveWaited(history, process, edgesOf({ fromNs: 0, toNs: toMs * MS }, toMs / 50))
  return [...waited].map(rate => Math.round(rate * 100) / 100)
}

it('a wait that was booked late is drawn where it must have lain, and never twice', () => {
  // on a core again at 190 after waiting since 50: nothing was booked at the looks of 100 and 150
  expect(waitedPerBin([[0, 50, 50, 0], [150, 200, 60, 140]])).toEqual([0, 0.93, 0.93, 0.93]) // 140 of 150 ms
})

it('a thread never waits more than all the time, also where the look before had booked a part', () => {
  // ran 0 to 10, waited until 60, ran until 70: the look at 50 knew of no wait, the one at 100 of 50 + 30 ms
  expect(waitedPerBin([[0, 50, 10, 0], [50, 100, 20, 80]])).toEqual([0.8, 0.8])
})

it('what does not fit anywhere stays where it was booked: nothing is lost', () => {
  const waited = waitedPerBin([[0, 50, 50, 0], [50, 100, 50, 150]])
  expect(waited[0]! + waited[1]!).toBe(3)
})
