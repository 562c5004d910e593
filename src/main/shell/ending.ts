// The end: no workload outlives the window. The program leaves once the engine has ended everything.
import { app } from 'electron'
import type { Engine } from '../engine/index.ts'
import { replyOf } from './ipc.ts'

/** What a terminal or a session sends to end a program. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `beforehand`: called once, so that nothing is launched any more while the engine ends what goes on. */
export function endWithEngine(engine: Promise<Engine>, beforehand: () => void = () => undefined): void {
  let closing: Promise<unknown> | null = null
  let isClosed = false
  const close = async (): Promise<void> => {
    beforehand()
    await replyOf(async () => (await engine).close()) // an engine that never opened, or cannot close, must not keep us here
    isClosed = true
    app.quit()
  }
  app.on('before-quit', event => {
    if (isClosed) return
    event.preventDefault()
    closing ??= close()
  })
  app.on('window-all-closed', () => app.quit())
  for (const signal of SIGNALS) process.on(signal, () => app.quit())
}
