// Which versions are at work: the first thing asked for in any report of a fault.
import { type BrowserWindow, app, dialog } from 'electron'
import { release, type } from 'node:os'

/** process.versions, of which a stand-in for Electron lacks some. */
export type Versions = Readonly<Record<string, string | undefined>>

/** 'Electron 45.4.1', or what stands in for it. */
export function sayRuntime(versions: Versions): string {
  return sayVersion(versions, 'Electron') ?? sayVersion(versions, 'Node') ?? 'not told'
}

export async function showAbout(window: BrowserWindow): Promise<void> {
  const names = ['Electron', 'Chrome', 'Node', 'V8'] as const
  const detail = [...names.map(name => sayVersion(process.versions, name)), `${type()} ${release()} (${process.arch})`]
  const message = `Forkscope ${app.getVersion()}`
  await dialog.showMessageBox(window, { type: 'info', title: 'About Forkscope', message, detail: detail.filter(line => line !== null).join('\n') })
}

function sayVersion(versions: Versions, name: string): string | null {
  const version = versions[name.toLowerCase()]
  return version === undefined ? null : `${name} ${version}`
}
