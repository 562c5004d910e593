// Core lanes as slices: who ran on each core. Lanes are shares per tick, not switches: within a tick each slice is as long as
// its share, and what goes on over several ticks is one slice; the order within a tick is ours, not the kernel's.
import { deriveLanes, type CoreLane } from '../../../shared/derive/lanes.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import { nameOfProcess, nameOfThread } from '../../../shared/derive/names.ts'

/** Shorter slices could neither be seen nor would their sum matter. */
const SHORTEST_NS = 1000

/** Somebody ran on a core from, to. */
export interface LaneSlice {
  readonly core: number
  readonly name: string
  readonly fromNs: number
  readonly toNs: number
}

/** A slice that has begun; `key` tells whether the next part goes on with it. */
interface Open {
  readonly key: string
  readonly slice: LaneSlice
}

/** Cuts lanes into slices chunk by chunk, in order of time; slices join across chunks. Those of one core are told in order. */
export class LaneSlices {
  readonly #tell: (slice: LaneSlice) => void
  readonly #history: RunHistory
  readonly #hidden: ReadonlySet<number>
  readonly #open = new Map<number, Open>()

  constructor(history: RunHistory, hidden: ReadonlySet<number>, tell: (slice: LaneSlice) => void) {
    this.#history = history
    this.#hidden = hidden
    this.#tell = tell
  }

  append(edgesNs: Float64Array): void {
    const { cores, isAttributed } = deriveLanes(this.#history, edgesNs)
    for (const lane of cores) this.#appendLane(lane, edgesNs, isAttributed)
  }

  /** Tells what is still open. */
  finish(): void {
    for (const { slice } of this.#open.values()) this.#tell(slice)
    this.#open.clear()
  }

  #appendLane(lane: CoreLane, edgesNs: Float64Array, isAttributed: boolean): void {
    for (let bin = 0; bin < lane.rest.length; bin++) {
      const leftNs = edgesNs[bin]!
      const widthNs = edgesNs[bin + 1]! - leftNs
      let atNs = leftNs
      for (const part of this.#partsOf(lane, bin, isAttributed)) {
        const lengthNs = part.share * widthNs
        if (lengthNs < SHORTEST_NS) continue
        this.#lay(lane.core, part, { fromNs: atNs, toNs: atNs + lengthNs })
        atNs += lengthNs
      }
    }
  }

  /** What ran in a bin; first whoever ran at the end of the bin before, so that it goes on as one slice. */
  #partsOf(lane: CoreLane, bin: number, isAttributed: boolean): readonly Part[] {
    const parts: Part[] = []
    for (let i = lane.starts[bin]!; i < lane.starts[bin + 1]!; i++) parts.push({ ...this.#who(lane.process[i]!, lane.thread[i]!), share: lane.share[i]! })
    const rest = lane.rest[bin]!
    if (rest > 0) parts.push({ key: 'rest', name: isAttributed ? 'rest of the machine' : 'busy, this run included', share: rest })
    const goesOn = this.#open.get(lane.core)?.key
    return [...parts.filter(({ key }) => key === goesOn), ...parts.filter(({ key }) => key !== goesOn)]
  }

  #who(process: number, thread: number): Omit<Part, 'share'> {
    const [owner, ran] = [this.#history.processes[process], this.#history.threads[thread]]
    if (!owner) return { key: 'many', name: 'this run, not told apart' }
    if (this.#hidden.has(process)) return { key: 'hidden', name: 'this run, hidden' }
    const isMain = !ran || ran.tid === owner.pid
    return { key: isMain ? `process ${process}` : `thread ${thread}`, name: isMain ? nameOfProcess(owner) : `${nameOfThread(ran)} of ${nameOfProcess(owner)}` }
  }

  #lay(core: number, { key, name }: Part, { fromNs, toNs }: { fromNs: number; toNs: number }): void {
    const open = this.#open.get(core)
    const goesOn = open?.key === key && fromNs - open.slice.toNs < SHORTEST_NS
    if (open && !goesOn) this.#tell({ ...open.slice, toNs: Math.min(open.slice.toNs, fromNs) })
    this.#open.set(core, { key, slice: { core, name, fromNs: open && goesOn ? open.slice.fromNs : fromNs, toNs } })
  }
}

interface Part {
  readonly key: string
  readonly name: string
  /** Of the bin. */
  readonly share: number
}
