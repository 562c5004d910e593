// The page's own files, served as app://forkscope/… with the headers that keep it closed. No file:// page: it could read
// the disk. Source: https://www.electronjs.org/docs/latest/api/protocol
import { protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { PAGE_HOST, PAGE_SCHEME } from './origin.ts'

/** Scripts, styles and workers from our own files only; text never becomes markup, but by Vue's own compiler output. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue'
].join('; ')

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.json': 'application/json; charset=utf-8'
}

/** Must be called before the program is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

export function servePage(folder: string): void {
  protocol.handle(PAGE_SCHEME, ({ url }) => answer(url, folder))
}

/** The file of `folder` that an address means, or null: another host, an address outside, a kind that is not served. */
export function resolvePageFile(address: string, folder: string): { path: string; kind: string } | null {
  const url = URL.parse(address)
  const name = decodePath(url?.pathname)
  if (url?.protocol !== `${PAGE_SCHEME}:` || url.host !== PAGE_HOST || name === null) return null
  // join, not resolve: the name begins with a slash, and resolve would take it for a full path
  const path = join(folder, name)
  const kind = kinds[extname(path)]
  return kind !== undefined && path.startsWith(folder + sep) ? { path, kind } : null
}

async function answer(address: string, folder: string): Promise<Response> {
  const file = resolvePageFile(address, folder)
  const content = file && (await readIfThere(file.path))
  if (!content) return new Response('Not found', { status: 404, headers: closedHeaders('text/plain; charset=utf-8') })
  return new Response(new Uint8Array(content), { headers: closedHeaders(file.kind) })
}

function closedHeaders(kind: string): Record<string, string> {
  return { 'content-type': kind, 'content-security-policy': CONTENT_POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }
}

function decodePath(path = ''): string | null {
  try {
    const name = decodeURIComponent(path)
    return name.includes('\0') ? null : name
  } catch {
    return null // a % that is no escape
  }
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch {
    return null
  }
}
