// A chunk: rows of up to a minute in one blob, strand by strand. Compression is Zstandard (RFC 8878), which any tool reads;
// unpacking is given a limit, so that a few bytes cannot fill memory.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { ByteReader, ByteWriter, Damage } from './bytes.ts'
import { type ChunkRows, decodeRows } from './decodeRows.ts'
import { type Strand, strands } from './sections.ts'

/** First byte. A change of the layout is a new number; the old one stays readable. */
const LAYOUT = 1
/** A strand of a minute in which a million rows were made. */
const STRAND_MOST = 1 << 27
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

export function packChunk(encoded: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
  writer.byte(LAYOUT)
  for (const strand of encoded) {
    const packed = zstdCompressSync(strand, LEVEL)
    writer.varint(strand.length)
    writer.varint(packed.length)
    writer.append(packed)
  }
  return writer.take()
}

/** The strands that are wanted (all by default); `times` is always one. Throws Damage, and nothing else. */
export function unpackChunk(blob: Uint8Array, wanted: readonly Strand[] = strands): ChunkRows {
  const reader = new ByteReader(blob)
  if (reader.byte() !== LAYOUT) throw new Damage('it is of an unknown layout')
  const readers = new Map<Strand, ByteReader>()
  for (const strand of strands) {
    const length = reader.count(STRAND_MOST)
    const packed = reader.part(reader.varint())
    if (strand === 'times' || wanted.includes(strand)) readers.set(strand, new ByteReader(unpack(packed, length)))
  }
  return decodeRows(readers)
}

function unpack({ bytes, at, end }: ByteReader, length: number): Uint8Array {
  try {
    const whole = zstdDecompressSync(bytes.subarray(at, end), { maxOutputLength: Math.max(1, length) })
    if (whole.length === length) return new Uint8Array(whole.buffer, whole.byteOffset, length)
  } catch {
    // said below, in our words
  }
  throw new Damage('it cannot be unpacked')
}
