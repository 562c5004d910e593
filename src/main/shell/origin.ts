// Which address is our own page. In Node the origin of an app: address is 'null', so protocol and host are compared
// apart (https://nodejs.org/api/url.html#urlorigin: only the special schemes have one).

export const PAGE_SCHEME = 'app'
export const PAGE_HOST = 'forkscope'
export const PAGE_ADDRESS = `${PAGE_SCHEME}://${PAGE_HOST}/index.html`

/** `devServer`: address of the development server, null in a packaged program and whenever there is none. */
export function isOwnPage(address: string, devServer: string | null): boolean {
  const url = URL.parse(address)
  if (!url) return false
  if (devServer !== null && url.origin === URL.parse(devServer)?.origin) return true
  return url.protocol === `${PAGE_SCHEME}:` && url.host === PAGE_HOST
}
