// The host's frames against the structured clone itself.
import { expect, test } from 'vitest'
import { makeWire } from '../../../host/wire.mjs'

const wire = makeWire()
const carry = (value: unknown): unknown => wire.decode(wire.encode(value))

test.each([
  ['numbers with no digits', { nan: NaN, up: Infinity, down: -Infinity, zero: -0 }],
  ['what JSON leaves out', { missing: undefined, big: 12n, list: [undefined, null] }],
  ['objects with names', { when: new Date(7), like: /x/gi, map: new Map([[{ a: 1 }, new Set(['b'])]]) }],
  ['typed arrays of every width', [Uint8Array.of(1, 2), Int16Array.of(-3), Float64Array.of(0.5), BigInt64Array.of(4n), new DataView(new ArrayBuffer(2))]],
  ['an object that looks like the wire itself', { $: 'number', v: 'x' }],
  ['text of many alphabets', 'a ä 語 🧵 \u0000 \ud800']
])('%s arrive as a structured clone', (_what, value) => {
  expect(carry(value)).toEqual(structuredClone(value))
})

test('an object met twice arrives once, a cycle as a cycle', () => {
  const shared = { name: 'shared' }
  const sent: Record<string, unknown> = { first: shared, second: [shared] }
  sent.self = sent
  const got = carry(sent) as { first: unknown; second: unknown[]; self: unknown }
  expect(got.second[0]).toBe(got.first)
  expect(got.self).toBe(got)
})

test('views of one buffer arrive as views of one buffer, all of it', () => {
  const buffer = new ArrayBuffer(64)
  const [left, right] = carry([new Uint8Array(buffer, 0, 8), new Uint8Array(buffer, 8, 8)]) as [Uint8Array, Uint8Array]
  expect(left.buffer).toBe(right.buffer)
  expect([left.buffer.byteLength, right.byteOffset, right.length]).toEqual([64, 8, 8])
})

test('a frame inside a larger buffer is read where it is', () => {
  const frame = wire.encode({ numbers: Float64Array.of(1, 2) })
  const larger = Buffer.concat([Buffer.from('before'), frame, Buffer.from('after')]).subarray(6, 6 + frame.length)
  expect(wire.decode(larger)).toEqual({ numbers: Float64Array.of(1, 2) })
})

test.each([
  ['functions', () => 1],
  ['symbols', Symbol('s')],
  ['promises', Promise.resolve()],
  ['weak maps', new WeakMap()],
  ['shared memory', new Uint8Array(new SharedArrayBuffer(8))]
])('%s are refused, deep inside too', (_what, value) => {
  expect(() => wire.encode({ deep: [value] })).toThrow(/could not be cloned/)
})
