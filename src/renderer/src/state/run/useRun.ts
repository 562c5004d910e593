// The run on the screen: what main says of it, appended to one history. Batches come in order or are asked for again.
import { type ComputedRef, type Ref, computed, onScopeDispose, shallowRef } from 'vue'
import type { BatchDelivery, OpenedRun, RunSoFar } from '../../../../shared/contract.ts'
import { knownUntilNs } from '../../../../shared/derive/bins.ts'
import { type RunHistory, appendBatch, emptyHistory } from '../../../../shared/derive/history.ts'
import { type Fault, sayFault } from '../../../../shared/fault.ts'
import type { OutputChunk } from '../../../../shared/model/batch.ts'
import type { ProcessId, RunEnd, RunHeader, RunId, RunSpec, SignalName } from '../../../../shared/model/run.ts'
import type { AttachSpec } from '../../../../shared/model/running.ts'
import { type Bridge, ask } from '../../bridge.ts'
import type { Notices } from '../notices.ts'
import { type OutputLog, appendOutput, emptyLog } from './outputLog.ts'
import { type Pulse, usePulse } from './pulse.ts'
import { type RunPhase, isLive } from './runPhase.ts'

/** One run as the page holds it. Plain data: what changed is said by the pulse. */
export interface HeldRun {
  readonly history: RunHistory
  output: OutputLog
  /** Number of batches of the sampler that `history` holds. */
  held: number
  isCatchingUp: boolean
  /** What is known of the recording that it was read from; null: it was followed by this program. */
  readonly recorded: OpenedRun | null
}

export interface Run {
  readonly shown: Readonly<Ref<HeldRun | null>>
  readonly phase: ComputedRef<RunPhase>
  readonly pulse: Pulse
  /** End of what is known, ns since the run began. */
  nowNs(): number
  /** Starts a workload; a fault says why not. */
  launch(spec: RunSpec): Promise<Fault | null>
  /** Follows a process that runs already; a fault says why not. */
  attach(spec: AttachSpec): Promise<Fault | null>
  /** Follows the shown, attached run no longer; its tree lives on. */
  detach(): Promise<void>
  /** Takes up a run that already goes on, from its first batch. */
  takeUp(run: RunId): Promise<void>
  /** Shows a run that main read from a recording. False: it could not be had, and what was shown still is; or another one was wanted meanwhile. */
  showOpened(opened: OpenedRun): Promise<boolean>
  stop(): void
  kill(): void
  signal(process: ProcessId, options: { subtree: boolean; signal: SignalName }): Promise<void>
}

export function useRun(bridge: Bridge, notices: Notices): Run {
  const shown = shallowRef<HeldRun | null>(null)
  const doing = shallowRef<'starting' | 'stopping' | null>(null)
  const failure = shallowRef<string | null>(null)
  const pulse = usePulse()

  const phase = computed<RunPhase>(() => {
    pulse.dependOnFigures()
    const end = shown.value?.history.end
    if (doing.value === 'starting') return { kind: 'starting' }
    if (failure.value !== null) return { kind: 'failed', reason: failure.value }
    if (!shown.value) return { kind: 'none' }
    if (end) return { kind: 'ended', end }
    if (shown.value.recorded) return { kind: 'cut-off' }
    return { kind: doing.value ?? 'running' }
  })

  const show = (run: HeldRun): HeldRun => {
    shown.value = run
    doing.value = null
    failure.value = null
    pulse.flush()
    return run
  }
  const open = (header: RunHeader): HeldRun => (shown.value?.history.header.run === header.run ? shown.value : show(emptyRun(header)))
  const heldOf = (run: RunId): HeldRun | null => (shown.value?.history.header.run === run ? shown.value : null)

  const finish = (end: RunEnd): void => {
    const run = heldOf(end.run)
    if (!run) return
    run.history.end = end
    doing.value = null
    pulse.flush()
  }

  const catchUp = async (run: RunId, fromBatch: number): Promise<void> => {
    const before = heldOf(run)
    if (before) before.isCatchingUp = true
    const reply = await ask(bridge.readRun({ run, fromBatch }))
    if (before) before.isCatchingUp = false
    if (!reply.ok) {
      notices.complain(reply.fault)
      if (!before) failure.value = sayFault(reply.fault)
      return
    }
    take(open(reply.value.header), reply.value)
  }
  const take = (run: HeldRun, soFar: RunSoFar): void => {
    appendRest(run, soFar)
    if (soFar.end) finish(soFar.end)
    pulse.flush()
  }

  const onBatch = (delivery: BatchDelivery): void => {
    const run = heldOf(delivery.batch.run)
    if (!run || run.isCatchingUp || delivery.first + delivery.count <= run.held) return
    if (delivery.batch.past) forget(run)
    if (delivery.first !== run.held) {
      void catchUp(delivery.batch.run, run.held)
      return
    }
    appendBatch(run.history, delivery.batch)
    run.held += delivery.count
    pulse.mark()
  }

  const onOutput = (chunk: OutputChunk): void => {
    const run = heldOf(chunk.run)
    if (!run || run.isCatchingUp) return
    appendOutput(run.output, chunk)
    pulse.mark()
  }

  let wanted: RunId | null = null
  const showOpened = async (recorded: OpenedRun): Promise<boolean> => {
    const { run } = recorded.header
    wanted = run
    const reply = await ask(bridge.readRun({ run, fromBatch: 0 }))
    if (!reply.ok) notices.complain(reply.fault)
    if (!reply.ok || wanted !== run) return false
    const { header, isLive: goesOn, end } = reply.value
    if (goesOn) take(open(header), reply.value)
    else {
      const held: HeldRun = { ...emptyRun(header), recorded }
      appendRest(held, reply.value)
      held.history.end = end
      show(held)
    }
    return true
  }

  const listening = [bridge.on('runStarted', open), bridge.on('batchArrived', onBatch), bridge.on('outputArrived', onOutput), bridge.on('runEnded', finish)]
  onScopeDispose(() => listening.forEach(stopListening => stopListening()))

  const end = async (how: 'stop' | 'kill'): Promise<void> => {
    const run = shown.value
    if (!run || !isLive(phase.value)) return
    doing.value = 'stopping'
    const reply = await ask(bridge[how](run.history.header.run))
    if (reply.ok) return
    doing.value = null
    notices.complain(reply.fault)
  }

  return {
    shown,
    phase,
    pulse,
    nowNs: () => (shown.value ? knownUntilNs(shown.value.history) : 0),
    async launch(spec) {
      doing.value = 'starting'
      const reply = await ask(bridge.launch(spec))
      doing.value = null
      if (!reply.ok) return reply.fault
      open(reply.value)
      return null
    },
    async attach(spec) {
      const reply = await ask(bridge.attach(spec))
      if (!reply.ok) return reply.fault
      open(reply.value)
      return null
    },
    async detach() {
      const run = shown.value
      if (!run || !isLive(phase.value)) return
      const reply = await ask(bridge.detach(run.history.header.run))
      if (!reply.ok) notices.complain(reply.fault)
    },
    takeUp: run => catchUp(run, 0),
    showOpened,
    stop: () => void end('stop'),
    kill: () => void end('kill'),
    async signal(process, { subtree, signal }) {
      const run = shown.value
      if (!run) return
      const reply = await ask(bridge.signal({ run: run.history.header.run, process, subtree, signal }))
      if (!reply.ok) notices.complain(reply.fault)
      else notices.say(`${signal} was sent to ${reply.value.reached} ${reply.value.reached === 1 ? 'process' : 'processes'}.`)
    }
  }
}

const emptyRun = (header: RunHeader): HeldRun => ({ history: emptyHistory(header), output: emptyLog(), held: 0, isCatchingUp: false, recorded: null })

/** After a long absence the run is told anew. The history stays the same object: views hold on to it. */
function forget(run: HeldRun): void {
  Object.assign(run.history, emptyHistory(run.history.header))
  run.held = 0
}

/** Adds what a page missed, or takes all of it anew. Its output replaces what the page had: main keeps its beginning and its newest part. */
function appendRest(run: HeldRun, soFar: RunSoFar): void {
  if (soFar.first !== run.held) forget(run)
  for (const batch of soFar.batches) appendBatch(run.history, batch)
  run.held = soFar.batchCount
  run.output = emptyLog()
  for (const chunk of soFar.output) appendOutput(run.output, chunk)
}

