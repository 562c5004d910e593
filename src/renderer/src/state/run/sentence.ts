// What was seen, in plain words. Every figure in it was measured; what was not measured is not mentioned.
import { formatBytes, formatCores, formatCount, formatDuration } from '../../../../shared/format.ts'
import type { RunSummary } from '../../../../shared/model/run.ts'
import type { Seen } from './seen.ts'

/** A figure links to how it was measured. */
export type SentencePiece = { readonly kind: 'words'; readonly text: string } | { readonly kind: 'figure'; readonly text: string }
export type Sentence = readonly SentencePiece[]

const words = (text: string): SentencePiece => ({ kind: 'words', text })
const figure = (text: string): SentencePiece => ({ kind: 'figure', text })

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

/** “5 processes, at most 9 threads at once, used 3.21 s of CPU time in 4.10 s …” */
export function saySummary(summary: RunSummary): Sentence {
  const pieces = [figure(countOf(summary.processCount, 'process', 'processes'))]
  if (summary.threadCountPeak !== null) pieces.push(words(', at most '), figure(countOf(summary.threadCountPeak, 'thread', 'threads')), words(' at once,'))
  pieces.push(words(summary.cpuNs === null ? ' ran for ' : ' used '))
  if (summary.cpuNs !== null) pieces.push(figure(formatDuration(summary.cpuNs)), words(' of CPU time in '))
  pieces.push(figure(formatDuration(summary.wallNs)))
  pieces.push(...sayCoresUsed(summary))
  pieces.push(words('.'), ...sayPeakMemory(summary))
  return pieces
}

function sayCoresUsed({ coresUsedMean, coresUsedPeak, machine }: RunSummary): SentencePiece[] {
  const all = `of ${countOf(machine.coreCount, 'core', 'cores')}`
  const mean = coresUsedMean === null ? [] : [words(': '), figure(`${formatCores(coresUsedMean)} ${all}`), words(' on average')]
  if (coresUsedPeak === null) return mean
  return mean.length > 0 ? [...mean, words(', at most '), figure(formatCores(coresUsedPeak))] : [words(': at most '), figure(`${formatCores(coresUsedPeak)} ${all}`)]
}

function sayPeakMemory({ peakPssBytes, peakRssBytes, processCount }: RunSummary): SentencePiece[] {
  if (peakPssBytes !== null) return [words(' Memory was at most '), figure(formatBytes(peakPssBytes)), words(' (PSS).')]
  if (peakRssBytes === null) return []
  const shared = processCount > 1 ? ' (RSS, shared pages counted more than once).' : ' (RSS).'
  return [words(' Memory was at most '), figure(formatBytes(peakRssBytes)), words(shared)]
}

const countOf = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`

export const sentenceText = (sentence: Sentence): string => sentence.map(({ text }) => text).join('')
