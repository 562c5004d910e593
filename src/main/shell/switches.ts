// What the page and its frames may never do, whatever runs in them: https://www.electronjs.org/docs/latest/tutorial/security
import { type WebContents, app, session } from 'electron'
import { isOwnPage } from './origin.ts'
import { declareScheme } from './protocol.ts'

/** Must be called before the program is ready. `devServer` as in isOwnPage: its pages may reload themselves. */
export function lockPages(devServer: string | null): void {
  app.enableSandbox()
  declareScheme()
  app.on('web-contents-created', (_event, contents) => lockContents(contents, devServer))
}

/** To be called once ready: Electron grants every permission by default. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
}

function lockContents(contents: WebContents, devServer: string | null): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    const isReload = devServer !== null && isOwnPage(event.url, devServer)
    if (!isReload) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
