// The application's own schemes. Chromium cannot learn a scheme from outside, so app://host/path is seen by it as
// https://host.app.stand-in.invalid/path; such requests are caught before the network and answered by the application's
// own protocol.handle callback, headers included. Names under .invalid never exist (RFC 2606).
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { note } from './boot.mjs'

const SUFFIX = 'stand-in.invalid'
/** @type {Map<string, (request: Request) => Response | Promise<Response>>} */
const handlers = new Map()
const schemes = new Set()
let isReady = false

export const protocol = {
  registerSchemesAsPrivileged(list) {
    if (isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of list) schemes.add(scheme)
  },
  handle(scheme, handler) {
    if (!isReady) throw new Error('protocol.handle can be used only after app is ready')
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle: scheme => handlers.delete(scheme),
  isProtocolHandled: scheme => handlers.has(scheme)
}

export const net = {
  /** Files only: the program has nothing to ask of the network. @param {string} url */
  async fetch(url) {
    try {
      return new Response(await readFile(fileURLToPath(url)))
    } catch (cause) {
      throw new Error('net::ERR_FILE_NOT_FOUND', { cause })
    }
  }
}

/** From here on handlers may be registered and schemes no more. */
export function openProtocols() {
  isReady = true
}

/** The address as Chromium sees it. @param {string} url */
export function toStandIn(url) {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? []
  if (scheme === undefined || !(schemes.has(scheme) || handlers.has(scheme))) return url
  return new URL(`https://${host}.${scheme}.${SUFFIX}${rest || '/'}`).href
}

/** The address as the application knows it. @param {string} url */
export function fromStandIn(url) {
  const [, host, scheme, rest] = standInPattern.exec(url) ?? []
  return scheme === undefined ? url : `${scheme}://${host}${rest || '/'}`
}
const standInPattern = new RegExp(`^https://([^/:]+)\\.([a-z0-9+-]+)\\.${SUFFIX.replaceAll('.', '\\.')}(/.*)?$`)

/** @param {string} url */
export const isStandIn = url => standInPattern.test(url)

/**
 * What the application's handler says to a request, in the form of Fetch.fulfillRequest.
 * @param {{ url: string, method: string, headers: Record<string, string>, postData?: string }} request
 */
export async function answerRequest({ url, method, headers, postData }) {
  const address = fromStandIn(url)
  const handler = handlers.get(address.slice(0, address.indexOf(':')))
  if (!handler) return plainAnswer(502, 'no handler for this scheme')
  try {
    const response = await handler(new Request(address, { method, headers, ...(postData === undefined ? {} : { body: postData }) }))
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }))
    return { responseCode: response.status, responseHeaders, body: Buffer.from(await response.arrayBuffer()).toString('base64') }
  } catch (error) {
    note('protocol handler threw', error)
    return plainAnswer(500, String(error))
  }
}

function plainAnswer(responseCode, text) {
  return { responseCode, responseHeaders: [{ name: 'content-type', value: 'text/plain' }], body: Buffer.from(text).toString('base64') }
}
