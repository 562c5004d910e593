// The run on the screen, and those that go on beside it: what main says of each, appended to one history. Batches come in
// order or are asked for again.
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
  /** It was asked to end. */
  isStopping: boolean
  /** What is known of the recording that it was read from; null: it was followed by this program. */
  readonly recorded: OpenedRun | null
  /** Sentences: what of the recording could not be read, as far as that is known. */
  damage: readonly string[]
  /** Raised when all of it was told anew: what was derived of it before is of no use any more. */
  edition: number
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
  /** Shows a run that main still has, from its first batch; one that went on beside the shown one at once. */
  takeUp(run: RunId): Promise<void>
  /** Follows a run that goes on beside the shown one. */
  takeAside(run: RunId): Promise<void>
  /** One goes on, on the screen or beside it. */
  isAnyLive(): boolean
  /** Shows a run that main read from a recording. False: it could not be had, and what was shown still is; or another one was wanted meanwhile. */
  showOpened(opened: OpenedRun): Promise<boolean>
  stop(): void
  kill(): void
  signal(process: ProcessId, options: { subtree: boolean; signal: SignalName }): Promise<void>
}

export function useRun(bridge: Bridge, notices: Notices): Run {
  const shown = shallowRef<HeldRun | null>(null)
  /** Those that go on while another one is on the screen. */
  const aside = new Map<RunId, HeldRun>()
  const isStarting = shallowRef(false)
  const failure = shallowRef<string | null>(null)
  const pulse = usePulse()

  const phase = computed<RunPhase>(() => {
    pulse.dependOnFigures()
    const end = shown.value?.history.end
    if (isStarting.value) return { kind: 'starting' }
    if (failure.value !== null) return { kind: 'failed', reason: failure.value }
    if (!shown.value) return { kind: 'none' }
    if (end) return { kind: 'ended', end }
    if (shown.value.recorded) return { kind: 'cut-off' }
    return { kind: shown.value.isStopping ? 'stopping' : 'running' }
  })

  const show = (run: HeldRun): HeldRun => {
    const before = shown.value
    if (before && isGoingOn(before)) aside.set(idOf(before), before)
    aside.delete(idOf(run))
    shown.value = run
    failure.value = null
    pulse.flush()
    return run
  }
  const heldOf = (run: RunId): HeldRun | null => (shown.value && idOf(shown.value) === run ? shown.value : (aside.get(run) ?? null))
  const open = (header: RunHeader): HeldRun => heldOf(header.run) ?? show(emptyRun(header))

  const finish = (end: RunEnd): void => {
    const run = heldOf(end.run)
    if (!run) return
    run.history.end = end
    aside.delete(end.run) // whoever wants to see it once more asks main
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
    const beside = aside.get(run)
    if (beside) show(beside)
    else if (goesOn) take(open(header), reply.value)
    else {
      const held: HeldRun = { ...emptyRun(header), recorded }
      appendRest(held, reply.value)
      held.history.end = end
      show(held)
      if (reply.value.isSketch) void complete(held)
    }
    return true
  }
  /** All of a run that is shown in outline, once main has read it; whoever has left it by then asks for it anew. */
  const complete = async (held: HeldRun): Promise<void> => {
    const reply = await ask(bridge.readRun({ run: idOf(held), fromBatch: held.held }))
    if (shown.value !== held) return
    if (reply.ok) take(held, reply.value)
    else notices.complain(reply.fault)
  }

  const listening = [bridge.on('runStarted', open), bridge.on('batchArrived', onBatch), bridge.on('outputArrived', onOutput), bridge.on('runEnded', finish)]
  onScopeDispose(() => listening.forEach(stopListening => stopListening()))

  const setStopping = (run: HeldRun, isStopping: boolean): void => {
    run.isStopping = isStopping
    pulse.flush()
  }
  const end = async (how: 'stop' | 'kill'): Promise<void> => {
    const run = shown.value
    if (!run || !isLive(phase.value)) return
    setStopping(run, true)
    const reply = await ask(bridge[how](idOf(run)))
    if (reply.ok) return
    setStopping(run, false)
    notices.complain(reply.fault)
  }

  return {
    shown,
    phase,
    pulse,
    nowNs: () => (shown.value ? knownUntilNs(shown.value.history) : 0),
    async launch(spec) {
      isStarting.value = true
      const reply = await ask(bridge.launch(spec))
      isStarting.value = false
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
      const reply = await ask(bridge.detach(idOf(run)))
      if (!reply.ok) notices.complain(reply.fault)
    },
    async takeUp(run) {
      const beside = aside.get(run)
      if (beside) show(beside)
      else await catchUp(run, 0)
    },
    async takeAside(run) {
      const reply = await ask(bridge.readRun({ run, fromBatch: 0 }))
      if (!reply.ok || reply.value.end || heldOf(run)) return
      const held = emptyRun(reply.value.header)
      appendRest(held, reply.value)
      aside.set(run, held)
    },
    isAnyLive: () => aside.size > 0 || isLive(phase.value),
    showOpened,
    stop: () => void end('stop'),
    kill: () => void end('kill'),
    async signal(process, { subtree, signal }) {
      const run = shown.value
      if (!run) return
      const reply = await ask(bridge.signal({ run: idOf(run), process, subtree, signal }))
      if (!reply.ok) notices.complain(reply.fault)
      else notices.say(`${signal} was sent to ${reply.value.reached} ${reply.value.reached === 1 ? 'process' : 'processes'}.`)
    }
  }
}

const emptyRun = (header: RunHeader): HeldRun => ({ history: emptyHistory(header), output: emptyLog(), held: 0, isCatchingUp: false, isStopping: false, recorded: null, damage: [], edition: 0 })
const idOf = ({ history }: HeldRun): RunId => history.header.run
const isGoingOn = ({ history, recorded }: HeldRun): boolean => history.end === null && recorded === null

/** After a long absence the run is told anew. The history stays the same object: views hold on to it. */
function forget(run: HeldRun): void {
  Object.assign(run.history, emptyHistory(run.history.header))
  run.held = 0
  run.edition++
}

/** Adds what a page missed, or takes all of it anew. Its output replaces what the page had: main keeps its beginning and its newest part. */
function appendRest(run: HeldRun, soFar: RunSoFar): void {
  if (soFar.first !== run.held) forget(run)
  for (const batch of soFar.batches) appendBatch(run.history, batch)
  run.held = soFar.batchCount
  run.damage = soFar.damage
  run.output = emptyLog()
  for (const chunk of soFar.output) appendOutput(run.output, chunk)
}

