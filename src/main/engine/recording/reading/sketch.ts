// A long run in outline, from the file's overview alone: in a few milliseconds, where all samples of a day take seconds. Means of
// cores used and RSS per process and of the machine's cores; no threads, no waiting, no PSS by process: those are in samples only.
import { Column } from '../../../../shared/derive/columns.ts'
import { appendBatch, type CpuHistory, detailKeys, emptyHistory, type RunHistory } from '../../../../shared/derive/history.ts'
import { notThinned } from '../../../../shared/derive/thin.ts'
import { ns, NS_PER_SECOND } from '../../../../shared/units.ts'
import { BatchRows } from '../../sampling/rows.ts'
import type { BlockColumns } from '../rolls/blocks.ts'
import { decodeRolls, unpackRoll } from '../rolls/rollBlob.ts'
import { BLOCK, levels } from '../rolls/series.ts'
import { readEvents, readWarnings } from './events.ts'
import type { OpenFile } from './open.ts'
import { readRoll, readRollHeads, type RollHead } from './rollHeads.ts'
import { type RecordedRun, settledPeaks } from './runs.ts'

/** As many entries as make a picture of the whole. */
const ENTRIES_LEAST = 150

/** What the overview does not know (damaged blocks; of a run that was cut off its last block) is not in the sketch either. */
export function readSketch(file: OpenFile, run: RecordedRun): RunHistory {
  const history = emptyHistory(run.header)
  const told = { events: readEvents(file, run).map(({ event }) => event), warnings: readWarnings(file, run) }
  appendBatch(history, { ...new BatchRows().columns(run.header.run, null), ...told })
  const seconds = levels.findLast(level => run.knownUntilNs / NS_PER_SECOND / level >= ENTRIES_LEAST) ?? levels[0]
  const heads = readRollHeads(file, run.number).filter(({ level }) => level === seconds)
  for (const head of heads) appendBlock(history, head, { blob: readRoll(file, head), untilNs: run.knownUntilNs })
  history.thinned = { ...notThinned, atNs: Infinity, stepNs: seconds * NS_PER_SECOND, peaks: settledPeaks(run) }
  history.end = run.end
  const text = `This is an outline, from the recording’s overview: means over ${seconds} s, to 1/200 of a core. The samples are still being read.`
  history.warnings.set('being-read', { code: 'being-read', tNs: ns(0), text, count: 1 })
  return history
}

interface Entry {
  readonly fromNs: number
  readonly toNs: number
}

function appendBlock(history: RunHistory, { level, part, fromNs }: RollHead, { blob, untilNs }: { blob: Uint8Array | null; untilNs: number }): void {
  if (!blob) return
  const entries = Array.from({ length: BLOCK }, (_, entry): Entry => ({ fromNs: fromNs + entry * level * NS_PER_SECOND, toNs: Math.min(untilNs, fromNs + (entry + 1) * level * NS_PER_SECOND) }))
  if (part === 'tree') for (const { toNs, fromNs: from } of entries) if (toNs > from) appendTick(history.tickNs, toNs)
  for (const { measure, subject, columns } of decodeRolls(unpackRoll(blob))) {
    const process = part === 'processes' ? history.processes[subject] : undefined
    if (process && measure === 'used') appendUse(process.cpu, columns, entries)
    if (process && measure === 'rss') appendRss(process, columns, entries)
    if (part === 'tree' && measure === 'busy') appendBusy(history, subject, { columns, entries })
  }
}

function appendTick(tickNs: Column, tNs: number): void {
  if (!(tickNs.last() >= tNs)) tickNs.append(tNs)
}

function appendUse(cpu: CpuHistory, { mean }: BlockColumns, entries: readonly Entry[]): void {
  entries.forEach(({ fromNs, toNs }, i) => {
    const used = mean[i]! * (toNs - fromNs)
    if (!(used > 0)) return
    for (const [column, value] of [[cpu.fromNs, fromNs], [cpu.tNs, toNs], [cpu.ranNs, (cpu.ranNs.length > 0 ? cpu.ranNs.last() : 0) + used], [cpu.waitedNs, NaN], [cpu.waitFromNs, fromNs]] as const) column.append(value)
  })
}

/** Smaller changes are not to be seen in a picture of the whole. */
const STILL = 0.005

function appendRss(process: RunHistory['processes'][number], { mean, most }: BlockColumns, entries: readonly Entry[]): void {
  entries.forEach(({ fromNs, toNs }, i) => {
    if (Number.isNaN(mean[i]!) || !(toNs > fromNs)) return
    if (most[i]! > 0 && !(process.peakRssBytes >= most[i]!)) process.peakRssBytes = most[i]!
    const before = process.detail.rssBytes.last()
    if (Math.abs(mean[i]! - before) < STILL * before) return // a value holds until the next
    for (const key of detailKeys) process.detail[key].append(key === 'tNs' ? toNs : key === 'rssBytes' ? mean[i]! : key === 'state' ? 0 : NaN)
  })
}

function appendBusy({ cores }: RunHistory, core: number, { columns, entries }: { columns: BlockColumns; entries: readonly Entry[] }): void {
  let lane = cores.find(each => each.core === core)
  if (!lane) cores.push((lane = { core, tNs: new Column(), busyNs: new Column() }))
  for (const [i, { fromNs, toNs }] of entries.entries()) {
    if (Number.isNaN(columns.mean[i]!) || !(toNs > fromNs)) continue
    if (lane.tNs.length === 0) {
      lane.tNs.append(fromNs)
      lane.busyNs.append(0)
    }
    lane.tNs.append(toNs)
    lane.busyNs.append(lane.busyNs.last() + columns.mean[i]! * (toNs - fromNs))
  }
}
