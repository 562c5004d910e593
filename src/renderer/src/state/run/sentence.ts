// What is seen of a run that goes on, in plain words; of one that has ended: shared/derive/sentence.ts.
import { countOf, figure, type Sentence, type SentencePiece, words } from '../../../../shared/derive/sentence.ts'
import { formatBytes, formatCores, formatCount } from '../../../../shared/format.ts'
import type { Seen } from './seen.ts'

/** Fewer threads than this waiting for a core, on average, are nothing to speak of. */
const WORTH_SAYING = 0.2

/** “2 processes with 6 threads use 1.98 of 2 cores now …” */
export function saySeen(seen: Seen, coreCount: number): Sentence {
  if (Number.isNaN(seen.coresNow)) return [words('Waiting for the first sample.')]
  const pieces = [...sayWho(seen), words(seen.processesNow === 1 ? ' uses ' : ' use '), figure(`${formatCores(seen.coresNow)} of ${countOf(coreCount, 'core', 'cores')}`), words(' now')]
  if (!Number.isNaN(seen.coresMean)) pieces.push(words(', '), figure(formatCores(seen.coresMean)), words(' on average so far'))
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
