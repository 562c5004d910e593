// The processes of a run as Perfetto knows processes: a track for its life and what happened to it, counters, threads.
import { knownUntilNs, type TimeRange } from '../../../../shared/derive/bins.ts'
import type { ProcessHistory, RunHistory, ThreadHistory } from '../../../../shared/derive/history.ts'
import { commandOfProcess, nameOfProcess } from '../../../../shared/derive/names.ts'
import { showControls } from '../../../../shared/format.ts'
import { type LifeEvent, lifeEvents, lifeWithin } from '../lives.ts'
import { heldSteps, rateSteps, type Step, stepsWithin } from '../steps.ts'
import type { PerfettoSpec } from './perfetto.ts'
import type { Annotations, TrackId, TraceWriter, TrackSpec } from './traceWriter.ts'

export function writeProcesses(trace: TraceWriter, history: RunHistory, { range, hidden }: PerfettoSpec): void {
  const happened = lifeEvents(history.events, range)
  const knownNs = knownUntilNs(history)
  for (const process of history.processes) {
    const life = lifeWithin(process, range, knownNs)
    if (hidden.has(process.process) || !life) continue
    const track = addProcess(trace, process)
    trace.begin(track, life.fromNs, nameOfProcess(process), factsOf(process))
    for (const event of happened.get(process.process) ?? []) writeEvent(trace, track, event)
    trace.end(track, life.toNs)
    writeCounters(trace, process, { track, range })
    writeThreads(trace, history, process, { range, knownNs })
  }
}

function addProcess(trace: TraceWriter, { pid, name, command, bornNs }: ProcessHistory): TrackId {
  return trace.addTrack({ name: 'life', process: { pid, name: showControls(name), commandLine: command.map(showControls), startNs: bornNs } })
}

const factsOf = (process: ProcessHistory): Annotations => ({
  ...{ command: commandOfProcess(process), parent_pid: process.parentPid, making: process.making, born: process.bornExactness },
  ...{ exit_code: process.exit?.code ?? null, exit_signal: process.exit?.signal ?? null }
})

function writeEvent(trace: TraceWriter, track: TrackId, event: LifeEvent): void {
  switch (event.kind) {
    case 'renamed':
      trace.instant(track, event.tNs, `${event.making === 'execd' ? 'exec' : 'renamed'}: ${showControls(event.name)}`, { command: event.command.map(showControls).join(' ') })
      return
    case 'reparented':
      trace.instant(track, event.tNs, 'adopted', { parent_pid: event.parentPid })
      return
    case 'stuck':
      trace.instant(track, event.tNs, 'waits for a lock for ever')
  }
}

function writeCounters(trace: TraceWriter, process: ProcessHistory, { track, range }: { track: TrackId; range: TimeRange }): void {
  const { cpu, detail, memory, endedNs } = process
  const write = (name: string, counter: NonNullable<TrackSpec['counter']>, steps: readonly Step[]): void => writeSteps(trace, { name, parent: track, counter }, stepsWithin(steps, range))
  write('cores used', { unit: 'cores' }, rateSteps(cpu, cpu.ranNs))
  write('threads waiting for a core', { unit: 'threads' }, rateSteps(cpu, cpu.waitedNs))
  write('RSS', { unit: 'bytes', shareKey: 'memory' }, heldSteps(detail.tNs, detail.rssBytes, endedNs))
  write('PSS', { unit: 'bytes', shareKey: 'memory' }, heldSteps(memory.tNs, memory.pssBytes, endedNs))
  write('private (USS)', { unit: 'bytes', shareKey: 'memory' }, heldSteps(memory.tNs, memory.ussBytes, endedNs))
  write('threads', { unit: 'count' }, heldSteps(detail.tNs, detail.threads, endedNs))
}

/** A counter without a value has no track. */
function writeSteps(trace: TraceWriter, spec: TrackSpec, steps: readonly Step[]): void {
  if (steps.length === 0) return
  const track = trace.addTrack(spec)
  for (const { tNs, value } of steps) trace.count(track, tNs, value)
}

function writeThreads(trace: TraceWriter, { threads }: RunHistory, process: ProcessHistory, { range, knownNs }: { range: TimeRange; knownNs: number }): void {
  const own = process.threads.flatMap(id => threads[id] ?? [])
  for (const thread of own) {
    const life = lifeWithin(thread, range, knownNs)
    if (!life) continue
    const track = addThread(trace, process, thread)
    trace.begin(track, life.fromNs, showControls(thread.name))
    trace.end(track, life.toNs)
    // What the only thread does is what its process does.
    if (own.length > 1) writeSteps(trace, { name: 'cores used', parent: track, counter: { unit: 'cores' } }, stepsWithin(rateSteps(thread.cpu, thread.cpu.ranNs), range))
  }
}

const addThread = (trace: TraceWriter, { pid }: ProcessHistory, { tid, name }: ThreadHistory): TrackId =>
  trace.addTrack({ name: showControls(name), thread: { pid, tid, name: showControls(name) } })
