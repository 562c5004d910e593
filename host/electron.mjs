// The module `electron` as the application sees it: only what Forkscope uses, so that a missing name fails at once and
// loudly instead of being there and doing nothing.
import { app } from './app.mjs'
import { dialog } from './dialogs.mjs'
import { ipcMain } from './ipc.mjs'
import { Menu, MenuItem } from './menus.mjs'
import { net, protocol } from './protocol.mjs'
import { session } from './session.mjs'
import { shell } from './desktop.mjs'
import { nativeTheme } from './theme.mjs'
import { BrowserWindow, webContents } from './windows.mjs'

export { app, BrowserWindow, dialog, ipcMain, Menu, MenuItem, nativeTheme, net, protocol, session, shell, webContents }
export default { app, BrowserWindow, dialog, ipcMain, Menu, MenuItem, nativeTheme, net, protocol, session, shell, webContents }
