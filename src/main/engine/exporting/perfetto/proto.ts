// Protocol Buffers on the wire, as far as a trace needs them: https://protobuf.dev/programming-guides/encoding. Field numbers
// are the caller's; nothing here knows what a message means.

const WIRE_VARINT = 0
const WIRE_DOUBLE = 1
const WIRE_BYTES = 2
const utf8 = new TextEncoder()

/** Appends fields of one message to a buffer that grows. */
export class ProtoWriter {
  #bytes = new Uint8Array(4096)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** Whole numbers from 0; a number is exact up to 2^53, a bigint up to 2^64. */
  number(field: number, value: number | bigint): void {
    this.#key(field, WIRE_VARINT)
    this.#varint(value)
  }

  double(field: number, value: number): void {
    this.#key(field, WIRE_DOUBLE)
    this.#reserve(8)
    this.#view.setFloat64(this.#length, value, true)
    this.#length += 8
  }

  text(field: number, value: string): void {
    const bytes = utf8.encode(value)
    this.#key(field, WIRE_BYTES)
    this.#varint(bytes.length)
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** A message within this one; `write` appends its fields. */
  message(field: number, write: (inner: this) => void): void {
    this.#key(field, WIRE_BYTES)
    const start = this.#length + 1 // most are shorter than 128 bytes, whose length is one byte
    this.#reserve(1)
    this.#length = start
    write(this)
    const length = this.#length - start
    const extra = varintLength(length) - 1
    if (extra > 0) {
      this.#reserve(extra)
      this.#bytes.copyWithin(start + extra, start, this.#length)
    }
    this.#length = start - 1
    this.#varint(length)
    this.#length += length
  }

  /** The bytes so far, without copying. Valid until the next field. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #key(field: number, wire: number): void {
    this.#varint(field * 8 + wire)
  }

  #varint(value: number | bigint): void {
    this.#reserve(10)
    let rest = value
    if (typeof rest === 'bigint') {
      for (; rest > BigInt(Number.MAX_SAFE_INTEGER); rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80
      rest = Number(rest)
    }
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 0x80
    this.#bytes[this.#length++] = rest
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

function varintLength(value: number): number {
  let length = 1
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) length++
  return length
}
