import { expect, it } from 'vitest'
import { edgesOf } from '../../../src/shared/derive/bins.ts'
import { deriveWaited } from '../../../src/shared/derive/cpu.ts'
import { appendBatch, emptyHistory } from '../../../src/shared/derive/history.ts'
import { BatchRows } from '../../../src/main/engine/sampling/rows.ts'
import { processId, threadId } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { headerOf } from '../drawRun.ts'

const MS = 1e6

it('a wait that was booked late is drawn where it must have lain, and never twice', () => {
  const rows = new BatchRows()
  const at = { tNs: ns(0), process: processId(0) }
  rows.events.push({ kind: 'born', ...at, seenNs: ns(0), pid: 1, startTicks: 1, parent: null, parentPid: 0, name: 'main', command: [], making: 'root', exactness: 'exact' })
  rows.events.push({ kind: 'thread-born', ...at, thread: threadId(0), tid: 1, name: 'main' })
  const append = (fromMs: number, toMs: number, ranMs: number, waitedMs: number): void => {
    for (const columns of [rows.processes, rows.threads]) columns.append(0, fromMs * MS, toMs * MS, ranMs * MS, waitedMs * MS)
    rows.threads.core.push(0)
    rows.threads.state.push(0)
  }
  append(0, 50, 50, 0)
  append(150, 200, 60, 140) // on a core again at 190 after waiting since 50: nothing was booked at the looks of 100 and 150
  const history = emptyHistory(headerOf({}))
  appendBatch(history, rows.columns(history.header.run, null))
  const process = history.processes[0]
  if (!process) throw new Error('no process')
  const waited = deriveWaited(history, process, edgesOf({ fromNs: 0, toNs: 200 * MS }, 4))
  expect([...waited].map(rate => Math.round(rate * 100) / 100)).toEqual([0, 0.93, 0.93, 0.93]) // 140 of 150 ms
})
