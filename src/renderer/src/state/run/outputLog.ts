// What the program wrote, as lines: bounded in lines and characters, the beginning left out first, and saying so.
import type { OutputChunk } from '../../../../shared/model/batch.ts'
import { plainLine, takeEscapesOut } from './plainText.ts'

export interface OutputLine {
  readonly tNs: number
  /** `note`: said by Forkscope, not by the program. */
  readonly stream: 'stdout' | 'stderr' | 'note'
  text: string
}

interface StreamState {
  carry: string
  /** The line that still grows; null after a line break. */
  open: OutputLine | null
  /** A carriage return was the last character: the next text begins the line anew, a line feed ends it. */
  isReturned: boolean
}

export interface OutputLog {
  lines: OutputLine[]
  /** Lines left out at the beginning since the window keeps only the newest. */
  droppedLines: number
  /** Bytes that never reached the window. */
  droppedBytes: number
  readonly streams: Readonly<Record<'stdout' | 'stderr', StreamState>>
}

export const MOST_LINES = 10_000
export const LONGEST_LINE = 4_000

const emptyStream = (): StreamState => ({ carry: '', open: null, isReturned: false })
export const emptyLog = (): OutputLog => ({ lines: [], droppedLines: 0, droppedBytes: 0, streams: { stdout: emptyStream(), stderr: emptyStream() } })

export function appendOutput(log: OutputLog, chunk: OutputChunk): void {
  if (chunk.droppedBytes > 0) noteGap(log, chunk)
  const stream = log.streams[chunk.stream]
  const piece = takeEscapesOut(stream.carry, chunk.text)
  stream.carry = piece.carry
  for (const part of piece.text.split(/([\n\r])/)) appendPart(log, chunk, part)
  if (log.lines.length > MOST_LINES * 1.2) dropOldest(log)
}

function noteGap(log: OutputLog, chunk: OutputChunk): void {
  log.droppedBytes += chunk.droppedBytes
  log.streams[chunk.stream].open = null
  const text = `${chunk.droppedBytes.toLocaleString('en-US')} bytes left out here: the program wrote faster than the window keeps`
  log.lines.push({ tNs: chunk.tNs, stream: 'note', text })
}

function appendPart(log: OutputLog, chunk: OutputChunk, part: string): void {
  const stream = log.streams[chunk.stream]
  if (part === '') return
  if (part === '\r') {
    stream.isReturned = true
    return
  }
  if (part === '\n') {
    if (!stream.open) log.lines.push({ tNs: chunk.tNs, stream: chunk.stream, text: '' })
    stream.open = null
    stream.isReturned = false
    return
  }
  if (!stream.open) {
    stream.open = { tNs: chunk.tNs, stream: chunk.stream, text: '' }
    log.lines.push(stream.open)
  }
  if (stream.isReturned) stream.open.text = ''
  stream.isReturned = false
  stream.open.text = shorten(stream.open.text, plainLine(part))
}

const CUT = ' … (line cut)'

function shorten(before: string, more: string): string {
  if (before.endsWith(CUT)) return before
  return before.length + more.length <= LONGEST_LINE ? before + more : (before + more).slice(0, LONGEST_LINE) + CUT
}

function dropOldest(log: OutputLog): void {
  const surplus = log.lines.length - MOST_LINES
  log.lines = log.lines.slice(surplus)
  log.droppedLines += surplus
}
