// What the program wrote, on its way into the file: pieces that follow one another closely become one row, and a program
// that never stops writing does not fill the disk: the beginning and the newest part stay.
import type { OutputChunk } from '../../../../shared/model/batch.ts'
import { NS_PER_MS } from '../../../../shared/units.ts'

/** Characters that are kept for ever, and of the newest part. */
const HEAD_MOST = 4 << 20
const TAIL_MOST = 16 << 20
/** Pieces of one stream within this time are one row. */
const CLOSE_NS = 50 * NS_PER_MS
const ROW_MOST = 1 << 16

export class OutputRows {
  #pending: OutputChunk[] = []
  #headLength = 0
  readonly #tail: { readonly row: number; readonly chunk: OutputChunk }[] = []
  #tailLength = 0

  append(chunk: OutputChunk): void {
    const last = this.#pending.at(-1)
    const isClose = last?.stream === chunk.stream && chunk.tNs - last.tNs < CLOSE_NS && last.text.length + chunk.text.length <= ROW_MOST && chunk.droppedBytes === 0
    if (last && isClose) this.#pending[this.#pending.length - 1] = { ...last, text: last.text + chunk.text }
    else this.#pending.push(chunk)
  }

  /**
   * Hands over what waits: `put` stores a row (in the place of row `at`, if given) and returns its number, `drop` removes one.
   * The first row behind a gap tells how many bytes are missing before it.
   */
  flush({ put, drop }: { put: (chunk: OutputChunk, at?: number) => number; drop: (row: number) => void }): void {
    for (const chunk of this.#pending) {
      const row = put(chunk)
      if (this.#headLength < HEAD_MOST) this.#headLength += chunk.text.length
      else {
        this.#tail.push({ row, chunk })
        this.#tailLength += chunk.text.length
      }
    }
    this.#pending = []
    let dropped = 0
    while (this.#tailLength > TAIL_MOST && this.#tail.length > 1) {
      const oldest = this.#tail.shift()
      if (!oldest) break
      this.#tailLength -= oldest.chunk.text.length
      dropped += oldest.chunk.droppedBytes + Buffer.byteLength(oldest.chunk.text)
      drop(oldest.row)
    }
    const [first] = this.#tail
    if (dropped === 0 || !first) return
    const chunk = { ...first.chunk, droppedBytes: first.chunk.droppedBytes + dropped }
    this.#tail[0] = { row: first.row, chunk }
    put(chunk, first.row)
  }
}
