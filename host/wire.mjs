// Values between Node and page as one byte frame, with the rules of the structured clone: what Electron would refuse is
// refused, what it would lose is lost. Frame: length of the text, count of buffers, their lengths (uint32 each), the text
// (JSON; a special value is an object with the key `$`), the buffers, each on a multiple of 8 bytes.

/** Self-contained, since its source text is also run in the page. */
export function makeWire() {
  const align = length => (length + 7) & ~7
  const refuse = what => {
    throw new DOMException(`${what} could not be cloned.`, 'DataCloneError')
  }
  const nameOf = value => Object.prototype.toString.call(value).slice(8, -1)
  const refused = new Set(['Promise', 'WeakMap', 'WeakSet', 'WeakRef', 'SharedArrayBuffer'])

  /** @returns {Uint8Array} */
  function encode(root) {
    const buffers = []
    const bufferIndex = new Map()
    const seen = new Map()

    const addBuffer = buffer => {
      if (!bufferIndex.has(buffer)) bufferIndex.set(buffer, buffers.push(new Uint8Array(buffer)) - 1)
      return bufferIndex.get(buffer)
    }
    const encodeNumber = value => {
      if (Object.is(value, -0)) return { $: 'number', v: '-0' }
      return Number.isFinite(value) ? value : { $: 'number', v: String(value) }
    }
    const encodeView = view => {
      if (!(view.buffer instanceof ArrayBuffer)) refuse('#<SharedArrayBuffer>')
      // The whole buffer under a view travels, as in the real structured clone: slow, and a leak if it is a pooled one.
      return { $: 'view', kind: nameOf(view), i: addBuffer(view.buffer), at: view.byteOffset, n: view.length ?? view.byteLength }
    }
    const encodePlain = object => {
      const keys = Object.keys(object)
      if (keys.includes('$')) return { $: 'object', v: keys.map(key => [key, encodeValue(object[key])]) }
      const copy = {}
      for (const key of keys) copy[key] = encodeValue(object[key])
      return copy
    }
    const encodeObject = object => {
      if (Array.isArray(object)) return Array.from(object, encodeValue)
      if (object instanceof ArrayBuffer) return { $: 'buffer', i: addBuffer(object) }
      if (ArrayBuffer.isView(object)) return encodeView(object)
      const name = nameOf(object)
      if (refused.has(name)) refuse(`#<${name}>`)
      if (name === 'Date') return { $: 'date', v: object.getTime() }
      if (name === 'RegExp') return { $: 'regexp', v: [object.source, object.flags] }
      if (name === 'Map') return { $: 'map', v: [...object].map(pair => pair.map(encodeValue)) }
      if (name === 'Set') return { $: 'set', v: [...object].map(encodeValue) }
      if (object instanceof Error || name === 'Error') return { $: 'error', v: [object.name, String(object.message)] }
      return encodePlain(object)
    }
    function encodeValue(value) {
      switch (typeof value) {
        case 'number':
          return encodeNumber(value)
        case 'undefined':
          return { $: 'undefined' }
        case 'bigint':
          return { $: 'bigint', v: String(value) }
        case 'function':
        case 'symbol':
          return refuse(String(value).slice(0, 60))
        case 'object': {
          if (value === null) return null
          if (seen.has(value)) return { $: 'again', v: seen.get(value) }
          seen.set(value, seen.size)
          return encodeObject(value)
        }
        default:
          return value
      }
    }
    return pack(new TextEncoder().encode(JSON.stringify(encodeValue(root))), buffers)
  }

  function pack(text, buffers) {
    const head = 8 + 4 * buffers.length
    const total = buffers.reduce((sum, buffer) => sum + align(buffer.length), align(head + text.length))
    const frame = new Uint8Array(total)
    const lengths = new DataView(frame.buffer)
    lengths.setUint32(0, text.length, true)
    lengths.setUint32(4, buffers.length, true)
    frame.set(text, head)
    let at = align(head + text.length)
    buffers.forEach((buffer, i) => {
      lengths.setUint32(8 + 4 * i, buffer.length, true)
      frame.set(buffer, at)
      at += align(buffer.length)
    })
    return frame
  }

  /** @param {Uint8Array} frame */
  function unpack(frame) {
    const lengths = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
    const textLength = lengths.getUint32(0, true)
    const count = lengths.getUint32(4, true)
    const head = 8 + 4 * count
    const buffers = []
    let at = align(head + textLength)
    for (let i = 0; i < count; i++) {
      const length = lengths.getUint32(8 + 4 * i, true)
      buffers.push(frame.buffer.slice(frame.byteOffset + at, frame.byteOffset + at + length))
      at += align(length)
    }
    return { text: new TextDecoder().decode(frame.subarray(head, head + textLength)), buffers }
  }

  /** @param {Uint8Array} frame */
  function decode(frame) {
    const { text, buffers } = unpack(frame)
    // Objects in the order in which encode met them, so that `again` finds its first appearance, cycles included.
    const met = []

    const fill = (object, pairs) => {
      for (const [key, value] of pairs) object[key] = decodeValue(value)
      return object
    }
    const decoders = {
      number: ({ v }) => Number(v),
      undefined: () => undefined,
      bigint: ({ v }) => BigInt(v),
      again: ({ v }) => met[v]
    }
    const objectDecoders = {
      buffer: ({ i }) => buffers[i],
      view: ({ kind, i, at, n }) => new globalThis[kind](buffers[i], at, n),
      date: ({ v }) => new Date(v),
      regexp: ({ v }) => new RegExp(v[0], v[1]),
      error: ({ v }) => Object.assign(new Error(v[1]), { name: v[0] })
    }
    const containers = {
      map: (v, map) => v.forEach(([key, value]) => map.set(decodeValue(key), decodeValue(value))),
      set: (v, set) => v.forEach(value => set.add(decodeValue(value))),
      object: (v, object) => fill(object, v)
    }
    const newContainer = { map: () => new Map(), set: () => new Set(), object: () => ({}) }

    function decodeValue(json) {
      if (json === null || typeof json !== 'object') return json
      if (Array.isArray(json)) {
        const array = []
        met.push(array)
        for (const item of json) array.push(decodeValue(item))
        return array
      }
      const kind = json.$
      if (kind === undefined) {
        const object = {}
        met.push(object)
        return fill(object, Object.entries(json))
      }
      if (kind in decoders) return decoders[kind](json)
      if (kind in objectDecoders) {
        const object = objectDecoders[kind](json)
        met.push(object)
        return object
      }
      const container = newContainer[kind]()
      met.push(container)
      containers[kind](json.v, container)
      return container
    }
    return decodeValue(JSON.parse(text))
  }

  return { encode, decode }
}
