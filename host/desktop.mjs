// shell: hands an address, a folder or what is to be thrown away to the desktop.
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { note } from './boot.mjs'
import { moveToTrash } from './trash.mjs'

export const shell = {
  /** @param {string} url */
  async openExternal(url) {
    open(url)
  },
  /** The folder that holds it; marking the file itself is the file manager's own affair. @param {string} path */
  showItemInFolder(path) {
    open(dirname(path))
  },
  /** @param {string} path */
  async trashItem(path) {
    moveToTrash(path)
  }
}

function open(target) {
  const opener = { darwin: 'open', win32: 'explorer.exe' }[process.platform] ?? 'xdg-open'
  const child = spawn(opener, [target], { stdio: 'ignore', detached: true })
  child.on('error', error => note(opener, error)) // a desktop without an opener: nothing can be shown
  child.unref()
}
