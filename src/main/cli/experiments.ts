// `forkscope experiments`: what the lab has, by the questions that it answers.
import type { ExperimentGroup, Experiment } from '../../shared/model/experiment.ts'
import { openLab } from '../engine/index.ts'
import type { ExperimentsCommand } from './labOptions.ts'
import { readColumns, STDERR, STDOUT, writeText } from './streams.ts'
import { wrapWords } from './wrapping.ts'

const questions: Readonly<Record<ExperimentGroup, string>> = {
  cores: 'Do threads use my cores?',
  'start-methods': 'Fork, spawn or forkserver?',
  copies: 'What does a fork copy?',
  hazards: 'What goes wrong?',
  'one-process': 'Without a second process'
}

/** Replies with the exit code: 1 if a description is damaged. */
export function listExperiments({ isJson }: ExperimentsCommand): number {
  const { experiments, damaged } = openLab(null).catalogue
  writeText(STDOUT, isJson ? `${JSON.stringify({ experiments, damaged })}\n` : layoutExperiments(experiments, readColumns(process.env)))
  for (const { name, reason } of damaged) writeText(STDERR, `forkscope: the experiment “${name}” is damaged and left out. ${reason}\n`)
  return damaged.length > 0 ? 1 : 0
}

export function layoutExperiments(experiments: readonly Experiment[], columns: number): string {
  const groups = Object.entries(questions).map(([group, question]) => ({ question, members: experiments.filter(each => each.group === group) }))
  const lines = groups.filter(({ members }) => members.length > 0).flatMap(({ question, members }) => [question, '', ...members.flatMap(each => layoutExperiment(each, columns)), ''])
  return `${[...lines, 'Run one: forkscope run NAME'].join('\n')}\n`
}

function layoutExperiment({ name, question, variants, parameters }: Experiment, columns: number): string[] {
  const options = parameters.map(parameter => `--${parameter.name} ${parameter.value}${parameter.unit === '' ? '' : ` ${parameter.unit}`}`).join(', ')
  const block = (label: string, text: string): string[] => wrapWords(`${label}${text}`, columns - 4).map((line, index) => `    ${index === 0 ? '' : '  '}${line}`)
  return [`  ${name}`, ...block('', question), ...block('variants: ', variants.map(variant => variant.name).join(', ')), ...(options === '' ? [] : block('parameters: ', options)), '']
}
