// One run, first line to last: launched, followed, ended. Nothing is started here that is not also waited for here.
import type { LaunchOptions, LiveRun, RunListener } from './engine.ts'
import type { RunHistory } from '../../shared/derive/history.ts'
import type { OutputChunk, RunEvent, SampleBatch } from '../../shared/model/batch.ts'
import type { MachineFacts } from '../../shared/model/machine.ts'
import type { Exit, ProcessId, RunEnd, RunHeader, RunId, RunSpec, SignalName, WarningCode } from '../../shared/model/run.ts'
import { type Ns, ns } from '../../shared/units.ts'
import type { ChildAccounts, Account } from './launch/accounts.ts'
import { enterCgroup, type RunCgroup } from './launch/cgroup.ts'
import { DEFAULT_GRACE_MS, endTree } from './launch/ending.ts'
import { type Guard, postGuard } from './launch/guard.ts'
import { type HeldWorkload, holdWorkload, type HoldSpec } from './launch/hold.ts'
import { type Identity, readStanding } from './launch/identity.ts'
import { OutputKeeper, readOutput } from './launch/output.ts'
import { prepareLaunch } from './launch/prepare.ts'
import { composeTotal } from './launch/totals.ts'
import { signalProcess, WorkloadTree } from './launch/tree.ts'
import { checkRecordable, sayRecordingFailed, startRecording } from './recording/live.ts'
import type { Recorder } from './recording/recorder.ts'
import { RunFeed } from './runFeed.ts'
import { chooseSampler, startSampling } from './sampling/choice.ts'
import type { Sampling, SamplingEnd } from './sampling/workers.ts'
import { hearWitnesses, type Witnesses } from './witnesses.ts'

export interface RunTools {
  readonly run: RunId
  readonly machine: MachineFacts
  readonly programVersion: string
  readonly accounts: ChildAccounts
  readonly mayUseCgroups: boolean
  /** Where runs are recorded for which nothing else is wished; null: nowhere. */
  readonly recordingsFolder: string | null
}

/** Launches a workload and follows it. Throws a FaultError, and leaves nothing behind, if it cannot be started. */
export async function startRun(spec: RunSpec, options: LaunchOptions, tools: RunTools): Promise<LiveRun> {
  const hold = prepareLaunch(spec, options.stdio)
  checkRecordable(options)
  const held = await holdWorkload(hold)
  try {
    const root: Identity = { pid: held.pid, startTicks: readStanding(held.pid)?.startTicks ?? 0 }
    const cgroup = tools.mayUseCgroups && chooseSampler(spec) === 'procfs' ? enterCgroup(held.pid, `forkscope-${String(process.pid)}-${tools.run}`) : null
    const guard = postGuard(root, cgroup?.folder ?? null)
    await guard.ready
    return await FollowedRun.begin({ spec, options, hold, held, root, cgroup, guard, tools })
  } catch (error) {
    held.abandon()
    throw error
  }
}

interface Parts {
  readonly spec: RunSpec
  readonly options: LaunchOptions
  readonly hold: HoldSpec
  readonly held: HeldWorkload
  readonly root: Identity
  readonly cgroup: RunCgroup | null
  readonly guard: Guard
  readonly tools: RunTools
}

/** What wait told of the root: how and when it ended, and what it and all whom it waited for used. */
interface RootExit {
  readonly exit: Exit
  readonly tNs: Ns
  readonly account: Account | null
  /** Its account could not be told from somebody else's. */
  readonly isShared: boolean
}

/** Nothing more is written after the last process has left; pipes that somebody else keeps open are not waited for. */
const OUTPUT_PATIENCE_MS = 1000

class FollowedRun implements LiveRun {
  readonly ended: Promise<RunEnd>
  readonly #feed: RunFeed
  readonly #parts: Parts
  readonly #tree: WorkloadTree
  readonly #sampling: Sampling
  readonly #output = new OutputKeeper()
  readonly #ended = Promise.withResolvers<RunEnd>()
  readonly #anchorNs: bigint
  readonly #witnesses: Witnesses
  readonly #cpu0 = process.cpuUsage()
  readonly #cgroupBefore: ReturnType<RunCgroup['readTotal']>
  #endedBy: RunEnd['endedBy'] = 'itself'

  /** Starts the sampler, waits until it has seen the held root, lets the workload run. */
  static async begin(parts: Parts): Promise<FollowedRun> {
    let run: FollowedRun | null = null
    const early: SampleBatch[] = []
    const sampling = startSampling(
      { spec: parts.spec, run: parts.tools.run, rootPid: parts.held.pid, command: parts.hold.argv, cgroup: parts.cgroup, machine: parts.tools.machine },
      {
        onBatch: batch => {
          if (run) run.#deliver(batch)
          else early.push(batch)
        },
        onFailure: reason => {
          if (run) run.#warn('sampler-failed', `The sampler failed (${reason}). What was measured until then is kept; the program goes on.`)
        }
      }
    )
    await sampling.ready
    run = new FollowedRun(parts, sampling)
    for (const batch of early) run.#deliver(batch)
    return run
  }

  private constructor(parts: Parts, sampling: Sampling) {
    const { spec, hold, held, root, cgroup, tools } = parts
    this.#parts = parts
    this.#sampling = sampling
    this.#tree = new WorkloadTree(root, cgroup?.folder ?? null)
    this.ended = this.#ended.promise
    const sampler = chooseSampler(spec)
    this.#cgroupBefore = cgroup?.readTotal() ?? null
    const totalBy = sampler === 'portable' ? 'portable' : this.#cgroupBefore ? 'cgroup' : 'procfs'
    const exit = this.#whenRootExits()
    this.#anchorNs = process.hrtime.bigint()
    const facts: Omit<RunHeader, 'startedAtUnixMs'> = {
      ...{ run: tools.run, spec, executable: hold.executable, rootPid: held.pid },
      ...{ sampler, totalBy, machine: tools.machine, programVersion: tools.programVersion }
    }
    this.#feed = new RunFeed(facts, header => this.#record(header))
    const output = this.#followOutput()
    this.#witnesses = hearWitnesses(sampler, this.#parts.options, {
      ...{ now: () => this.#now(), anchorNs: this.#anchorNs, say: events => this.#say(events) },
      warn: (code, text) => this.#warn(code, text)
    })
    sampling.release(this.#anchorNs)
    held.release()
    void this.#conclude(exit, output)
  }

  get header(): RunHeader {
    return this.#feed.header
  }

  get history(): RunHistory {
    return this.#feed.history
  }

  get batchCount(): number {
    return this.#feed.batchCount
  }

  readBatches(from: number): ReturnType<LiveRun['readBatches']> {
    return this.#feed.readBatches(from)
  }

  get end(): RunEnd | null {
    return this.#feed.end
  }

  get isLive(): boolean {
    return this.end === null
  }

  get recordedTo(): string | null {
    return this.#feed.recordedTo
  }

  get output(): readonly OutputChunk[] {
    return this.#output.chunks
  }

  watch(listener: RunListener): () => void {
    return this.#feed.watch(listener)
  }

  stop(graceMs = DEFAULT_GRACE_MS): void {
    if (this.end) return
    this.#endedBy = 'asked'
    void endTree(this.#tree, { cgroup: this.#parts.cgroup, graceMs })
  }

  kill(): void {
    this.stop(0)
  }

  signalAll(signal: SignalName): number {
    return this.#tree.signalAll(signal)
  }

  signal(process: ProcessId, options: { subtree: boolean; signal: SignalName }): number {
    return signalProcess(this.#tree, { process, pid: this.history.processes[process]?.pid ?? 0 }, options)
  }

  /** What was launched here is not left alone: it ends with us. */
  detach(): void {
    this.stop()
  }

  #now(): Ns {
    return ns(Number(process.hrtime.bigint() - this.#anchorNs))
  }

  #deliver(batch: SampleBatch): void {
    this.#parts.guard.add(this.#tree.follow(batch.events))
    this.#witnesses.follow(batch)
    this.#feed.deliver(batch)
  }

  #record(header: RunHeader): Recorder | null {
    const { options, tools } = this.#parts
    // It may fail as late as when it is closed: told past everything else that listens while the run goes on.
    const onFailure = (reason: string): void => this.#feed.deliver(this.#feed.composeWarning('recording-failed', sayRecordingFailed(reason), this.#now()))
    return startRecording(header, options, { folder: tools.recordingsFolder, onFailure })
  }

  #say(events: RunEvent[]): void {
    this.#deliver(this.#feed.compose({ events }))
  }

  #warn(code: WarningCode, text: string): void {
    this.#deliver(this.#feed.composeWarning(code, text, this.#now()))
  }

  /** Resolves with what wait told. */
  #whenRootExits(): Promise<RootExit> {
    const { child } = this.#parts.held
    return new Promise(resolve => {
      child.once('exit', (code, signal) => {
        const tNs = this.#now()
        void this.#parts.tools.accounts.accountOf(child).then(account => resolve({ exit: { code, signal }, tNs, ...account }))
      })
    })
  }

  #followOutput(): Promise<unknown> {
    const { child } = this.#parts.held
    const { run } = this.#parts.tools
    const take = (chunk: OutputChunk): void => {
      this.#output.append(chunk)
      this.#feed.tellOutput(chunk)
    }
    const now = (): Ns => this.#now()
    child.on('message', message => {
      const marker = markerOf(message)
      if (marker) this.#say([{ kind: 'marker', tNs: now(), pid: this.#parts.held.pid, ...marker }])
    })
    return Promise.all([
      child.stdout && readOutput(child.stdout, { run, stream: 'stdout', now, take }),
      child.stderr && readOutput(child.stderr, { run, stream: 'stderr', now, take })
    ])
  }

  async #conclude(rootExit: Promise<RootExit>, output: Promise<unknown>): Promise<void> {
    const { exit, tNs, account, isShared } = await rootExit
    this.#sampling.endRoot(tNs, exit)
    const sampled = (await this.#sampling.over) ?? (await this.#waitUnsampled())
    await Promise.race([output, patience(OUTPUT_PATIENCE_MS, { isHolding: false })])
    this.#witnesses.end()
    if (isShared && !this.#cgroupBefore && this.header.sampler === 'procfs') this.#warn('total-uncertain', SHARED_ACCOUNT)
    const end = this.#composeEnd({ exit, tNs, account, isShared, sampled })
    this.#parts.guard.dismiss()
    this.#parts.cgroup?.remove()
    await this.#feed.finish(end)
    this.#ended.resolve(end)
  }

  /** Without a sampler the tree is only waited for. */
  async #waitUnsampled(): Promise<null> {
    while (this.#tree.readLeftovers().length > 0) await patience(100)
    return null
  }

  #composeEnd({ exit, tNs, account, sampled }: RootExit & { sampled: SamplingEnd | null }): RunEnd {
    const after = this.#parts.cgroup?.readTotal() ?? null
    const cgroup = this.#cgroupBefore && after ? { before: this.#cgroupBefore, after } : null
    const total = composeTotal({ cgroup, root: account, orphans: sampled?.orphans ?? null }, this.history)
    const { user, system } = process.cpuUsage(this.#cpu0)
    // On a busy machine a look may find the root's end before our main thread is told of it.
    const rootEndNs = ns(Math.min(tNs, this.history.processes[0]?.endedNs ?? Infinity))
    return {
      run: this.header.run,
      wallNs: ns(Math.max(rootEndNs, lastEnd(this.history))),
      rootEndNs,
      exit,
      ...total,
      endedBy: this.#endedBy,
      ownCpu: { samplerNs: ns(sampled?.samplerNs ?? NaN), programNs: ns((user + system) * 1000) }
    }
  }
}

const SHARED_ACCOUNT = 'This program ended at the same moment as another one that Forkscope had started, and the system tells only what both used together. The total is what was sampled: children that no look saw are not in it.'

/** When the last process of the tree was found gone. */
function lastEnd(history: RunHistory): number {
  return history.processes.reduce((latest, { endedNs }) => Math.max(latest, endedNs ?? 0), 0)
}

/** A message of a forked module that means a marker: { marker: name, value? }. Anything else is the program's own affair. */
function markerOf(message: unknown): { name: string; value: string | null } | null {
  if (typeof message !== 'object' || message === null || !('marker' in message) || typeof message.marker !== 'string') return null
  const value = 'value' in message && message.value !== undefined ? JSON.stringify(message.value) : null
  return { name: message.marker.slice(0, 200), value: value?.slice(0, 1000) ?? null }
}

/** `isHolding`: whether this alone keeps the program from exiting. What is raced against something else must not. */
const patience = (ms: number, { isHolding = true } = {}): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    if (!isHolding) timer.unref()
  })
