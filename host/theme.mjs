// nativeTheme: light or dark. What the system prefers is known to Chromium, and told by the first page; until then: light.
import { EventEmitter } from 'node:events'

let source = 'system'
let systemIsDark = false
/** @type {Set<(media: ReturnType<typeof mediaOf>) => void>} */
const watchers = new Set()

class NativeTheme extends EventEmitter {
  get themeSource() {
    return source
  }
  set themeSource(value) {
    const was = this.shouldUseDarkColors
    source = value
    for (const watcher of watchers) watcher(mediaOf())
    if (was !== this.shouldUseDarkColors) this.emit('updated')
  }
  get shouldUseDarkColors() {
    return source === 'system' ? systemIsDark : source === 'dark'
  }
}
export const nativeTheme = new NativeTheme()

/** What the page shall be told to prefer; '' leaves it to the system. In the form of Emulation.setEmulatedMedia. */
export function mediaOf() {
  return { features: [{ name: 'prefers-color-scheme', value: source === 'system' ? '' : source }] }
}

/** A page says what it prefers. While nothing is forced, that is what the system prefers. @param {boolean} isDark */
export function hearScheme(isDark) {
  if (source !== 'system' || systemIsDark === isDark) return
  systemIsDark = isDark
  nativeTheme.emit('updated')
}

/** @param {(media: ReturnType<typeof mediaOf>) => void} watcher */
export function watchTheme(watcher) {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
