// Menu: an application window of Chromium has no menu bar, so only the keys of the items are real here. Tests and the
// application find the items as in Electron.
import { EventEmitter } from 'node:events'
import { app } from './app.mjs'

/** Keys as KeyboardEvent.key calls them, where Electron's name is another. */
const KEYS = { plus: '+', space: ' ', esc: 'escape', return: 'enter', up: 'arrowup', down: 'arrowdown', left: 'arrowleft', right: 'arrowright' }
const MODIFIERS = {
  ...{ control: 'ctrl', ctrl: 'ctrl', alt: 'alt', option: 'alt', shift: 'shift' },
  ...{ command: 'meta', cmd: 'meta', super: 'meta', meta: 'meta' },
  ...(process.platform === 'darwin' ? { commandorcontrol: 'meta', cmdorctrl: 'meta' } : { commandorcontrol: 'ctrl', cmdorctrl: 'ctrl' })
}
const ORDER = ['ctrl', 'alt', 'shift', 'meta']

/** What a role does here, and its usual key. Editing and zooming need neither: Chromium has them by itself. */
const ROLES = {
  quit: { accelerator: 'CmdOrCtrl+Q', act: () => app.quit() },
  close: { accelerator: 'CmdOrCtrl+W', act: window => window?.close() },
  minimize: { accelerator: 'CmdOrCtrl+M', act: window => window?.minimize() },
  reload: { accelerator: 'CmdOrCtrl+R', act: window => window?.webContents.reload() },
  togglefullscreen: { accelerator: 'F11', act: window => window?.setFullScreen(!window.isFullScreen()) }
}

let applicationMenu = null
const watchers = new Set()

export class MenuItem {
  constructor(options) {
    Object.assign(this, { label: '', enabled: true, visible: true, checked: false, type: options.submenu ? 'submenu' : 'normal', ...options })
    this.role = options.role?.toLowerCase()
    this.accelerator ??= ROLES[this.role]?.accelerator
    if (Array.isArray(options.submenu)) this.submenu = Menu.buildFromTemplate(options.submenu)
    this.click = (event, window) => {
      if (this.type === 'checkbox') this.checked = !this.checked
      if (options.click) options.click(this, window, event)
      else ROLES[this.role]?.act(window)
    }
  }
}

export class Menu extends EventEmitter {
  items = []

  static buildFromTemplate(template) {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }
  static setApplicationMenu(menu) {
    applicationMenu = menu
    for (const watcher of watchers) watcher()
  }
  static getApplicationMenu() {
    return applicationMenu
  }
  append(item) {
    this.items.push(item)
  }
  getMenuItemById(id) {
    return [...itemsOf(this)].find(item => item.id === id) ?? null
  }
}

/** @param {() => void} watcher called when another menu is set */
export function watchMenu(watcher) {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** All keys of the application's menu, as the page writes them: `ctrl+shift+e`. */
export function acceleratorsOf() {
  return [...itemsOf(applicationMenu)].filter(item => item.accelerator).map(item => chordOf(item.accelerator))
}

/** Does what the menu's item with this key does. */
export function pressAccelerator(chord, window) {
  const item = [...itemsOf(applicationMenu)].find(({ accelerator, enabled }) => enabled && accelerator && chordOf(accelerator) === chord)
  item?.click({ triggeredByAccelerator: true }, window)
}

function* itemsOf(menu) {
  for (const item of menu?.items ?? []) {
    yield item
    if (item.submenu) yield* itemsOf(item.submenu)
  }
}

/** @param {string} accelerator in Electron's words, e.g. `CmdOrCtrl+Shift+E` */
function chordOf(accelerator) {
  const words = accelerator.toLowerCase().split('+')
  const key = words.pop() || '+' // `Ctrl++`
  const modifiers = new Set(words.map(word => MODIFIERS[word]))
  return [...ORDER.filter(modifier => modifiers.has(modifier)), KEYS[key] ?? key].join('+')
}
