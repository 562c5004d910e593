// What the demonstration says of its two runs: figures first, and a reason only as far as the figures bear it.
import { formatCores } from '../../shared/format.ts'

export interface DemoSeen {
  readonly language: 'Python' | 'Node'
  /** Cores that the runs may use. */
  readonly allowedCores: number
  readonly threads: Half
  readonly processes: Half
}

export interface Half {
  /** Cores used, on average. */
  readonly used: number | null
  /** Threads waiting for a core, on average; null where the kernel does not tell. */
  readonly waited: number | null
  /** Millions of turns that the workers counted; null if they did not say. */
  readonly turns: number | null
}

/** The starters' last line: '4 threads did 21.3 million turns in 5 s'. */
export function parseTurns(output: string): number | null {
  const turns = /did ([\d.]+) million turns/.exec(output)?.[1]
  return turns === undefined ? null : Number(turns)
}

export function layoutDemoSentence(seen: DemoSeen): string {
  const { threads, processes } = seen
  return `4 threads used ${sayHalf(threads)}; 4 processes used ${sayHalf(processes)}${sayGain(threads, processes)}. ${sayReason(seen)}`
}

function sayHalf({ used, waited, turns }: Half): string {
  const wish = used === null || waited === null ? '' : ` (and wanted ${formatCores(used + waited)})`
  return `${formatCores(used)} cores${wish}${turns === null ? '' : `, doing ${turns} million turns`}`
}

function sayGain({ turns: before }: Half, { turns: after }: Half): string {
  return before === null || after === null || before === 0 ? '' : `: ${(after / before).toFixed(2)} times as much in the same time`
}

/** About one core: the rest is the interpreter's own waking and waiting. */
const ABOUT_ONE = 1.15
/** What computing processes want is their number, whatever else runs; threads under one lock want less, also on a busy machine. */
const CLEARLY_MORE = 1.25

function sayReason({ language, allowedCores, threads, processes }: DemoSeen): string {
  if (threads.used === null || processes.used === null) return 'One of them could not be measured, so nothing can be concluded.'
  if (language === 'Node') {
    return 'Each worker thread has a JavaScript engine of its own and no lock between them, so threads use the cores as processes do.'
  }
  if (threads.used > ABOUT_ONE) return 'The threads used more than one core: this Python seems to have no GIL.'
  if (wantedOf(processes) > wantedOf(threads) * CLEARLY_MORE) return allowedCores < 2 || isBusy(processes, allowedCores) ? `${gil} ${few(allowedCores)}` : gil
  return 'The two hardly differ here, so nothing can be concluded.'
}

const gil = 'The threads share one interpreter, whose lock (the GIL) lets one of them run at a time; each process has an interpreter and a lock of its own.'

const few = (allowedCores: number): string =>
  allowedCores < 2 ? 'With one core to run on, the processes cannot show it.' : 'Other programs kept the cores busy meanwhile, so the processes got less than they could use.'

const wantedOf = ({ used, waited }: Half): number => (used ?? NaN) + (waited ?? 0)

/** They wanted every core they may use, and got clearly less. */
const isBusy = (half: Half, allowedCores: number): boolean => (half.used ?? 0) < Math.min(wantedOf(half), allowedCores) * 0.8
