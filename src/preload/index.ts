// A mirror of the contract, nothing else: one function per call, one subscription for events. The page gets no channel
// and no event object. Sandboxed, so one plain CommonJS script.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { IpcRendererEvent } from 'electron'
import { type Bridge, type EventName, type Events, type OpenedRun, type Reply, callNames, DROPPED_CHANNEL, eventNames } from '../shared/contract.ts'

type CallFunctions = Omit<Bridge, 'on' | 'openDropped'>

const calls = Object.fromEntries(callNames.map(name => [name, (argument: unknown): Promise<unknown> => ipcRenderer.invoke(name, argument)]))

function on<Name extends EventName>(name: Name, listener: (value: Events[Name]) => void): () => void {
  if (!eventNames.includes(name)) throw new TypeError(`There is no event “${name}”.`) // the page's types are gone by now
  const receive = (_event: IpcRendererEvent, value: Events[Name]): void => listener(value)
  ipcRenderer.on(name, receive)
  return () => void ipcRenderer.off(name, receive)
}

/** A file that is on no disk (made by a script, dragged out of another page) has no path: refused here, without a word to main. */
async function openDropped(file: File): Promise<Reply<OpenedRun>> {
  const path = webUtils.getPathForFile(file)
  if (path === '') return { ok: false, fault: { kind: 'drop-unreadable', name: file.name } }
  return (await ipcRenderer.invoke(DROPPED_CHANNEL, path)) as Reply<OpenedRun> // as main's handler of this channel replies
}

const bridge: Bridge = { ...asCalls(calls), on, openDropped }
contextBridge.exposeInMainWorld('forkscope', bridge)

/** callNames holds every call, which the contract checks when it compiles. */
function asCalls(functions: Readonly<Record<string, (argument: unknown) => Promise<unknown>>>): CallFunctions {
  return functions as CallFunctions
}
