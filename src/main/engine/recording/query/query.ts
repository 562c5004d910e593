// Asks a recording in SQL, within limits of rows and time. The SQL is the user's own, the recording may be a stranger's; both
// are looked at in a process of their own, which can be ended whatever it does.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Fault, FaultError } from '../../../../shared/fault.ts'
import type { QueryAnswer } from './answer.ts'

export type { QueryAnswer, QueryValue } from './answer.ts'

export interface QueryLimits {
  readonly rowsMost?: number
  readonly longestMs?: number
}

export interface QueryQuestion {
  readonly path: string
  readonly sql: string
  readonly rowsMost: number
}

export type QueryReply = { readonly ok: true; readonly answer: QueryAnswer } | { readonly ok: false; readonly fault: Fault }

const ROWS_MOST = 100_000
const LONGEST_MS = 60_000

/** One SELECT over the views of docs/recording-format.md. Rejects with `query-failed`, `recording-damaged`, `recording-too-new`. */
export function queryRecording(path: string, sql: string, { rowsMost = ROWS_MOST, longestMs = LONGEST_MS }: QueryLimits = {}): Promise<QueryAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<QueryAnswer>()
  // Under Electron our own program is not Node unless it is told so.
  const child = fork(processPath(), { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })
  const fail = (reason: string): void => {
    reject(new FaultError({ kind: 'query-failed', reason }))
  }
  const timer = setTimeout(() => {
    fail(`it took longer than ${(longestMs / 1000).toLocaleString('en-US')} s`)
    child.kill('SIGKILL')
  }, longestMs)
  child.once('message', (message: QueryReply) => {
    if (message.ok) resolve(message.answer)
    else reject(new FaultError(message.fault))
  })
  child.once('error', error => fail(error.message))
  child.once('close', () => {
    clearTimeout(timer)
    fail('the process that was asked ended without an answer') // unless it has answered
  })
  child.send({ path, sql, rowsMost } satisfies QueryQuestion)
  return promise
}

/** The bundle stands beside whatever starts it; in the sources it is a .ts that Node runs as it is. */
function processPath(): string {
  return fileURLToPath(new URL(`./query.process.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url))
}
