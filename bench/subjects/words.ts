// What the bench and a subject in Node say to each other over the channel between them.
import type { Warning } from '../../src/shared/model/run.ts'

/** Said by the subject unasked once it looks, and as the answer to 'progress'. */
export interface Progress {
  /** Looks done so far. */
  readonly ticks: number
  /** Processes it knows. */
  readonly known: number
  /** PID of the tree's root when the subject launched it itself. */
  readonly rootPid: number | null
  /** The launched tree has said that it is complete. */
  readonly isComplete: boolean
  /** The launched tree has left, and all is told. */
  readonly hasEnded: boolean
}

/** The answer to 'record': everything so far, for cases that look at each tick or at each birth. */
export interface Record {
  /** When each look began, in the subject's own time. */
  readonly tickNs: readonly number[]
  readonly bornPids: readonly number[]
  readonly warnings: readonly Warning[]
}

export interface Answers {
  progress: Progress
  record: Record
}
export type Question = keyof Answers

/** Answers every question until the bench has left, then leaves. */
export function answerQuestions(answers: { readonly [Name in Question]: () => Answers[Name] }): void {
  process.on('message', (question: Question) => process.send?.(answers[question]()))
  process.on('disconnect', () => process.exit())
  process.send?.(answers.progress())
}
