// A mirror of the contract, nothing else: one function per call, one subscription for events. The page gets no channel
// and no event object. Sandboxed, so one plain CommonJS script.
import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import { type Bridge, type EventName, type Events, callNames, eventNames } from '../shared/contract.ts'

type CallFunctions = Omit<Bridge, 'on'>

const calls = Object.fromEntries(callNames.map(name => [name, (argument: unknown): Promise<unknown> => ipcRenderer.invoke(name, argument)]))

function on<Name extends EventName>(name: Name, listener: (value: Events[Name]) => void): () => void {
  if (!eventNames.includes(name)) throw new TypeError(`There is no event “${name}”.`) // the page's types are gone by now
  const receive = (_event: IpcRendererEvent, value: Events[Name]): void => listener(value)
  ipcRenderer.on(name, receive)
  return () => void ipcRenderer.off(name, receive)
}

const bridge: Bridge = { ...asCalls(calls), on }
contextBridge.exposeInMainWorld('forkscope', bridge)

/** callNames holds every call, which the contract checks when it compiles. */
function asCalls(functions: Readonly<Record<string, (argument: unknown) => Promise<unknown>>>): CallFunctions {
  return functions as CallFunctions
}
