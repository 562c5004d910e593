// The one window: its switches, its title, what it says to the page.
import { BrowserWindow, nativeTheme } from 'electron'
import { join } from 'node:path'
import type { EventName, Events } from '../../shared/contract.ts'
import type { Delivery, Page } from './delivery.ts'
import { PAGE_ADDRESS } from './origin.ts'

export interface MainWindow extends Page {
  readonly window: BrowserWindow
}

/** `bundles`: the folder of the built programs, out/. */
export function openWindow(bundles: string): MainWindow {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    minWidth: 720,
    minHeight: 480,
    show: false,
    name: 'main', // the place and size that are kept go by this name
    windowStatePersistence: true,
    title: 'Forkscope',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1216' : '#ffffff', // --ground, so that nothing flashes
    webPreferences: {
      preload: join(bundles, 'preload', 'index.cjs'),
      // All but one are defaults, written out so that nobody has to know them.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      disableBlinkFeatures: 'Auxclick', // a middle click opens windows past the handler
      spellcheck: false
    }
  })
  window.once('ready-to-show', () => window.show())
  window.on('page-title-updated', event => event.preventDefault())
  return { window, isShown: () => isShown(window), send: (name, value) => send(window, name, value) }
}

/** Keeps the delivery, and whoever else waits for somebody to see it, in step with what the window does. */
export function joinDelivery({ window }: MainWindow, [delivery, ...desks]: readonly [Delivery, ...{ resume(): void }[]]): void {
  for (const each of [delivery, ...desks]) {
    window.on('show', () => each.resume())
    window.on('restore', () => each.resume())
  }
  window.webContents.on('did-start-navigation', details => {
    if (details.isMainFrame && !details.isSameDocument) delivery.detach()
  })
  window.webContents.on('render-process-gone', () => delivery.detach())
}

export function loadPage({ window }: MainWindow, devServer: string | null): Promise<void> {
  return window.loadURL(devServer ?? PAGE_ADDRESS)
}

export function bringForward({ window }: MainWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

const isShown = (window: BrowserWindow): boolean => !window.isDestroyed() && window.isVisible() && !window.isMinimized()

function send<Name extends EventName>(window: BrowserWindow, name: Name, value: Events[Name]): void {
  if (!window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send(name, value)
}
