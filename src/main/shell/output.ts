// What a program wrote since the last delivery: neighbouring pieces of one stream become one, and a program that writes
// faster than a window can show loses its oldest pieces here (the engine keeps its own, larger share). Said, never silent.
import type { OutputChunk } from '../../shared/model/batch.ts'

/** What one delivery holds at most. */
const BYTES_MOST = 64 * 1024

interface Piece {
  readonly first: OutputChunk
  text: string
  bytes: number
}

export interface PendingOutput {
  pieces: Piece[]
  bytes: number
  /** Left out since the last delivery, before the oldest piece. */
  droppedBytes: number
}

export const emptyOutput = (): PendingOutput => ({ pieces: [], bytes: 0, droppedBytes: 0 })

export function appendOutput(pending: PendingOutput, chunk: OutputChunk): void {
  const bytes = Buffer.byteLength(chunk.text)
  const last = pending.pieces.at(-1)
  if (last?.first.stream === chunk.stream && chunk.droppedBytes === 0 && last.bytes + bytes <= BYTES_MOST / 4) {
    last.text += chunk.text
    last.bytes += bytes
  } else {
    pending.pieces.push({ first: chunk, text: chunk.text, bytes })
  }
  pending.bytes += bytes
  while (pending.bytes > BYTES_MOST) dropOldest(pending)
}

/** The pieces in order of arrival; then nothing is pending. */
export function takeOutput(pending: PendingOutput): OutputChunk[] {
  const chunks = pending.pieces.map(({ first, text }, index) => ({
    ...first,
    text,
    droppedBytes: first.droppedBytes + (index === 0 ? pending.droppedBytes : 0)
  }))
  Object.assign(pending, emptyOutput())
  return chunks
}

/** Leaves out the oldest piece, or as much of it as is too much. */
function dropOldest(pending: PendingOutput): void {
  const [oldest] = pending.pieces
  if (!oldest) return
  const kept = pending.pieces.length > 1 ? '' : endOf(oldest.text, BYTES_MOST)
  const gone = oldest.bytes - Buffer.byteLength(kept)
  pending.bytes -= gone
  pending.droppedBytes += gone
  if (kept === '') {
    pending.droppedBytes += oldest.first.droppedBytes
    pending.pieces.shift()
  } else {
    oldest.text = kept
    oldest.bytes -= gone
  }
}

/** The end of a text that takes at most `most` bytes of UTF-8, cut between characters. */
function endOf(text: string, most: number): string {
  const bytes = Buffer.from(text)
  let from = Math.max(0, bytes.length - most)
  while (from < bytes.length && (bytes[from]! & 0xc0) === 0x80) from++ // inside a character
  return bytes.toString('utf8', from)
}
