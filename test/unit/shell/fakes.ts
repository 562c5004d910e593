// Runs without processes: what the shell needs of the engine, driven by hand.
import type { SampleBatch } from '../../../src/shared/model/batch.ts'
import type { MachineFacts } from '../../../src/shared/model/machine.ts'
import { type RunEnd, type RunHeader, type RunSpec, processId, runId } from '../../../src/shared/model/run.ts'
import type { RunningProcess } from '../../../src/shared/model/running.ts'
import { FaultError } from '../../../src/shared/fault.ts'
import { bytes, hz, ns } from '../../../src/shared/units.ts'
import type { Engine, Lab, LabListener, LiveRun, RunListener } from '../../../src/main/engine/index.ts'
import { openShelf } from '../../../src/main/engine/recording/shelf.ts'
import { openTurns } from '../../../src/main/engine/recording/turns.ts'
import { BatchKeeper } from '../../../src/main/engine/batchKeeper.ts'
import { deriveAtWork } from '../../../src/shared/derive/experimentStretch.ts'
import { deriveSummary } from '../../../src/shared/derive/summary.ts'
import type { Experiment, Interpreter, Variant } from '../../../src/shared/model/experiment.ts'
import type { ExperimentOutcome, VariantRun } from '../../../src/shared/model/outcome.ts'

export const machine: MachineFacts = {
  ...{ cpuModel: 'Test', coreCount: 2, physicalCoreCount: 2, memoryBytes: bytes(8e9), os: 'Test', kernel: '6', architecture: 'x64' },
  cores: [0, 1].map(core => ({ core, physicalCore: core, kind: null })),
  ...{ virtualisation: null, affinity: null, quotaCores: null, throttledUsAtStart: null, governor: null, clockTicksPerSecond: 100 }
}

export function specOf(...argv: string[]): RunSpec {
  return { argv, throughShell: false, kind: 'spawn', cwd: '/tmp', envAdditions: {}, rateHz: hz(20), sampler: 'auto', looks: 'adaptive' }
}

export interface FakeRun extends LiveRun {
  /** As if the sampler had made one more batch, with one tick at this many ms. */
  sample(ms: number): void
  write(text: string, stream?: 'stdout' | 'stderr', droppedBytes?: number): void
  finish(): void
  readonly asked: string[]
}

export function fakeRun(name: string, spec: RunSpec = specOf('sleep', '1')): FakeRun {
  const run = runId(name)
  const header: RunHeader = {
    ...{ run, spec, executable: '/bin/sleep', startedAtUnixMs: Date.UTC(2026, 2, 1, 12), rootPid: 4711 },
    ...{ sampler: 'procfs', totalBy: 'procfs', machine, programVersion: '0.0.0' }
  }
  const listeners = new Set<RunListener>()
  const ended = Promise.withResolvers<RunEnd>()
  const batches = new BatchKeeper(header)
  const live = {
    header,
    get history() {
      return batches.history
    },
    get batchCount() {
      return batches.count
    },
    readBatches: (from: number) => batches.read(from),
    get isLive(): boolean {
      return live.end === null
    },
    ...{ output: [] as LiveRun['output'][number][], asked: [] as string[], end: null as RunEnd | null, recordedTo: null as string | null }
  }
  return Object.assign(live, {
    ended: ended.promise,
    watch: (listener: RunListener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop: () => void live.asked.push('stop'),
    kill: () => void live.asked.push('kill'),
    detach: () => void live.asked.push('detach'),
    signalAll: (signal: string) => live.asked.push(`${signal} to all`),
    signal: (process: number, { subtree, signal }: { subtree: boolean; signal: string }) => {
      if (process > 0) throw new FaultError({ kind: 'process-gone', pid: 99 })
      live.asked.push(`${signal}${subtree ? ' to the subtree' : ''}`)
      return 3
    },
    sample: (ms: number) => {
      const batch = batchAt(run, ms)
      batches.append(batch)
      for (const { onBatch } of listeners) onBatch?.(batch)
    },
    write: (text: string, stream: 'stdout' | 'stderr' = 'stdout', droppedBytes = 0) => {
      const chunk = { run, tNs: ns(0), stream, text, droppedBytes }
      live.output.push(chunk)
      for (const { onOutput } of listeners) onOutput?.(chunk)
    },
    finish: () => {
      const end = endOf(header)
      batches.history.end = end
      live.end = end
      for (const { onEnd } of listeners) onEnd?.(end)
      ended.resolve(end)
    }
  })
}

export function fakeEngine(): Engine & { readonly launched: FakeRun[]; isClosed: boolean } {
  const launched: FakeRun[] = []
  const shelf = openShelf(openTurns())
  return {
    machine,
    launched,
    isClosed: false,
    get runs() {
      return launched
    },
    find: run => launched.find(({ header }) => header.run === run),
    ...{ reopen: (path, number) => shelf.open(path, number), findKept: async run => launched.find(({ header }) => header.run === run) ?? shelf.find(run), findSoon: async run => launched.find(({ header }) => header.run === run) ?? shelf.findSoon(run), placeOf: run => shelf.placeOf(run), readDetail: async () => null },
    launch: async spec => {
      if (spec.argv[0] === 'missing') throw new FaultError({ kind: 'command-not-found', command: 'missing', searched: '/bin' })
      const live = fakeRun(`run-${launched.length + 1}`, spec)
      launched.push(live)
      return live
    },
    attach: async pid => {
      const live = fakeRun(`run-${launched.length + 1}`, { ...specOf('there', String(pid)), kind: 'attach' })
      launched.push(live)
      return live
    },
    listRunning: async () => ({ ownUid: 1000, processes: [runningOf(4711)] }),
    async close() {
      this.isClosed = true
    }
  }
}

export const runningOf = (pid: number, parts: Partial<RunningProcess> = {}): RunningProcess => ({
  ...{ pid, startTicks: pid * 10, parentPid: 1, name: 'server', command: ['server', '--port', '80'], uid: 1000, user: 'ada', startedAtUnixMs: Date.UTC(2026, 2, 1) },
  ...{ cpuNs: ns(5e9), readNs: 0, rssBytes: bytes(4e7), threadCount: 3, belowCount: 0, isOpen: true, followedBy: null, ...parts }
})

export const python: Interpreter = {
  ...{ language: 'python', path: '/usr/bin/python3', version: '3.11.2', implementation: 'CPython', foundBy: 'PATH' },
  ...{ isFreeThreaded: false, isGilOn: true, hasSubinterpreters: false, modules: [] }
}

export function variantOf(name: string, parts: Partial<Variant> = {}): Variant {
  const requires = { version: '3.8', modules: [], platforms: null }
  return { name, title: name, about: `Does it by ${name}.`, language: 'python', program: `${name}.py`, arguments: [], requires, isBaseline: false, role: null, ...parts }
}

export const experiment: Experiment = {
  ...{ name: 'threads-or-not', group: 'cores', title: 'Threads or not?', question: 'Do they help?', lookFor: 'One core.', shows: 'One lock.', safeWay: null, links: [] },
  parameters: [{ name: 'workers', title: 'Workers', unit: '', lowest: 1, highest: 8, value: 4 }],
  variants: [variantOf('sequential', { isBaseline: true }), variantOf('threads'), variantOf('future', { requires: { version: '3.99', modules: [], platforms: null } })]
}

export interface FakeLab extends Lab {
  readonly listener: LabListener | null
  readonly isStopped: boolean
  /** As if the engine had launched a variant. */
  start(run: FakeRun, variant: string, round: number): void
  /** As if its run had ended well. */
  end(run: FakeRun, variant: string, round: number): void
  finish(endedBy: ExperimentOutcome['endedBy']): void
  breakDown(): void
}

/** Takes any order; its variant `future` is not run. */
export function fakeLab(folder = '/lab'): FakeLab {
  let ended = Promise.withResolvers<ExperimentOutcome>()
  const outcome = (endedBy: ExperimentOutcome['endedBy']): ExperimentOutcome => ({ experiment, parameters: {}, repeats: 1, variants: [], endedBy })
  return {
    ...{ catalogue: { experiments: [experiment], damaged: [{ name: 'torn', reason: 'experiment.json: cannot be read' }] }, folder, listener: null, isStopped: false },
    findInterpreters: async () => [python],
    async run(order, listener) {
      if (order.repeats > 9) throw new FaultError({ kind: 'bad-input', field: 'repeats', reason: 'too many.' })
      Object.assign(this, { listener, isStopped: false })
      ended = Promise.withResolvers()
      if (order.variants.includes('future')) listener.onProgress({ kind: 'not-run', variant: 'future', reason: { because: 'version', text: 'It needs Python 3.99.', install: null } })
      return { stop: () => void Object.assign(this, { isStopped: true }), ended: ended.promise }
    },
    start(run, variant, round) {
      this.listener?.onLaunch?.(run)
      this.listener?.onProgress({ kind: 'started', variant, round, run: run.header.run })
    },
    end(run, variant, round) {
      this.listener?.onProgress({ kind: 'ended', result: resultOf(run, variant, round) })
    },
    finish(endedBy) {
      this.listener?.onProgress({ kind: 'finished', outcome: outcome(endedBy) })
      ended.resolve(outcome(endedBy))
    },
    breakDown: () => ended.reject(new Error('broken'))
  }
}

function resultOf({ header, history }: FakeRun, variant: string, round: number): VariantRun {
  return {
    ...{ experiment: experiment.name, variant, round, run: header.run, parameters: { workers: 4 }, interpreter: python, marks: [] },
    ...{ summary: deriveSummary(history), atWork: deriveAtWork(history, []), workerUssBytes: [], stuck: [], findings: null }
  }
}

/** One tick, one row of process CPU, one event. The tick stands in a view of a larger buffer, of which the page must get nothing else. */
export function batchAt(run: RunHeader['run'], ms: number): SampleBatch {
  const pool = new Float64Array(1000).fill(-1)
  const one = (value: number): Float64Array => Float64Array.of(value)
  const none = new Float64Array()
  pool[10] = ms * 1e6
  const details = ['tNs', 'rssBytes', 'threads', 'userNs', 'systemNs', 'reapedNs', 'minorFaults', 'majorFaults', 'voluntarySwitches', 'involuntarySwitches', 'readBytes', 'writtenBytes'] as const
  return {
    run,
    tickNs: pool.subarray(10, 11),
    processes: { subject: Uint32Array.of(processId(0)), fromNs: one(ms * 1e6 - 1e6), tNs: one(ms * 1e6), ranNs: one(ms * 5e5), waitedNs: one(NaN) },
    threads: { subject: new Uint32Array(), fromNs: none, tNs: none, ranNs: none, waitedNs: none, core: new Int16Array(), state: new Uint8Array() },
    details: { process: new Uint32Array(), state: new Uint8Array(), ...(Object.fromEntries(details.map(name => [name, none])) as Record<(typeof details)[number], Float64Array>) },
    memory: { process: new Uint32Array(), tNs: none, pssBytes: none, ussBytes: none, sharedBytes: none, swapBytes: none },
    cores: { core: new Uint16Array(), tNs: none, busyNs: none },
    events: [{ kind: 'marker', tNs: ns(ms * 1e6), pid: null, name: `at ${ms}`, value: null }],
    warnings: [],
    own: { tNs: ns(ms * 1e6), samplerNs: ns(ms), programNs: ns(ms * 2) }
  }
}

function endOf({ run }: RunHeader): RunEnd {
  const own = { samplerNs: ns(1), programNs: ns(2) }
  return {
    ...{ run, wallNs: ns(1e9), rootEndNs: ns(1e9), exit: { code: 0, signal: null }, cpuNs: ns(5e8), userNs: null, systemNs: null },
    ...{ totalBy: 'procfs', endedBy: 'itself', ownCpu: own }
  }
}
