// What was asked of an experiment, in words.
import { ABSENT } from '../format.ts'
import type { Experiment } from '../model/experiment.ts'
import type { ExperimentOrder } from '../model/outcome.ts'

/** 'Workers 4 · Work per worker 400 units · 3 rounds'. */
export function sayOrder({ parameters, repeats }: ExperimentOrder, experiment: Experiment): string {
  const values = experiment.parameters.map(({ name, title, unit }) => `${title} ${parameters[name] ?? ABSENT} ${unit}`.trim())
  return [...values, ...(repeats > 1 ? [`${repeats} rounds`] : [])].join(' · ')
}
