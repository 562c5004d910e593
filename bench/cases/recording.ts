// What a recording costs: to store a sample, on disk, to open, and to zoom. A made-up tree stands in for the sampler, so that
// an hour passes in seconds; CPU time of this thread, which the kernel brings up to date at its ticks and when the
// thread waits: so what waits is measured in a run of its own.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRecording, type Recording } from '../../src/main/engine/index.ts'
import { closeWhole, openToWrite } from '../../src/main/engine/recording/writing/connection.ts'
import { RunWriter } from '../../src/main/engine/recording/writing/writer.ts'
import type { SampleBatch } from '../../src/shared/model/batch.ts'
import { unknownPeaks } from '../../src/shared/model/run.ts'
import { endOf, headerOf } from '../../test/unit/drawRun.ts'
import { atMost, type Case, type Figure, plain } from '../case.ts'
import { simulateTree, type TreeSpec } from './recordingTree.ts'

/** 100 processes of one thread at 10 Hz; a sample is one process or one thread at one tick, whether or not it moved. */
const SAMPLES_PER_SECOND = 2000
const ordinary: TreeSpec = { processes: 100, busy: 15, rateHz: 10, seconds: 3600, cores: 8 }
const PIXELS = 2000

export const recording: Case = {
  name: 'recording',
  title: 'Recording 100 processes at 10 Hz',
  run: kit => {
    const folder = mkdtempSync(join(tmpdir(), 'forkscope-bench-'))
    try {
      const seconds = kit.isQuick ? 300 : 3600
      kit.say(`${seconds} s of an ordinary tree, 15 of 100 busy`)
      const usual = write(join(folder, 'ordinary.fscope'), { ...ordinary, seconds })
      kit.say('all busy')
      const busy = write(join(folder, 'busy.fscope'), { ...ordinary, busy: 100, cores: 2, seconds: Math.min(seconds, 600) })
      kit.say('forced to the disk')
      const forced = write(join(folder, 'forced.fscope'), { ...ordinary, seconds: Math.min(seconds, 600) }, true)
      return Promise.resolve([...storing(usual, { busy, forced }), ...reading(join(folder, 'ordinary.fscope'), seconds)])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

interface WriteCost {
  readonly nsPerSample: number
  readonly bytesPerSample: number
}

/** `isForced`: forced to the disk each second, as the recorder does. */
function write(path: string, tree: TreeSpec, isForced = false): WriteCost {
  const database = openToWrite(path)
  if (!isForced) database.exec('PRAGMA synchronous = NORMAL')
  const writer = new RunWriter(database, headerOf({ cores: tree.cores ?? 2, rateHz: tree.rateHz }), { experiment: null, variant: null, round: null })
  let ns = 0
  const store = (batches: readonly SampleBatch[]): void => {
    const before = threadNs()
    for (const batch of batches) writer.append(batch)
    writer.commit()
    ns += threadNs() - before
  }
  let second: SampleBatch[] = []
  for (const batch of simulateTree(tree)) {
    second.push(batch)
    if (second.length < tree.rateHz) continue
    store(second)
    second = []
  }
  writer.end(endOf(headerOf({}), { wallNs: tree.seconds * 1e9, cpuMs: null }), unknownPeaks)
  closeWhole(database)
  const samples = SAMPLES_PER_SECOND * tree.seconds
  return { nsPerSample: ns / samples, bytesPerSample: statSync(path).size / samples }
}

function threadNs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) * 1000
}

function storing(usual: WriteCost, { busy, forced }: { busy: WriteCost; forced: WriteCost }): Figure[] {
  const bytes = (value: number): string => `${value.toFixed(2)} B`
  return [
    atMost('to store a sample, 15 of 100 busy (a commit a second included)', `${usual.nsPerSample.toFixed(0)} ns`, { is: usual.nsPerSample, most: 60, text: '60 ns' }),
    plain('the same, forced to the disk once a second', `${forced.nsPerSample.toFixed(0)} ns`),
    plain('to store a sample, all busy', `${busy.nsPerSample.toFixed(0)} ns`),
    atMost('a sample on disk, 15 of 100 busy, overview included', bytes(usual.bytesPerSample), { is: usual.bytesPerSample, most: 1, text: '1 B' }),
    atMost('a sample on disk, all busy', bytes(busy.bytesPerSample), { is: busy.bytesPerSample, most: 4, text: '4 B' })
  ]
}

function reading(path: string, seconds: number): Figure[] {
  const range = { fromNs: 0, toNs: seconds * 1e9, pixels: PIXELS }
  const openMs = meanMs(() => {
    openRecording(path).close()
  })
  const opened = openRecording(path)
  const zoom = (isExact: boolean) => (): unknown => opened.readRange(1, { measure: 'used' }, { ...range, isExact })
  const figures = [
    plain('to open it', sayMs(openMs)),
    atMost(`${seconds} s at ${PIXELS} pixels, from the overview`, ...timed(zoom(false), 2)),
    atMost(`${seconds} s at ${PIXELS} pixels, from the samples`, ...timed(zoom(true), 50)),
    plain('open it and read its first chart', sayMs(meanMs(() => firstChart(path, range))))
  ]
  opened.close()
  return figures
}

function firstChart(path: string, range: { fromNs: number; toNs: number; pixels: number }): void {
  const fresh: Recording = openRecording(path)
  fresh.readRange(1, { measure: 'used' }, range)
  fresh.close()
}

const timed = (work: () => unknown, mostMs: number): [string, { is: number; most: number; text: string }] => {
  const ms = meanMs(work)
  return [sayMs(ms), { is: ms, most: mostMs, text: `${mostMs} ms` }]
}

const sayMs = (ms: number): string => `${ms.toFixed(1)} ms`

/** The clock of a thread moves in steps of milliseconds: so often, together. */
const TIMES = 100

/** CPU time of one: what a busy machine adds by making us wait is not ours. */
function meanMs(work: () => unknown): number {
  work() // compiled, and in the memory of the system
  const before = threadNs()
  for (let i = 0; i < TIMES; i++) work()
  return (threadNs() - before) / 1e6 / TIMES
}
