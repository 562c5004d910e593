// The menu: commands for the page with their keys, and the roles that the system knows. Keys without Ctrl (Space, F, +, −)
// belong to the page, which knows whether somebody is typing.
import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../shared/contract.ts'

export interface MenuActions {
  readonly choose: (command: MenuCommand) => void
  readonly showAbout: () => void
}

/** `isPackaged`: the tools of developers are left out. */
export function showMenu({ choose, showAbout }: MenuActions, isPackaged: boolean): void {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => choose(command)
  })
  const developing: MenuItemConstructorOptions[] = isPackaged ? [] : [{ role: 'reload' }, { role: 'toggleDevTools' }]
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const ownMenu: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  const menu = Menu.buildFromTemplate([
    ...ownMenu,
    {
      label: '&File',
      submenu: [
        ...[item('New run…', 'launch-view', 'CmdOrCtrl+N'), item('Attach to a process…', 'attach'), item('Open recording…', 'open', 'CmdOrCtrl+O'), line],
        ...[item('Export…', 'export', 'CmdOrCtrl+E'), line, { role: 'quit' } as const]
      ]
    },
    { role: 'editMenu' },
    { label: '&Run', submenu: [item('Stop', 'stop', 'CmdOrCtrl+.'), item('Pause the charts', 'pause'), item('Follow the newest', 'follow')] },
    {
      label: '&View',
      submenu: [
        ...[item('Launch', 'launch-view', 'CmdOrCtrl+1'), item('Run', 'run-view', 'CmdOrCtrl+2'), item('Lab', 'lab-view', 'CmdOrCtrl+3'), item('Library', 'library-view', 'CmdOrCtrl+4'), line],
        ...[item('Commands…', 'commands', 'CmdOrCtrl+K'), line],
        ...[item('Zoom in on the time axis', 'zoom-in'), item('Zoom out', 'zoom-out'), item('Whole run', 'zoom-reset'), line],
        ...([{ role: 'resetZoom', label: 'Normal text' }, { role: 'zoomIn', label: 'Larger text' }, { role: 'zoomOut', label: 'Smaller text' }] as const),
        ...[line, { role: 'togglefullscreen' } as const, ...developing]
      ]
    },
    { label: '&Help', submenu: [item('Keys', 'keys', 'F1'), { label: 'About Forkscope', click: () => showAbout() }] }
  ])
  Menu.setApplicationMenu(menu)
}
