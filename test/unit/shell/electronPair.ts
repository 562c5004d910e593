// Main and page of an Electron without a window, joined in memory: what crosses is cloned as Electron clones it, and only
// what the shell uses is there. Dialogs answer what the test has laid ready.
import { EventEmitter } from 'node:events'
import { rmSync } from 'node:fs'
import { vi } from 'vitest'

type Handler = (event: unknown, argument: unknown) => unknown
type Receiver = (event: unknown, value: unknown) => void

const handlers = new Map<string, Handler>()
const receivers = new Map<string, Set<Receiver>>()

/** The frame that sends; a test may put another one here. */
export const mainFrame: { url: string } = { url: 'app://forkscope/index.html' }
export const sending: { senderFrame: { url: string } | null } = { senderFrame: mainFrame }

export const dialogs: { folder: string | null; file: string | null } = { folder: null, file: null }
/** What message boxes said. */
export const messages: string[] = []
export const shownInFolder: string[] = []
/** Where files of the page lie, by name: what Electron knows of a File. */
export const filePaths = new Map<string, string>()
/** What was moved to the trash; with a reason laid ready, nothing goes. */
export const trash: { readonly files: string[]; refusal: string | null } = { files: [], refusal: null }
export const inPage: Record<string, unknown> = {}

export const ipcMain = { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) }

export const ipcRenderer = {
  invoke: async (channel: string, argument: unknown): Promise<unknown> => {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    const event = { senderFrame: sending.senderFrame, sender: { mainFrame } }
    return structuredClone(await handler(event, structuredClone(argument)))
  },
  on: (channel: string, receiver: Receiver) => void receivers.set(channel, (receivers.get(channel) ?? new Set()).add(receiver)),
  off: (channel: string, receiver: Receiver) => void receivers.get(channel)?.delete(receiver)
}

/** What webContents.send does. */
export function sendToPage(channel: string, value: unknown): void {
  for (const receive of receivers.get(channel) ?? []) receive({ sender: 'must not reach the page' }, structuredClone(value))
}

export const contextBridge = { exposeInMainWorld: (name: string, value: unknown) => void (inPage[name] = value) }
export const app = Object.assign(new EventEmitter(), { getVersion: () => '0.1.0', getPath: (name: string) => `/home/tester/${name}`, quit: vi.fn() })
export const nativeTheme = { themeSource: 'system' }
export const dialog = {
  showMessageBox: async (_window: unknown, { detail }: { detail: string }) => void messages.push(detail),
  showOpenDialog: async () => (dialogs.folder === null ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [dialogs.folder] }),
  showSaveDialog: async () => (dialogs.file === null ? { canceled: true, filePath: '' } : { canceled: false, filePath: dialogs.file })
}
export const shell = {
  showItemInFolder: (path: string) => void shownInFolder.push(path),
  trashItem: async (path: string): Promise<void> => {
    if (trash.refusal !== null) throw new Error(trash.refusal)
    rmSync(path)
    trash.files.push(path)
  }
}
export const webUtils = { getPathForFile: ({ name }: { readonly name: string }) => filePaths.get(name) ?? '' }
