// Every request of a page and its workers is caught before the network: the application's own schemes are answered by the
// application, in development its server may be asked, all else is refused.
import { note } from './boot.mjs'
import { answerRequest, isStandIn } from './protocol.mjs'

/**
 * @param {import('./devtools.mjs').Session} session the page's; requests of its workers come through it as well
 * @param {(request: { url: string, resourceType: string, frameId: string }) => boolean} mayGo asked first
 */
export async function catchRequests(session, mayGo) {
  session.on('Fetch.requestPaused', ({ requestId, request, resourceType, frameId }) => {
    const isFree = mayGo({ url: request.url, resourceType, frameId })
    decide(session, { requestId, request, isFree }).catch(error => note('request', request.url, error.message)) // its page left meanwhile
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
}

async function decide(session, { requestId, request, isFree }) {
  if (!isFree) await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
  else if (isFromDevServer(request.url)) await session.send('Fetch.continueRequest', { requestId })
  else if (isStandIn(request.url)) await session.send('Fetch.fulfillRequest', { requestId, ...(await answerRequest(request)) })
  else await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
}

/** In development the page comes from a server on this machine. */
function isFromDevServer(url) {
  const server = process.env.ELECTRON_RENDERER_URL
  return server !== undefined && URL.parse(url)?.origin === URL.parse(server)?.origin
}
