// Recordings for tests: written without a thread and without a clock, and everything that is in one as one text, to compare.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { simulateTree, type TreeSpec } from '../../../bench/cases/recordingTree.ts'
import type { Recording } from '../../../src/main/engine/recording/reading/recording.ts'
import { closeWhole, openToWrite } from '../../../src/main/engine/recording/writing/connection.ts'
import { type RunPlace, RunWriter } from '../../../src/main/engine/recording/writing/writer.ts'
import { appendBatch, emptyHistory, type RunHistory } from '../../../src/shared/derive/history.ts'
import { deriveRunPeaks } from '../../../src/shared/derive/summary.ts'
import type { OutputChunk, SampleBatch } from '../../../src/shared/model/batch.ts'
import { processId, type RunEnd, type RunHeader } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { endOf, headerOf } from '../drawRun.ts'
import { rowsOf } from './batches.ts'

/** A folder that is gone when the test is over. */
export function folderForTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'forkscope-recording-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Written {
  readonly header: RunHeader
  readonly end: RunEnd
  readonly batches: readonly SampleBatch[]
  readonly output: readonly OutputChunk[]
}

/** Records a made-up tree into a file, a commit per second. Without `end`: as if its writer had been killed after the last commit. */
export function writeRecording(path: string, tree: TreeSpec, { place = { experiment: null, variant: null, round: null }, isEnded = true, startedAtUnixMs = 1_750_000_000_000 }: { place?: RunPlace; isEnded?: boolean; startedAtUnixMs?: number } = {}): Written {
  const header = { ...headerOf({ cores: tree.cores ?? 2, rateHz: tree.rateHz, command: ['python3', 'work.py'] }), startedAtUnixMs }
  const batches = [...simulateTree({ ...tree, run: header.run })].map((batch, index, all) => withEvents(batch, index, all.length))
  const output: OutputChunk[] = [1, 2, 3].map(second => ({ run: header.run, tNs: ns(second * 1e9), stream: second === 2 ? 'stderr' : 'stdout', text: `line ${second} ✓\n`, droppedBytes: 0 }))
  const end = endOf(header, { wallNs: tree.seconds * 1e9 + 2e6, cpuMs: 1234 })
  const database = openToWrite(path)
  database.exec('PRAGMA synchronous = OFF') // a test needs no disk
  const writer = new RunWriter(database, header, place)
  batches.forEach((batch, index) => {
    writer.append(batch)
    for (const chunk of output) if (Math.floor((index + 1) / tree.rateHz) === chunk.tNs / 1e9 && (index + 1) % tree.rateHz === 0) writer.appendOutput(chunk)
    if ((index + 1) % tree.rateHz === 0) writer.commit()
  })
  if (isEnded) writer.end(end, deriveRunPeaks(historyOf({ header, end, batches })))
  if (isEnded) closeWhole(database)
  else database.close()
  return { header, end, batches, output }
}

/** As the live run had it. */
export function historyOf({ header, end, batches }: Omit<Written, 'output'>): RunHistory {
  const history = emptyHistory(header)
  for (const batch of batches) appendBatch(history, batch)
  history.end = end
  return history
}

/** A marker, a new name, a thread's end and a doubt in the third batch; in the last one a process ends. */
function withEvents(batch: SampleBatch, index: number, count: number): SampleBatch {
  const tNs = ns(batch.tickNs.at(-1) ?? 0)
  if (index === 2) {
    return {
      ...batch,
      events: [
        ...batch.events,
        { kind: 'marker', tNs, pid: 4000, name: 'first work', value: '{"a":1}' },
        { kind: 'renamed', tNs, process: processId(1), name: 'sh', command: ['sh', '-c', 'true'], making: 'execd' }
      ],
      warnings: [{ code: 'late-ticks', tNs, text: 'One tick came late.', count: 1 }]
    }
  }
  if (index !== count - 1) return batch
  return { ...batch, events: [...batch.events, { kind: 'ended', tNs, process: processId(1), exit: { code: null, signal: 'SIGKILL' }, exactness: 'exact' }] }
}

/** Everything that a recording tells of its first run, in a form that can be compared. */
export function contentsOf(recording: Recording): Record<string, unknown> {
  const [run] = recording.runs
  if (!run) return {}
  const batches = [...recording.readBatches(run.number)]
  return {
    header: run.header,
    end: run.end,
    rows: rowsOf(batches),
    events: batches.flatMap(({ events }) => events),
    own: batches.flatMap(({ own }) => own ?? []),
    warnings: batches.flatMap(({ warnings }) => warnings),
    output: recording.readOutput(run.number)
  }
}

/** What `contentsOf` must be for a whole recording. */
export function expectedOf({ header, end, batches, output }: Written): Record<string, unknown> {
  return {
    ...{ header, end, output },
    rows: rowsOf(batches),
    events: batches.flatMap(({ events }) => events),
    own: batches.flatMap(({ own }) => own ?? []),
    warnings: batches.flatMap(({ warnings }) => warnings)
  }
}
