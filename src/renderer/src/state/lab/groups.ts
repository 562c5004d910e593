// The gallery's questions, in their order, and which experiments answer each.
import type { Experiment, ExperimentGroup } from '../../../../shared/model/experiment.ts'

export interface Question {
  readonly group: ExperimentGroup
  readonly title: string
  /** One sentence: what one gets to see. */
  readonly about: string
}

export const questions: readonly Question[] = [
  { group: 'cores', title: 'Do threads use my cores?', about: 'Threads, processes and interpreters at the same work: which of them run at the same time.' },
  { group: 'start-methods', title: 'Fork, spawn or forkserver?', about: 'How a worker is made, when it begins to work, and what it costs.' },
  { group: 'copies', title: 'What does a fork copy?', about: 'Memory that is shared until somebody writes to it, and what writes to it.' },
  { group: 'hazards', title: 'What goes wrong?', about: 'Each hazard with its symptom as seen from outside, and the safe way beside it.' },
  { group: 'one-process', title: 'Without a second process', about: 'Coroutines, greenlets, event loops: fine for waiting, one core for computing.' }
]

export interface AnsweredQuestion extends Question {
  readonly experiments: readonly Experiment[]
}

/** Questions that an experiment answers. */
export function groupExperiments(experiments: readonly Experiment[]): AnsweredQuestion[] {
  return questions.map(question => ({ ...question, experiments: experiments.filter(({ group }) => group === question.group) })).filter(question => question.experiments.length > 0)
}
