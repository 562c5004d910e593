// A tree that ran before we came: followed until its last process has ended, or until we leave. It is neither held nor
// guarded nor moved to a cgroup, and never signalled unless the user asks for it.
import { readFileSync, readlinkSync } from 'node:fs'
import type { AttachOptions, LiveRun, RunListener } from './engine.ts'
import type { RunHistory } from '../../shared/derive/history.ts'
import { deriveUnseen, unseenTotalNs } from '../../shared/derive/unseen.ts'
import { FaultError } from '../../shared/fault.ts'
import type { SampleBatch } from '../../shared/model/batch.ts'
import type { ProcessId, RunEnd, RunHeader, RunSpec, SignalName } from '../../shared/model/run.ts'
import { type Ns, ns } from '../../shared/units.ts'
import { DEFAULT_GRACE_MS, endTree } from './launch/ending.ts'
import { HAS_PROC, type Identity, isAlive, readStanding } from './launch/identity.ts'
import { composeTotal } from './launch/totals.ts'
import { signalProcess, WorkloadTree } from './launch/tree.ts'
import type { RunTools } from './liveRun.ts'
import { parseCommand, parseLabelled } from './procfs/details.ts'
import { checkRecordable, sayRecordingFailed, startRecording } from './recording/live.ts'
import { RunFeed } from './runFeed.ts'
import { startSampling } from './sampling/choice.ts'
import type { Sampling, SamplingEnd } from './sampling/workers.ts'
import { hearWitnesses, type Witnesses } from './witnesses.ts'

type AttachTools = Pick<RunTools, 'run' | 'machine' | 'programVersion' | 'recordingsFolder'>

/** Throws a FaultError if there is no such process, or no way to follow it; then nothing is followed. */
export async function attachRun(pid: number, options: AttachOptions, tools: AttachTools): Promise<LiveRun> {
  const { rateHz, looks, startTicks } = options
  if (!HAS_PROC) throw new FaultError({ kind: 'cannot-attach', reason: 'this system has no /proc' })
  const root = findRoot(pid, startTicks)
  checkRecordable(options)
  const spec: RunSpec = { argv: readArguments(pid), throughShell: false, kind: 'attach', cwd: readLink(pid, 'cwd') ?? '/', envAdditions: {}, rateHz, sampler: 'procfs', looks }
  return AttachedRun.begin({ root, spec, options, tools })
}

/** The process of that number, and of that start time if one is given; a thread's number is none. */
function findRoot(pid: number, startTicks: number | undefined): Identity {
  const standing = readStanding(pid)
  if (!standing || !isAlive(standing) || readProcessOf(pid) !== pid) throw new FaultError({ kind: 'no-such-process', pid })
  if (startTicks !== undefined && standing.startTicks !== startTicks) throw new FaultError({ kind: 'process-replaced', pid })
  return standing
}

function readProcessOf(pid: number): number {
  try {
    return parseLabelled(readFileSync(`/proc/${String(pid)}/status`, 'latin1'), 'Tgid')
  } catch {
    return NaN
  }
}

/** The command line, or the kernel's short name where there is none (kernel threads). */
function readArguments(pid: number): string[] {
  try {
    const argv = parseCommand(readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1'))
    return argv.length > 0 ? argv : [readFileSync(`/proc/${String(pid)}/comm`, 'utf8').trimEnd()]
  } catch {
    throw new FaultError({ kind: 'no-such-process', pid })
  }
}

/** Null: not ours to read. */
function readLink(pid: number, name: 'cwd' | 'exe'): string | null {
  try {
    return readlinkSync(`/proc/${String(pid)}/${name}`)
  } catch {
    return null
  }
}

interface Parts {
  readonly root: Identity
  readonly spec: RunSpec
  readonly options: AttachOptions
  readonly tools: AttachTools
}

class AttachedRun implements LiveRun {
  readonly ended: Promise<RunEnd>
  readonly output = [] // its streams are its own
  readonly #feed: RunFeed
  readonly #tree: WorkloadTree
  readonly #sampling: Sampling
  readonly #witnesses: Witnesses
  readonly #anchorNs = process.hrtime.bigint()
  readonly #cpu0 = process.cpuUsage()
  #endedBy: RunEnd['endedBy'] = 'itself'

  /** Starts the sampler and waits until it has taken in the tree. */
  static async begin(parts: Parts): Promise<AttachedRun> {
    let run: AttachedRun | null = null
    const early: SampleBatch[] = []
    const failures: string[] = []
    const { spec, root, tools } = parts
    const sampling = startSampling(
      { spec, run: tools.run, rootPid: root.pid, command: spec.argv, cgroup: null, machine: tools.machine, isAttached: true },
      {
        onBatch: batch => {
          if (run) run.#deliver(batch)
          else early.push(batch)
        },
        onFailure: reason => {
          if (run) run.#fail(reason)
          else failures.push(reason)
        }
      }
    )
    await sampling.ready
    if (!isAlive(root)) { // whoever the sampler took in may be another one by now
      sampling.stop()
      throw new FaultError({ kind: 'no-such-process', pid: root.pid })
    }
    run = new AttachedRun(parts, sampling)
    for (const batch of early) run.#deliver(batch)
    for (const reason of failures) run.#fail(reason)
    return run
  }

  private constructor({ root, spec, options, tools }: Parts, sampling: Sampling) {
    this.#sampling = sampling
    this.#tree = new WorkloadTree(root, null)
    const facts: Omit<RunHeader, 'startedAtUnixMs'> = {
      ...{ run: tools.run, spec, executable: readLink(root.pid, 'exe') ?? '', rootPid: root.pid },
      ...{ sampler: 'procfs', totalBy: 'sampled', machine: tools.machine, programVersion: tools.programVersion }
    }
    const onFailure = (reason: string): void => this.#feed.deliver(this.#feed.composeWarning('recording-failed', sayRecordingFailed(reason), this.#now()))
    this.#feed = new RunFeed(facts, header => startRecording(header, options, { folder: tools.recordingsFolder, onFailure }))
    this.#witnesses = hearWitnesses('procfs', { stdio: 'stream' }, {
      ...{ now: () => this.#now(), anchorNs: this.#anchorNs, say: events => this.#deliver(this.#feed.compose({ events })) },
      warn: (code, text) => this.#deliver(this.#feed.composeWarning(code, text, this.#now()))
    })
    sampling.release(this.#anchorNs)
    this.ended = sampling.over.then(sampled => this.#conclude(sampled))
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

  watch(listener: RunListener): () => void {
    return this.#feed.watch(listener)
  }

  detach(): void {
    if (this.end) return
    if (this.#endedBy === 'itself') this.#endedBy = 'left'
    this.#sampling.stop()
  }

  /** The user asked for it: whoever lives of the tree is ended. */
  stop(graceMs = DEFAULT_GRACE_MS): void {
    if (this.end) return
    this.#endedBy = 'asked'
    void endTree(this.#tree, { cgroup: null, graceMs })
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

  #now(): Ns {
    return ns(Number(process.hrtime.bigint() - this.#anchorNs))
  }

  #deliver(batch: SampleBatch): void {
    this.#tree.follow(batch.events)
    this.#witnesses.follow(batch)
    this.#feed.deliver(batch)
  }

  #fail(reason: string): void {
    this.#deliver(this.#feed.composeWarning('sampler-failed', `The sampler failed (${reason}). What was measured until then is kept; the program goes on.`, this.#now()))
  }

  async #conclude(sampled: SamplingEnd | null): Promise<RunEnd> {
    this.#witnesses.end()
    const end = this.#composeEnd(sampled)
    await this.#feed.finish(end)
    return end
  }

  #composeEnd(sampled: SamplingEnd | null): RunEnd {
    const { history } = this
    const total = composeTotal({ cgroup: null, root: null, orphans: null }, history)
    const unseenNs = unseenTotalNs(deriveUnseen(history))
    const lastNs = ns(sampled?.tNs ?? this.#now())
    const [root] = history.processes
    const { user, system } = process.cpuUsage(this.#cpu0)
    return {
      ...{ run: this.header.run, wallNs: lastNs, rootEndNs: root?.endedNs ?? lastNs, exit: root?.exit ?? { code: null, signal: null } },
      ...{ ...total, cpuNs: total.cpuNs === null ? null : ns(total.cpuNs + unseenNs) },
      endedBy: sampled === null && this.#endedBy === 'itself' ? 'left' : this.#endedBy,
      ownCpu: { samplerNs: ns(sampled?.samplerNs ?? NaN), programNs: ns((user + system) * 1000) }
    }
  }
}
