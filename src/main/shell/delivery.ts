// When the page gets what: each run's batches in order, none twice and none left out, at most 30 times a second, nothing
// while the window is hidden. What the page has already is one number per run; the batches themselves stay in the engine, as
// long as it keeps them: to a page that was away for longer the whole run is told anew.
import type { EventName, Events, OpenedRun, RunSoFar } from '../../shared/contract.ts'
import { shownOf } from '../../shared/derive/batchOf.ts'
import type { OutputChunk, SampleBatch } from '../../shared/model/batch.ts'
import type { RunId } from '../../shared/model/run.ts'
import type { KeptRun, LiveRun } from '../engine/index.ts'
import { countForOneMessage, mergeBatches } from './merge.ts'
import { type PendingOutput, appendOutput, emptyOutput, takeOutput } from './output.ts'

export interface Page {
  readonly send: <Name extends EventName>(name: Name, value: Events[Name]) => void
  /** Whether anybody can see it. */
  readonly isShown: () => boolean
}

export interface Delivery {
  /** Tells the page of a run that has just begun, and from now on what happens in it. */
  follow(live: LiveRun): void
  /** The page has loaded and listens. Of runs that go on it hears once it has asked for them by readRun. */
  attach(): void
  /** The page is being loaded anew, or has gone. */
  detach(): void
  /** The run so far, from batch `fromBatch` on. Deliveries, of one that goes on, go on exactly after it. */
  catchUp(kept: KeptRun, fromBatch: number): RunSoFar
  /** Tells the page of a recording that main opened: at once, or as soon as it listens. Of several, the last. */
  readonly announce: (opened: OpenedRun) => void
  /** The window has become visible: what was held back goes out. */
  resume(): void
}

/** Milliseconds; a fake in tests. */
export interface Clock {
  now(): number
  /** Calls back once, after `ms`. */
  after(ms: number, callback: () => void): void
}

interface Followed {
  readonly live: LiveRun
  readonly output: PendingOutput
  /** Batches the page has. */
  sent: number
  isStartTold: boolean
  /** False after a reload, until the page asks for this run. */
  isWanted: boolean
  stopWatching: () => void
}

const DELIVERIES_PER_SECOND = 30
const PAUSE_MS = 1000 / DELIVERIES_PER_SECOND

export function openDelivery(page: Page, clock: Clock): Delivery {
  const followed = new Map<RunId, Followed>()
  let isAttached = false
  let isPlanned = false
  let lastMs = -Infinity
  let unannounced: OpenedRun | null = null

  /** Sends at once if the last time is long enough ago, else as soon as it is. */
  const plan = (): void => {
    if (isPlanned || !isAttached || !page.isShown()) return
    isPlanned = true
    const waitMs = lastMs + PAUSE_MS - clock.now()
    if (waitMs <= 0) flush()
    else clock.after(waitMs, flush)
  }

  const flush = (): void => {
    isPlanned = false
    if (!isAttached || !page.isShown()) return
    lastMs = clock.now()
    const wanted = [...followed.values()].filter(({ isWanted }) => isWanted)
    for (const each of wanted) deliver(page, each)
    for (const each of wanted.filter(isTold)) leave(each)
    if (wanted.some(each => each.sent < each.live.batchCount)) plan()
  }

  const leave = (each: Followed): void => {
    each.stopWatching()
    followed.delete(each.live.header.run)
  }

  const announceRest = (): void => {
    if (!isAttached || !unannounced) return
    page.send('runOpened', unannounced)
    unannounced = null
  }

  return {
    announce(opened) {
      unannounced = opened
      announceRest()
    },
    follow(live) {
      const each: Followed = { live, output: emptyOutput(), sent: 0, isStartTold: false, isWanted: true, stopWatching: () => undefined }
      followed.set(live.header.run, each)
      const onOutput = (chunk: OutputChunk): void => {
        appendOutput(each.output, chunk)
        plan()
      }
      each.stopWatching = live.watch({ onBatch: plan, onOutput, onEnd: plan })
      plan()
    },
    attach() {
      isAttached = true
      for (const each of followed.values()) each.isWanted = false
      clock.after(0, announceRest) // behind the reply to readStart, without which the page can show nothing
    },
    detach() {
      isAttached = false
    },
    catchUp(kept, fromBatch) {
      const each = followed.get(kept.header.run)
      if (each) {
        Object.assign(each, { sent: kept.batchCount, isStartTold: true, isWanted: true })
        takeOutput(each.output) // it is in kept.output as well
        if (kept.end) leave(each) // this reply tells its end
      }
      return soFar(kept, fromBatch)
    },
    resume: plan
  }
}

/** One message of batches per run and turn, so that a long absence is made up for piece by piece. The end comes after everything. */
function deliver(page: Page, each: Followed): void {
  const { live } = each
  if (!each.isStartTold) page.send('runStarted', live.header)
  each.isStartTold = true
  const { first, batches } = live.readBatches(each.sent)
  const message = mergeSome(batches, 0)
  if (message) {
    const count = message.batch.past ? live.batchCount : message.count
    page.send('batchArrived', { first, count, batch: message.batch })
    each.sent = first + count
  }
  for (const chunk of takeOutput(each.output)) page.send('outputArrived', chunk)
  if (live.end && isTold(each)) page.send('runEnded', live.end)
}

const isTold = ({ live, sent }: Followed): boolean => live.end !== null && sent === live.batchCount

function soFar(kept: KeptRun, fromBatch: number): RunSoFar {
  const { header, batchCount, output, end, isLive, isSketch = false, damage = [] } = kept
  const { first, batches } = kept.readBatches(fromBatch)
  const merged: SampleBatch[] = []
  let at = 0
  for (let message = mergeSome(batches, at); message; message = mergeSome(batches, at)) {
    merged.push(message.batch.past ? shownOf(message.batch) : message.batch)
    at += message.count
  }
  return { header, first, batches: merged, batchCount, output, end, isLive, isSketch, damage }
}

/** As many as fit into one message, from index `from` on; null: there are none. */
function mergeSome(batches: readonly SampleBatch[], from: number): { readonly count: number; readonly batch: SampleBatch } | null {
  const count = countForOneMessage(batches, from)
  const [first, ...rest] = batches.slice(from, from + count)
  return first ? { count, batch: mergeBatches([first, ...rest]) } : null
}
