// Bytes of a chunk, in order: varints (7 bits a byte, least significant first), doubles, lengths. The reader believes
// nothing: it never leaves its bytes, and what cannot be is a Damage.

/** What was stored cannot be what was written. Becomes words in the reader; never leaves engine/recording. */
export class Damage extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'Damage'
  }
}

/** Bytes of the longest varint: 53 bits. */
const VARINT_MOST = 8

export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1 << 14)
  length = 0
  #view = new DataView(this.bytes.buffer)

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count))
    grown.set(this.bytes)
    this.bytes = grown
    this.#view = new DataView(grown.buffer)
  }

  byte(value: number): void {
    this.reserve(1)
    this.bytes[this.length++] = value
  }

  /** A whole number from 0 to 2^53 − 1. */
  varint(value: number): void {
    this.reserve(VARINT_MOST)
    this.length = putVarint(this.bytes, this.length, value)
  }

  double(value: number): void {
    this.reserve(8)
    this.#view.setFloat64(this.length, value, true)
    this.length += 8
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** What was written, as a copy that the caller owns. */
  take(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length)
  }

  /** What was written; valid until more is. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length)
  }
}

/** Writes without asking for room; returns the place behind it. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  while (value > 0x7fffffff) {
    bytes[at++] = (value % 128) | 128
    value = Math.floor(value / 128)
  }
  while (value > 127) {
    bytes[at++] = (value & 127) | 128
    value >>>= 7
  }
  bytes[at++] = value
  return at
}

export class ByteReader {
  readonly bytes: Uint8Array
  at: number
  readonly end: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  byte(): number {
    if (this.at >= this.end) throw new Damage('it ends too early')
    return this.bytes[this.at++]!
  }

  varint(): number {
    let byte = this.byte()
    if (byte < 128) return byte
    let value = byte & 127
    let weight = 128
    do {
      byte = this.byte()
      value += (byte & 127) * weight
      weight *= 128
      if (value > Number.MAX_SAFE_INTEGER) throw new Damage('a number is too large')
    } while (byte >= 128)
    return value
  }

  /** A varint that counts something of which there can be only so many. */
  count(most: number): number {
    const count = this.varint()
    if (count > most) throw new Damage(`it claims ${count} entries`)
    return count
  }

  double(): number {
    if (this.at + 8 > this.end) throw new Damage('it ends too early')
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 8).getFloat64(0, true)
    this.at += 8
    return value
  }

  /** The next `length` bytes as a reader of their own, which are skipped here. */
  part(length: number): ByteReader {
    if (this.at + length > this.end) throw new Damage('a part of it is longer than the whole')
    const part = new ByteReader(this.bytes, this.at, this.at + length)
    this.at += length
    return part
  }
}
