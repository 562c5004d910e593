// ipcMain: what pages ask and tell. The frames come from contents.mjs; here they meet the application's handlers.
import { EventEmitter } from 'node:events'
import { makeEvent } from './event.mjs'

const handlers = new Map()

export const ipcMain = Object.assign(new EventEmitter(), {
  handle(channel, handler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
  removeHandler: channel => handlers.delete(channel)
})

/**
 * @param {{ channel: string, args: unknown[] }} message
 * @param {object} sender the WebContents it came from
 */
export function hearMessage({ channel, args }, sender) {
  ipcMain.emit(channel, eventFrom(sender), ...args)
}

/**
 * Calls the handler and returns the reply for the page. An error crosses as text, as in Electron; so does a value that
 * cannot be cloned, which is noticed by whoever posts the reply.
 */
export async function answerCall({ call, channel, args }, sender) {
  const handler = handlers.get(channel)
  if (!handler) return { kind: 'reply', call, ok: null, error: `Error: No handler registered for '${channel}'` }
  try {
    return { kind: 'reply', call, ok: await handler(eventFrom(sender), ...args), error: null }
  } catch (error) {
    return { kind: 'reply', call, ok: null, error: String(error) }
  }
}

function eventFrom(sender) {
  return makeEvent({ sender, senderFrame: sender.mainFrame, type: 'frame', processId: 1, frameId: 1, ports: [] })
}
