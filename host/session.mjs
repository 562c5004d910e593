// session.defaultSession: permissions. Chromium's prompts cannot be answered from outside, so what the application's
// check handler allows is granted beforehand and everything else is refused.
import { EventEmitter } from 'node:events'

/** Electron's name → the protocol's, for those that a page like ours could ask for. */
const PERMISSIONS = { 'clipboard-sanitized-write': 'clipboardSanitizedWrite', 'clipboard-read': 'clipboardReadWrite' }

let checkPermission = null

export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    setPermissionRequestHandler() {}, // nothing is left to be requested: see above
    setPermissionCheckHandler(handler) {
      checkPermission = handler
    }
  })
}

/** @param {import('./devtools.mjs').Session} page */
export async function applyPermissions(page) {
  if (checkPermission === null) return
  const granted = Object.keys(PERMISSIONS).filter(name => checkPermission(null, name, '', {}))
  await page.send('Browser.grantPermissions', { permissions: granted.map(name => PERMISSIONS[name]) })
}
