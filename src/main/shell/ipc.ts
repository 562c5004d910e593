// Requests of the page: one handler per call of the contract, each behind the guard. The only place in the shell where
// errors are caught: they cross as data, since an error thrown in a handler loses its type on the way.
import { ipcMain } from 'electron'
import { type CallName, type Calls, type OpenedRun, type Reply, callNames, DROPPED_CHANNEL } from '../../shared/contract.ts'
import { faultOf } from '../../shared/fault.ts'
import { type Sent, argumentParsers, checkSender, parsePath } from './guard.ts'

type Result<Name extends CallName> = ReturnType<Calls[Name]>

/** One per call. May throw FaultError; anything else that is thrown becomes a `bug`. */
export type Handlers = { readonly [Name in CallName]: (argument: Parameters<Calls[Name]>[0]) => Result<Name> | Promise<Result<Name>> }

/** `devServer`: address of the development server that may send requests, null if none may. */
export function handleCalls(handlers: Handlers, devServer: string | null): void {
  for (const name of callNames) {
    ipcMain.handle(name, (event, argument: unknown) => reply(name, { event, argument, handlers, devServer }))
  }
}

/** Files dropped onto the page. The path comes from the preload alone, and is believed no more for it. */
export function handleDropped(open: (path: string) => Promise<OpenedRun>, devServer: string | null): void {
  ipcMain.handle(DROPPED_CHANNEL, (event, path: unknown) =>
    replyOf(() => {
      checkSender(event, devServer)
      return open(parsePath(path, 'path'))
    })
  )
}

interface Request {
  readonly event: Sent
  readonly argument: unknown
  readonly handlers: Handlers
  readonly devServer: string | null
}

function reply<Name extends CallName>(name: Name, { event, argument, handlers, devServer }: Request): Promise<Reply<Result<Name>>> {
  return replyOf(() => {
    checkSender(event, devServer)
    return handlers[name](argumentParsers[name](argument))
  })
}

/** What an action answers, or its fault. Never rejects. */
export async function replyOf<Value>(act: () => Value | Promise<Value>): Promise<Reply<Value>> {
  try {
    return { ok: true, value: await act() }
  } catch (error) {
    const fault = faultOf(error)
    if (fault.kind === 'bug') console.error(error) // its stack is of no use to the page
    return { ok: false, fault }
  }
}
