// A process for one question: SQLite cannot be interrupted from JavaScript, a process can be ended. The question comes as one
// message, the answer goes as one.
import { FaultError } from '../../../../shared/fault.ts'
import { answerQuery } from './answer.ts'
import type { QueryQuestion, QueryReply } from './query.ts'

process.once('message', (question: QueryQuestion) => {
  process.send?.(reply(question), () => {
    process.disconnect()
  })
})

function reply({ path, sql, rowsMost }: QueryQuestion): QueryReply {
  try {
    return { ok: true, answer: answerQuery(path, sql, rowsMost) }
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault }
    throw error
  }
}
