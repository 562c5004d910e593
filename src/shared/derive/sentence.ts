// What was seen of a run, in plain words. Every figure in it was measured; what was not measured is not mentioned.
import { formatBytes, formatCores, formatCount, formatDuration } from '../format.ts'
import type { RunSummary } from '../model/run.ts'

/** A figure links to how it was measured. */
export type SentencePiece = { readonly kind: 'words'; readonly text: string } | { readonly kind: 'figure'; readonly text: string }
export type Sentence = readonly SentencePiece[]

export const words = (text: string): SentencePiece => ({ kind: 'words', text })
export const figure = (text: string): SentencePiece => ({ kind: 'figure', text })

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
  const shared = processCount > 1 ? ' (RSS of the greatest process).' : ' (RSS).'
  return [words(' Memory was at most '), figure(formatBytes(peakRssBytes)), words(shared)]
}

export const countOf = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`

export const sentenceText = (sentence: Sentence): string => sentence.map(({ text }) => text).join('')
