// The living members of one workload's tree, and signals to them. Nobody is signalled by PID alone.
import { readFileSync } from 'node:fs'
import { FaultError } from '../../../shared/fault.ts'
import type { RunEvent } from '../../../shared/model/batch.ts'
import type { ProcessId, SignalName } from '../../../shared/model/run.ts'
import { HAS_PROC, type Identity, isAlive, readChildren, readStanding, scanStandings } from './identity.ts'

/** As the sampler told of it. */
interface Member extends Identity {
  readonly parentPid: number | null
}

export class WorkloadTree {
  readonly #root: Identity
  /** Everyone the sampler told of who has not ended, by ProcessId. */
  readonly #members = new Map<ProcessId, Member>()
  /** A cgroup's folder, if the run has one: it lists its members itself. */
  readonly #cgroupFolder: string | null

  constructor(root: Identity, cgroupFolder: string | null) {
    this.#root = root
    this.#cgroupFolder = cgroupFolder
  }

  /** Keeps up with what the sampler says. Returns the members that were born outside the root's session. */
  follow(events: readonly RunEvent[]): Identity[] {
    const left: Identity[] = []
    for (const event of events) {
      if (event.kind === 'born') {
        const { pid, startTicks, parentPid } = event
        this.#members.set(event.process, { pid, startTicks, parentPid })
        if (readStanding(pid)?.session !== this.#root.pid) left.push({ pid, startTicks })
      } else if (event.kind === 'ended') this.#members.delete(event.process)
    }
    return left
  }

  /** Everyone who is alive now, also those born since the last tick. Zombies are not. */
  readLiving(): Identity[] {
    const found = new Map<number, Identity>()
    const enter = (pid: number): void => {
      if (found.has(pid)) return
      const standing = readStanding(pid)
      if (!standing || standing.state === 'Z' || standing.state === 'X') return
      found.set(pid, standing)
      for (const child of this.#readChildren(pid)) enter(child)
    }
    for (const member of [this.#root, ...this.#members.values()]) if (isAlive(member)) enter(member.pid)
    for (const pid of this.#readCgroup()) enter(pid)
    return [...found.values()]
  }

  /** As `readLiving`, with those that only share the root's session: a scan of the machine, for when the tree looks empty. */
  readLeftovers(): Identity[] {
    const living = this.readLiving()
    if (living.length > 0) return living
    return this.#scanSession()
  }

  /** Whoever shares the root's session, known to the sampler or not. */
  #scanSession(): Identity[] {
    return scanStandings().filter(({ session, state }) => session === this.#root.pid && state !== 'Z' && state !== 'X')
  }

  /** Sends a signal to everyone alive. Returns how many were reached. */
  signalAll(signal: SignalName): number {
    // The sampler there finds newborns late; those of the root's group are reached all the same. A second SIGKILL does no harm.
    if (!HAS_PROC && signal === 'SIGKILL') killGroup(this.#root.pid)
    const everyone = new Map([...this.#scanSession(), ...this.readLiving()].map(member => [member.pid, member]))
    return [...everyone.values()].filter(member => sendSignal(member, signal) === 'sent').length
  }

  /** The identity that the sampler told for a process of the run; null once it has ended. */
  find(process: ProcessId): Identity | null {
    return this.#members.get(process) ?? null
  }

  /** One process and everyone below it, now. */
  readSubtree({ pid }: Identity): Identity[] {
    const found: Identity[] = []
    const enter = (each: number): void => {
      const standing = readStanding(each)
      if (!standing || found.some(one => one.pid === each)) return
      found.push(standing)
      for (const child of this.#readChildren(each)) enter(child)
    }
    enter(pid)
    return found
  }

  #readChildren(pid: number): number[] {
    return HAS_PROC ? readChildren(pid) : [...this.#members.values()].filter(({ parentPid }) => parentPid === pid).map(member => member.pid)
  }

  #readCgroup(): number[] {
    if (this.#cgroupFolder === null) return []
    try {
      return readFileSync(`${this.#cgroupFolder}/cgroup.procs`, 'latin1').split('\n').filter(Boolean).map(Number)
    } catch {
      return []
    }
  }
}

/** Signals one process of a run, or it and all below it; replies how many were reached. Throws FaultError if it itself was not. */
export function signalProcess(tree: WorkloadTree, { process, pid }: { process: ProcessId; pid: number }, { subtree, signal }: { subtree: boolean; signal: SignalName }): number {
  const target = tree.find(process)
  if (!target) throw new FaultError({ kind: 'process-gone', pid })
  const outcomes = (subtree ? tree.readSubtree(target) : [target]).map(member => sendSignal(member, signal))
  if (outcomes[0] === 'gone') throw new FaultError({ kind: 'process-gone', pid: target.pid })
  if (outcomes[0] === 'forbidden') throw new FaultError({ kind: 'signal-forbidden', pid: target.pid, signal })
  return outcomes.filter(outcome => outcome === 'sent').length
}

/** Sends a signal if this very process is still there. */
export function sendSignal(member: Identity, signal: SignalName): 'sent' | 'gone' | 'forbidden' {
  if (!isAlive(member)) return 'gone'
  try {
    process.kill(member.pid, signal)
    return 'sent'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'forbidden' : 'gone'
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // nobody of the group is left
  }
}
