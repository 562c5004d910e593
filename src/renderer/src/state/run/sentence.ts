// What is seen of a run that goes on, in plain words; of one that has ended: shared/derive/sentence.ts.
import { countOf, figure, type Sentence, type SentencePiece, words } from '../../../../shared/derive/sentence.ts'
import { formatBytes, formatCores, formatCount, formatDuration } from '../../../../shared/format.ts'
import type { Seen } from './seen.ts'

/** Fewer threads than this waiting for a core, on average, are nothing to speak of. */
const WORTH_SAYING = 0.2

/** “2 processes with 6 threads use 1.98 of 2 cores now …”; of a moment of a run that is over: “At 3.20 s: …” */
export function saySeen(seen: Seen, { coreCount, atNs }: { readonly coreCount: number; readonly atNs: number | null }): Sentence {
  if (Number.isNaN(seen.coresNow)) return [words(atNs === null ? 'Waiting for the first sample.' : `Nothing was measured at ${formatDuration(atNs)}.`)]
  const use = `${formatCores(seen.coresNow)} of ${countOf(coreCount, 'core', 'cores')}`
  const pieces = [words(atNs === null ? '' : `At ${formatDuration(atNs)}: `), ...sayWho(seen), words(seen.processesNow === 1 ? ' uses ' : ' use '), figure(use), words(atNs === null ? ' now' : '')]
  if (!Number.isNaN(seen.coresMean)) pieces.push(words(', '), figure(formatCores(seen.coresMean)), words(atNs === null ? ' on average so far' : ' on average until then'))
  pieces.push(words('.'))
  if (seen.waitingNow >= WORTH_SAYING) pieces.push(words(' Waiting for a core: '), figure(`${seen.waitingNow.toFixed(1)} threads`), words('.'))
  if (!Number.isNaN(seen.pssNow)) pieces.push(words(' Memory: '), figure(formatBytes(seen.pssNow)), words(seen.pssOf < seen.processesNow ? ` (PSS of ${formatCount(seen.pssOf)} of them).` : ' (PSS).'))
  else if (!Number.isNaN(seen.rssNow)) pieces.push(words(' Memory: '), figure(formatBytes(seen.rssNow)), words(' (RSS).'))
  return pieces
}

function sayWho(seen: Seen): SentencePiece[] {
  if (seen.processesNow === 0) return [words('No process is left; the run')]
  const processes = figure(countOf(seen.processesNow, 'process', 'processes'))
  const before = seen.processesSoFar > seen.processesNow ? [words(' (of '), figure(formatCount(seen.processesSoFar)), words(' so far)')] : []
  const threads = Number.isNaN(seen.threadsNow) ? [] : [words(' with '), figure(countOf(seen.threadsNow, 'thread', 'threads'))]
  return [processes, ...before, ...threads]
}
