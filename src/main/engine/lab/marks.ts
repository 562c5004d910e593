// Marks: what a program of the lab says of itself while it runs, one JSON line each in a file made for it (lab/README.md).
// Read while it grows, through a descriptor that stays open.
import { closeSync, openSync, readSync } from 'node:fs'
import type { Mark } from '../../../shared/model/experiment.ts'

/** Kept from one run: far more than any program of the lab makes, and not enough to fill the memory. */
export const MARKS_MOST = 100_000
const LOOK_EVERY_MS = 50

/** Null: not a mark. */
export function parseMark(line: string): Mark | null {
  const value = parseJson(line)
  if (typeof value !== 'object' || value === null) return null
  const { t, pid, tid, mark, worker, value: said } = value as Partial<Record<keyof Mark, unknown>>
  if (typeof t !== 'number' || typeof pid !== 'number' || typeof mark !== 'string') return null
  return { t, pid, tid: numberOrNull(tid), mark: mark.slice(0, 200), worker: numberOrNull(worker), value: typeof said === 'string' ? said.slice(0, 1000) : numberOrNull(said) }
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export interface MarkListener {
  /** In the order in which they were written. */
  readonly take: (marks: readonly Mark[]) => void
  /** Called once if the program makes more than are kept. */
  readonly onCut: () => void
}

/** Reads `file`, which must exist, until the returned function is called; that reads the rest and closes. */
export function followMarks(file: string, { take, onCut }: MarkListener): () => void {
  const descriptor = openSync(file, 'r')
  const buffer = Buffer.alloc(64 * 1024)
  let rest = Buffer.alloc(0)
  let count = 0
  const read = (): void => {
    const marks: Mark[] = []
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
      const bytes = Buffer.concat([rest, buffer.subarray(0, length)])
      const end = bytes.lastIndexOf(NEWLINE) + 1
      rest = bytes.length - end > LINE_LONGEST ? Buffer.alloc(0) : bytes.subarray(end)
      if (count + marks.length >= MARKS_MOST) continue
      marks.push(...bytes.toString('utf8', 0, end).split('\n').map(parseMark).filter(mark => mark !== null))
    }
    const kept = marks.slice(0, MARKS_MOST - count)
    if (count < MARKS_MOST && count + marks.length >= MARKS_MOST) onCut()
    count += kept.length
    if (kept.length > 0) take(kept)
  }
  const timer = setInterval(read, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
    read()
    closeSync(descriptor)
  }
}

const NEWLINE = 0x0a
/** Bytes; what is longer is no mark, and is not kept waiting for its end. */
const LINE_LONGEST = 64 * 1024
