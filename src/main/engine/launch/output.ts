// What the program writes, kept within bounds: the beginning and the newest part. Its pipe is always read, so it never
// blocks because of us, and memory never grows with it.
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { OutputChunk } from '../../../shared/model/batch.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { type Ns } from '../../../shared/units.ts'

/** Kept for late watchers and for the run's end, in characters. */
const KEPT_AT_BEGINNING = 256 * 1024
const KEPT_AT_END = 1024 * 1024

export class OutputKeeper {
  readonly #head: OutputChunk[] = []
  readonly #tail: OutputChunk[] = []
  #headLength = 0
  #tailLength = 0
  #dropped = 0

  append(chunk: OutputChunk): void {
    if (this.#headLength < KEPT_AT_BEGINNING) {
      this.#head.push(chunk)
      this.#headLength += chunk.text.length
      return
    }
    this.#tail.push(chunk)
    this.#tailLength += chunk.text.length
    while (this.#tailLength > KEPT_AT_END && this.#tail.length > 1) {
      const oldest = this.#tail.shift()
      if (!oldest) return
      this.#tailLength -= oldest.text.length
      this.#dropped += Buffer.byteLength(oldest.text) + oldest.droppedBytes
    }
  }

  /** The chunks that are kept; the first after the gap says how many bytes are missing before it. */
  get chunks(): readonly OutputChunk[] {
    const [first, ...rest] = this.#tail
    return first ? [...this.#head, { ...first, droppedBytes: first.droppedBytes + this.#dropped }, ...rest] : [...this.#head]
  }
}

/** Reads a stream to its end. Resolves when it has ended or was destroyed. */
export function readOutput(stream: Readable, spec: { run: RunId; stream: 'stdout' | 'stderr'; now: () => Ns; take: (chunk: OutputChunk) => void }): Promise<void> {
  const decoder = new StringDecoder('utf8')
  const say = (text: string): void => {
    if (text !== '') spec.take({ run: spec.run, tNs: spec.now(), stream: spec.stream, text, droppedBytes: 0 })
  }
  stream.on('data', (bytes: Buffer) => {
    say(decoder.write(bytes))
  })
  return new Promise(resolve => {
    stream.once('close', () => {
      say(decoder.end())
      resolve()
    })
    stream.on('error', () => undefined) // 'close' follows
  })
}
